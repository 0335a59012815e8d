import { describe, expect, it } from "vitest";
import type { ViewerInput } from "../../src/viewer/input.ts";
import { Keyboard, type KeyPress, MAX_TEXT } from "../../src/viewer/keyboard.ts";

function keyboard(options = { mac: false }) {
  const sent: string[] = [];
  const board = new Keyboard((input) => sent.push(inWords(input)), options);
  return { board, sent };
}

function inWords(input: ViewerInput): string {
  if (input.type === "Key")
    return `${input.extended ? "E0 " : ""}${input.scan.toString(16)} ${input.down ? "down" : "up"}`;
  if (input.type === "ShortcutKey") return `${input.scan.toString(16)} as ${input.text}`;
  if (input.type === "CharacterKey") return `${input.scan.toString(16)} "${input.text}"`;
  return input.type === "TextTyped" ? `"${input.text}"` : input.type;
}

function press(code: string, key: string, rest: Partial<KeyPress> = {}): KeyPress {
  const none = { repeat: false, isComposing: false, ctrlKey: false, altKey: false, metaKey: false, altGraph: false };
  return { code, key, ...none, ...rest };
}

describe("typing", () => {
  it("sends a key with the character that it makes here, again while it is held, and its end", () => {
    const { board, sent } = keyboard();
    expect(board.keyDown(press("KeyA", "a"))).toBe("taken");
    expect(board.keyDown(press("KeyA", "a", { repeat: true }))).toBe("taken");
    board.keyUp(press("KeyA", "a"));
    expect(sent).toEqual(['1e "a"', '1e "a"', "1e up"]);
  });

  it("leaves what follows a dead key to the text field, also Space, and nothing after that", () => {
    const { board, sent } = keyboard();
    for (const [code, key, composed] of [
      ["KeyA", "ã", "ã"],
      ["Space", " ", "~"],
    ] as const) {
      expect(board.keyDown(press("ShiftLeft", "Shift"))).toBe("taken");
      expect(board.keyDown(press("Quote", "Dead"))).toBe("text");
      board.keyUp(press("ShiftLeft", "Shift"));
      expect(board.keyDown(press(code, key))).toBe("text");
      board.typed(composed);
      board.keyUp(press(code, key));
    }
    board.keyDown(press("KeyB", "b"));
    expect(sent).toEqual(['"ã"', '"~"', '30 "b"']);
  });

  it("sends text of a key nobody knows as text", () => {
    const { board, sent } = keyboard();
    expect(board.keyDown(press("", "ж"))).toBe("text");
    board.typed("ж");
    expect(sent).toEqual(['"ж"']);
  });

  it("leaves dead keys, input methods and unknown keys to the text field", () => {
    const { board } = keyboard();
    expect(board.keyDown(press("Quote", "Dead"))).toBe("text");
    expect(board.keyDown(press("KeyA", "Process"))).toBe("text");
    expect(board.keyDown(press("", "Unidentified"))).toBe("text");
    expect(board.keyDown(press("KeyA", "a", { isComposing: true }))).toBe("text");
  });

  it("sends a capital without holding Shift on the remote PC", () => {
    const { board, sent } = keyboard();
    expect(board.keyDown(press("ShiftLeft", "Shift"))).toBe("taken");
    expect(board.keyDown(press("KeyA", "A"))).toBe("taken");
    board.keyUp(press("ShiftLeft", "Shift"));
    expect(sent).toEqual(['1e "A"']);
  });

  it("types AltGr characters though Windows says Ctrl and Alt are down", () => {
    const { board, sent } = keyboard();
    board.keyDown(press("ControlLeft", "Control", { ctrlKey: true }));
    board.keyDown(press("AltRight", "AltGraph", { ctrlKey: true, altKey: true, altGraph: true }));
    expect(board.keyDown(press("KeyE", "€", { ctrlKey: true, altKey: true, altGraph: true }))).toBe("taken");
    board.keyUp(press("AltRight", "AltGraph"));
    board.keyUp(press("ControlLeft", "Control"));
    expect(sent).toEqual(['12 "€"']);
  });

  it("types the Option characters of a Mac, and nothing of the kind elsewhere", () => {
    const option = press("KeyC", "ç", { altKey: true });
    const mac = keyboard({ mac: true });
    const pc = keyboard();
    mac.board.keyDown(option);
    pc.board.keyDown(option);
    expect([mac.sent, pc.sent]).toEqual([['2e "ç"'], ["2e as ç"]]);
  });

  it("lets go of a Shift that is down there before it sends text, and holds it again for the next arrow", () => {
    const { board, sent } = keyboard();
    board.keyDown(press("ShiftLeft", "Shift"));
    board.keyDown(press("ArrowLeft", "ArrowLeft"));
    board.keyUp(press("ArrowLeft", "ArrowLeft"));
    board.keyDown(press("KeyA", "A"));
    board.keyDown(press("ArrowLeft", "ArrowLeft"));
    expect(sent).toEqual(["2a down", "E0 4b down", "E0 4b up", "2a up", '1e "A"', "2a down", "E0 4b down"]);
  });

  it("cuts long text into messages and never through a character; a line end is Enter", () => {
    const { board, sent } = keyboard();
    board.typed("😀".repeat(MAX_TEXT + 1));
    board.typed("a\nb");
    expect(sent).toEqual([`"${"😀".repeat(MAX_TEXT)}"`, '"😀"', '"a"', "1c down", "1c up", '"b"']);
  });
});

