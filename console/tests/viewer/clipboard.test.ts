// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { ClipboardSharing } from "../../src/viewer/clipboard.ts";
import type { ViewerInput } from "../../src/viewer/input.ts";

/** A computer whose clipboard holds `text`; a browser may refuse to read or to write it. */
class Computer {
  text = "";
  readable = true;
  writable = true;
  readonly sent: ViewerInput[] = [];
  readonly notices: string[] = [];
  readonly sharing = new ClipboardSharing({
    send: (input) => this.sent.push(input),
    notice: (dp) => this.notices.push(dp),
    local: {
      read: () => Promise.resolve(this.readable ? this.text : undefined),
      write: (text) => {
        if (this.writable) this.text = text;
        return Promise.resolve(this.writable);
      },
    },
  });

  texts(): string[] {
    return this.sent.flatMap((input) => (input.type === "ClipboardText" ? [input.text] : []));
  }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe("the shared clipboard", () => {
  it("gives and takes nothing while it is switched off", async () => {
    const computer = new Computer();
    computer.text = "mine";
    computer.sharing.connected();
    computer.sharing.backHere();
    computer.sharing.copiedHere("pasted");
    computer.sharing.copiedThere("theirs");
    await settled();
    expect(computer.sent).toEqual([]);
    expect(computer.text).toBe("mine");
  });

  it("sends what is there when it is switched on, and what was copied elsewhere when the page is used again", async () => {
    const computer = new Computer();
    computer.text = "first";
    computer.sharing.on = true;
    await settled();
    computer.text = "second\r\nline";
    dispatchEvent(new Event("focus"));
    await settled();
    computer.sharing.backHere();
    await settled();
    expect(computer.texts()).toEqual(["first", "second\nline"]);
  });

  it("writes what comes from the PC and does not send it back", async () => {
    const computer = new Computer();
    computer.sharing.on = true;
    computer.sharing.copiedThere("from the PC");
    await settled();
    computer.sharing.backHere();
    await settled();
    expect(computer.text).toBe("from the PC");
    expect(computer.texts()).toEqual([]);
  });

  it("writes with the next press where the browser wants one, and reads nothing older before", async () => {
    const computer = new Computer();
    computer.text = "old";
    computer.readable = false;
    computer.sharing.on = true;
    computer.writable = false;
    computer.sharing.copiedThere("from the PC");
    computer.readable = true;
    computer.sharing.backHere();
    await settled();
    computer.writable = true;
    dispatchEvent(new Event("pointerup"));
    await settled();
    expect(computer.text).toBe("from the PC");
    expect(computer.texts()).toEqual([]);
  });

  it("tells what is too long instead of sending it, and mends halves of characters", () => {
    const computer = new Computer();
    computer.readable = false;
    computer.sharing.on = true;
    computer.sharing.copiedHere("😀".repeat(100_000));
    computer.sharing.copiedHere("x".repeat(100_001));
    computer.sharing.copiedHere("a\ud800b");
    expect(computer.texts()).toEqual(["😀".repeat(100_000), "a\ufffdb"]);
    expect(computer.notices).toEqual(["DP-412"]);
  });

  it("tells the host of the switch again on another line", () => {
    const computer = new Computer();
    computer.readable = false;
    computer.sharing.on = true;
    computer.sharing.connected();
    computer.sharing.on = false;
    computer.sharing.connected();
    const shared = (on: boolean) => ({ type: "ClipboardShared", on });
    expect(computer.sent).toEqual([shared(true), shared(true), shared(false)]);
  });
});
