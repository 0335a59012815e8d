/**
 * Every printable character of five languages, typed on their keyboards, alone and with Ctrl: what the PC is told to do. The host's half of
 * the same table is in tests/host/platform/test_linux_layouts.py and tests/host/remote_control/test_shortcut_keys.py.
 */
import { describe, expect, it } from "vitest";
import keyboards from "../../../tests/vectors/keyboards.json" with { type: "json" };
import type { ViewerInput } from "../../src/viewer/input.ts";
import { Keyboard, type KeyPress } from "../../src/viewer/keyboard.ts";
import { scanCode } from "../../src/viewer/scan_codes.ts";

type Press = readonly [code: string, scan: number, level: number];

const NONE = { repeat: false, isComposing: false, ctrlKey: false, altKey: false, metaKey: false, altGraph: false };

/** A technician at a keyboard: presses as a browser on Windows tells them, where AltGr is Ctrl + Alt. */
class Typist {
  readonly sent: ViewerInput[] = [];
  readonly #board = new Keyboard((input) => this.sent.push(input), { mac: false });

  type(character: string, presses: readonly Press[]): void {
    presses.forEach(([code, , level], index) => {
      const last = index === presses.length - 1;
      const composed = presses.length > 1;
      this.#modifiers(level, true);
      const altGraph = level >= 2;
      const press = { ...NONE, code, key: last ? character : "Dead", altGraph, ctrlKey: altGraph, altKey: altGraph };
      const answer = this.#board.keyDown(press);
      expect(answer, `${character}: ${code}`).toBe(composed ? "text" : "taken");
      if (last && composed) this.#board.typed(character);
      this.#board.keyUp(press);
      this.#modifiers(level, false);
    });
  }

  #modifiers(level: number, down: boolean): void {
    const shift = { ...NONE, code: "ShiftLeft", key: "Shift" };
    const ctrl = { ...NONE, code: "ControlLeft", key: "Control", ctrlKey: true };
    const altGr = { ...NONE, code: "AltRight", key: "AltGraph", ctrlKey: true, altKey: true, altGraph: true };
    const held: KeyPress[] = [...(level % 2 === 1 ? [shift] : []), ...(level >= 2 ? [ctrl, altGr] : [])];
    for (const key of held) {
      if (down) this.#board.keyDown(key);
      else this.#board.keyUp(key);
    }
  }
}

describe.each(Object.entries(keyboards))("%s", (_, { characters }) => {
  it.each(Object.entries(characters) as unknown as [string, Press[]][])("types %s", (character, presses) => {
    const typist = new Typist();
    typist.type(character, presses);
    const last = presses.at(-1);
    if (presses.length > 1 || !last) {
      expect(typist.sent).toEqual([{ type: "TextTyped", text: character }]);
      return;
    }
    const scan = last[1];
    expect(scanCode(last[0])).toEqual({ scan, extended: false });
    expect(typist.sent).toEqual([
      { type: "CharacterKey", scan, extended: false, text: character },
      { type: "Key", scan, extended: false, down: false },
    ]);
  });
});

describe.each(Object.entries(keyboards))("a shortcut on %s", (_, { characters }) => {
  const plain = (Object.entries(characters) as unknown as [string, Press[]][]).filter(
    ([, presses]) => presses.length === 1 && (presses[0]?.[2] ?? 2) < 2,
  );
  it.each(plain)("goes as Ctrl and %s", (character, presses) => {
    const sent: ViewerInput[] = [];
    const board = new Keyboard((input) => sent.push(input), { mac: false });
    const [code, scan, level] = presses[0] ?? ["", 0, 0];
    const ctrl = { ...NONE, code: "ControlLeft", key: "Control", ctrlKey: true };
    board.keyDown(ctrl);
    if (level === 1) board.keyDown({ ...ctrl, code: "ShiftLeft", key: "Shift" });
    expect(board.keyDown({ ...NONE, code, key: character, ctrlKey: true })).toBe("taken");
    const shift = level === 1 ? [{ type: "Key", scan: 0x2a, extended: false, down: true }] : [];
    expect(sent).toEqual([
      { type: "Key", scan: 0x1d, extended: false, down: true },
      ...shift,
      { type: "ShortcutKey", scan, extended: false, text: character },
    ]);
  });
});