describe("keys", () => {
  it("sends Enter, Space and arrows by scan code, repeated while held", () => {
    const { board, sent } = keyboard();
    board.keyDown(press("Enter", "Enter"));
    board.keyUp(press("Enter", "Enter"));
    board.keyDown(press("Space", " "));
    board.keyDown(press("Space", " ", { repeat: true }));
    board.keyUp(press("Space", " "));
    board.keyDown(press("ArrowUp", "ArrowUp"));
    expect(sent).toEqual(["1c down", "1c up", "39 down", "39 down", "39 up", "E0 48 down"]);
  });

  it("sends a shortcut by its character: modifier first, released last", () => {
    const { board, sent } = keyboard();
    board.keyDown(press("ControlLeft", "Control", { ctrlKey: true }));
    expect(board.keyDown(press("KeyC", "c", { ctrlKey: true }))).toBe("taken");
    board.keyUp(press("KeyC", "c", { ctrlKey: true }));
    board.keyUp(press("ControlLeft", "Control"));
    expect(sent).toEqual(["1d down", "2e as c", "2e up", "1d up"]);
  });

  it("sends Space and the number pad with Ctrl by their places", () => {
    const { board, sent } = keyboard();
    board.keyDown(press("Space", " ", { ctrlKey: true }));
    board.keyDown(press("Numpad1", "1", { altKey: true }));
    expect(sent).toEqual(["39 down", "4f down"]);
  });

  it("takes a Mac's Command for Ctrl, each press for a whole one, and Command alone for nothing", () => {
    const { board, sent } = keyboard({ mac: true });
    board.keyDown(press("MetaLeft", "Meta", { metaKey: true }));
    board.keyUp(press("MetaLeft", "Meta"));
    board.keyDown(press("MetaLeft", "Meta", { metaKey: true }));
    for (const repeat of [false, true]) board.keyDown(press("KeyV", "v", { metaKey: true, repeat }));
    board.keyUp(press("MetaLeft", "Meta"));
    expect(sent).toEqual(["1d down", "2f as v", "2f up", "2f as v", "2f up", "1d up"]);
  });

  it("leaves Command the Windows key where the technician wants that", () => {
    const { board, sent } = keyboard({ mac: true });
    board.commandIsControl = false;
    board.keyDown(press("MetaRight", "Meta", { metaKey: true }));
    board.keyDown(press("KeyR", "r", { metaKey: true }));
    board.keyUp(press("MetaRight", "Meta"));
    board.keyDown(press("MetaLeft", "Meta", { metaKey: true }));
    board.keyUp(press("MetaLeft", "Meta"));
    expect(sent).toEqual(["E0 5c down", "13 as r", "13 up", "E0 5c up", "E0 5b down", "E0 5b up"]);
  });

  it("sends a modifier pressed alone as a tap: Alt opens the menu, Windows the start menu", () => {
    const { board, sent } = keyboard();
    board.keyDown(press("MetaLeft", "Meta", { metaKey: true }));
    board.keyDown(press("MetaLeft", "Meta", { metaKey: true, repeat: true }));
    board.keyUp(press("MetaLeft", "Meta"));
    expect(sent).toEqual(["E0 5b down", "E0 5b up"]);
  });

  it("holds modifiers for a click, and at once while a button is down", () => {
    const { board, sent } = keyboard();
    board.keyDown(press("ControlLeft", "Control", { ctrlKey: true }));
    board.sendModifiers();
    board.keyUp(press("ControlLeft", "Control"));
    board.buttonsHeld = true;
    board.keyDown(press("ShiftLeft", "Shift"));
    expect(sent).toEqual(["1d down", "1d up", "2a down"]);
  });

  it("lets keys go that macOS forgets while Command is down", () => {
    const { board, sent } = keyboard();
    board.keyDown(press("MetaLeft", "Meta", { metaKey: true }));
    board.keyDown(press("KeyA", "a", { metaKey: true }));
    board.keyUp(press("MetaLeft", "Meta"));
    expect(sent).toEqual(["E0 5b down", "1e as a", "E0 5b up", "1e up"]);
  });

  it("leaves the locks to this side", () => {
    const { board, sent } = keyboard();
    expect(board.keyDown(press("CapsLock", "CapsLock"))).toBe("text");
    board.keyUp(press("CapsLock", "CapsLock"));
    expect(sent).toEqual([]);
  });

  it("keeps a key nobody knows from the browser only when it is a shortcut", () => {
    const { board, sent } = keyboard();
    expect(board.keyDown(press("LaunchMail", "LaunchMail", { ctrlKey: true }))).toBe("taken");
    expect(board.keyDown(press("LaunchMail", "LaunchMail"))).toBe("text");
    expect(sent).toEqual([]);
  });

  it("leaves nothing down when the focus goes", () => {
    const { board, sent } = keyboard();
    board.keyDown(press("KeyX", "x", { ctrlKey: true }));
    board.releaseAll();
    board.keyUp(press("KeyX", "x"));
    expect(sent).toEqual(["2d as x", "ReleaseAll"]);
  });
});
