import { describe, expect, it } from "vitest";
import { row } from "../../src/features/files/rows.ts";
import { Transfers } from "../../src/features/files/transfers-shown.ts";
import { canBeViewed, endOf, pictureType, readFromHost, textOf } from "../../src/features/files/viewed.ts";
import type { TransferNews } from "../../src/transfers/states.ts";

const bytes = (...values: number[]) => new Uint8Array(values);
const log = row({ name: "setup.LOG", kind: "file", size: 3 });
const news: TransferNews = {
  ...{ transfer: 1, state: "done", files: 1, bytes: 3, passedBytes: 3, again: 0 },
  ...{ done: [], failed: [], asks: [], renamed: [], saved: [] },
};

describe("a look at a file", () => {
  it("reads what Windows' programs write, and takes nothing else for text", () => {
    expect(textOf(bytes(0x61, 0xc3, 0xa7))).toBe("aç");
    expect(textOf(bytes(0xef, 0xbb, 0xbf, 0x61))).toBe("a");
    expect(textOf(bytes(0x61, 0xe7))).toBe("aç");
    expect(textOf(bytes(0xff, 0xfe, 0x61, 0))).toBe("a");
    expect(textOf(bytes(0xfe, 0xff, 0, 0x61))).toBe("a");
    expect(textOf(bytes(0x4d, 0x5a, 0, 1))).toBeUndefined();
  });

  it("shows the end of what is long, from the beginning of a line", () => {
    expect(endOf("short")).toEqual({ text: "short", cut: false });
    const { text, cut } = endOf("0123456789\n".repeat(100_000));
    expect(cut).toBe(true);
    expect(text.startsWith("0123")).toBe(true);
    expect(text.length).toBeLessThanOrEqual(400_000);
  });

  it("is offered for files of a size that a page can hold", () => {
    expect(canBeViewed(log)).toBe(true);
    expect(canBeViewed(row({ name: "disk.img", kind: "file", size: 2 ** 30 }))).toBe(false);
    expect(canBeViewed(row({ name: "folder", kind: "folder" }))).toBe(false);
    expect(pictureType(row({ name: "a.JPG", kind: "file" }))).toBe("image/jpeg");
    expect(pictureType(row({ name: "a.svg", kind: "file" }))).toBeUndefined();
  });

  it("takes the file in place of the download folder, and leaves no line in the queue", async () => {
    const transfers = new Transfers(
      () => undefined,
      () => undefined,
    );
    const reading = readFromHost(transfers, "C:\\")(log, new AbortController().signal);
    expect(transfers.state).toMatchObject([{ kind: "download", names: ["setup.LOG"] }]);
    const file = new File(["abc"], "setup.LOG");
    transfers.hear({ ...news, done: [0], saved: [{ item: 0, file }] });
    expect(await reading).toBe(file);
    expect(transfers.state).toEqual([]);
  });

  it("says why there is none", async () => {
    const transfers = new Transfers(
      () => undefined,
      () => undefined,
    );
    const reading = readFromHost(transfers, "C:\\")(log, new AbortController().signal);
    transfers.hear({ ...news, failed: [{ item: 0, dp: "DP-704" }] });
    await expect(reading).rejects.toMatchObject({ dp: "DP-704" });
    expect(transfers.state).toEqual([]);
  });
});
