import { describe, expect, it } from "vitest";
import type { ViewerInput } from "../../src/viewer/input.ts";
import { Keyboard } from "../../src/viewer/keyboard.ts";

function barOfKeys() {
  const sent: string[] = [];
  const shown: string[] = [];
  const inWords = (input: ViewerInput) =>
    input.type === "Key"
      ? `${input.scan.toString(16)} ${input.down ? "down" : "up"}`
      : input.type === "ShortcutKey"
        ? `${input.scan.toString(16)} as ${input.text}`
        : JSON.stringify(input);
  const board = new Keyboard(
    (input) => sent.push(inWords(input)),
    { mac: false },
    (codes) => shown.push(codes.join("+")),
  );
  return { board, sent, shown };
}

describe("the bar of keys", () => {
  it("keeps modifiers for the next key of the bar", () => {
    const { board, sent, shown } = barOfKeys();
    board.arm("ControlLeft");
    board.arm("ShiftLeft");
    board.tapWithArmed("Escape");
    board.tapWithArmed("Tab");
    expect(sent).toEqual(["1d down", "2a down", "1 down", "1 up", "2a up", "1d up", "f down", "f up"]);
    expect(shown).toEqual(["ControlLeft", "ControlLeft+ShiftLeft", ""]);
  });

  it("makes a shortcut of the next character of the phone's keyboard, and text of what is none", () => {
    const { board, sent } = barOfKeys();
    board.arm("ControlLeft");
    board.typed("c");
    board.arm("ControlLeft");
    board.typed("olá");
    expect(sent).toEqual(["1d down", "2e as c", "2e up", "1d up", '{"type":"TextTyped","text":"olá"}']);
  });

  it("presses a modifier alone when it is touched again", () => {
    const { board, sent, shown } = barOfKeys();
    board.arm("MetaLeft");
    board.arm("MetaLeft");
    expect(sent).toEqual(["5b down", "5b up"]);
    expect(shown.at(-1)).toBe("");
  });

  it("holds modifiers for a tap on the picture and lets them go after it", () => {
    const { board, sent } = barOfKeys();
    board.arm("ControlLeft");
    board.sendModifiers();
    board.sendModifiers();
    board.disarm();
    expect(sent).toEqual(["1d down", "1d up"]);
  });
});
