import { describe, expect, it } from "vitest";
import { Transfers } from "../../src/features/files/transfers-shown.ts";
import type { FolderEntry } from "../../src/protocol/messages.gen.ts";
import type { TransferNews, UploadItem } from "../../src/transfers/states.ts";

const THERE = { name: "a.txt", kind: "file", size: 1, modified_at: 1 } as unknown as FolderEntry;
const NEWS: TransferNews = {
  transfer: 1,
  state: "running",
  files: 0,
  bytes: 0,
  passedBytes: 0,
  again: 0,
  done: [],
  failed: [],
  asks: [],
  renamed: [],
  saved: [],
};

function begun(): Transfers {
  const transfers = new Transfers(
    () => undefined,
    () => undefined,
  );
  const item: UploadItem = { inside: [], name: "a.txt", file: new File(["12345"], "a.txt") };
  transfers.upload("C:\\", [item]);
  return transfers;
}

describe("the queue as it is shown", () => {
  it("asks nothing more about a transfer that was stopped", () => {
    const transfers = begun();
    transfers.hear({ ...NEWS, asks: [{ item: 0, there: THERE }] });
    expect(transfers.state[0]?.asks).toHaveLength(1);
    transfers.hear({ ...NEWS, state: "cancelled" });
    expect(transfers.state[0]?.asks).toEqual([]);
  });

  it("tells the speed of the line, whatever was there before", () => {
    const transfers = begun();
    transfers.hear({ ...NEWS, bytes: 700_000_000 }, 1000);
    transfers.hear({ ...NEWS, bytes: 701_000_000, passedBytes: 1_000_000 }, 2000);
    expect(transfers.state[0]).toMatchObject({ bytes: 701_000_000, speed: 1_000_000 });
  });
});
