"""Writes keyboards.json: how every printable character of a language is typed on its keyboard.

Needs Xvfb and xkeyboard-config, whose layouts are those of Windows for these five; run it by hand when a layout is added. Each
character is a list of presses `[code, scan, level]`, level 1 with Shift, 2 with AltGr, 3 with both; all but the last are dead keys.
"""

import ctypes
import json
import subprocess
import unicodedata
from ctypes import byref, c_int
from pathlib import Path

from tests.wine.display import Display

from daypass.host.platform.linux import x11

TARGET = Path(__file__).parent / "keyboards.json"
ASCII = "".join(chr(code) for code in range(0x21, 0x7F))
# setxkbmap's words, and the letters and signs of the language beside ASCII
LAYOUTS = {
    "pt-BR ABNT2": (["-model", "abnt2", "-layout", "br", "-variant", ""], "áàâãçéêíóôõúüÁÀÂÃÇÉÊÍÓÔÕÚÜ°ºª§"),
    "US-International": (["-model", "pc105", "-layout", "us", "-variant", "intl"], "áàâãçéêíóôõúüñÁÀÂÃÇÉÊÍÓÔÕÚÜÑ€¿¡"),
    "German": (["-model", "pc105", "-layout", "de", "-variant", ""], "äöüÄÖÜß°§€µéèêáà"),
    "Spanish": (["-model", "pc105", "-layout", "es", "-variant", ""], "áéíóúüñçÁÉÍÓÚÜÑÇ¿¡ºª·€"),
    "French": (["-model", "pc105", "-layout", "fr", "-variant", ""], "àâçéèêëîïôùûüÀÂÊËÎÏÔÙÛÜ§°€µ£"),
}
DEAD = {0xFE50: "\u0300", 0xFE51: "\u0301", 0xFE52: "\u0302", 0xFE53: "\u0303", 0xFE57: "\u0308"}
ALONE = {"\u0300": "`", "\u0301": "´", "\u0302": "^", "\u0303": "~", "\u0308": "¨"}
# US-International as Windows has it: these dead keys followed by Space, and the cedilla by the acute accent
ALSO_ALONE = {"\u0301": "'", "\u0308": '"'}
KEYS = {
    "Backquote": 0x29, "Digit1": 2, "Digit2": 3, "Digit3": 4, "Digit4": 5, "Digit5": 6, "Digit6": 7, "Digit7": 8, "Digit8": 9,
    "Digit9": 10, "Digit0": 11, "Minus": 12, "Equal": 13, "KeyQ": 0x10, "KeyW": 0x11, "KeyE": 0x12, "KeyR": 0x13, "KeyT": 0x14,
    "KeyY": 0x15, "KeyU": 0x16, "KeyI": 0x17, "KeyO": 0x18, "KeyP": 0x19, "BracketLeft": 0x1A, "BracketRight": 0x1B,
    "KeyA": 0x1E, "KeyS": 0x1F, "KeyD": 0x20, "KeyF": 0x21, "KeyG": 0x22, "KeyH": 0x23, "KeyJ": 0x24, "KeyK": 0x25, "KeyL": 0x26,
    "Semicolon": 0x27, "Quote": 0x28, "Backslash": 0x2B, "IntlBackslash": 0x56, "KeyZ": 0x2C, "KeyX": 0x2D, "KeyC": 0x2E,
    "KeyV": 0x2F, "KeyB": 0x30, "KeyN": 0x31, "KeyM": 0x32, "Comma": 0x33, "Period": 0x34, "Slash": 0x35, "IntlRo": 0x73,
}  # fmt: skip
Press = tuple[str, int, int]


def main() -> None:
    display = Display(64, 64)
    try:
        found = {name: _typed_on(display.name, words, ASCII + more) for name, (words, more) in LAYOUTS.items()}
    finally:
        display.close()
    lines = []
    for name, (words, _) in LAYOUTS.items():
        characters = ",\n".join(
            f"      {json.dumps(character, ensure_ascii=False)}: {json.dumps(presses)}"
            for character, presses in found[name].items()
        )
        lines.append(
            f'  "{name}": {{\n    "setxkbmap": {json.dumps(words)},\n    "characters": {{\n{characters}\n    }}\n  }}'
        )
    TARGET.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def _typed_on(display: str, words: list[str], characters: str) -> dict[str, list[Press]]:
    subprocess.run(["setxkbmap", "-display", display, *words], check=True)
    direct, dead = _levels(display)
    presses: dict[str, list[Press]] = {}
    for character in characters:
        base, *marks = unicodedata.normalize("NFD", character)
        alone = [mark for mark in dead if character in (ALONE[mark], ALSO_ALONE.get(mark))]
        if alone and (character not in direct or direct[character][2] > 1):  # Windows has no second place for these
            presses[character] = [dead[alone[0]], ("Space", 0x39, 0)]
        elif character in direct:
            presses[character] = [direct[character]]
        elif marks and marks[0] in dead and base in direct:
            presses[character] = [dead[marks[0]], direct[base]]
        else:
            print(f"no way to type {character} with {words}")
    return presses


def _levels(display: str) -> tuple[dict[str, Press], dict[str, Press]]:
    """Every character that one key makes, with the fewest modifiers, and every dead key by the mark it adds."""
    x = x11.functions()
    opened = x11.open_display(display)
    direct: dict[str, Press] = {}
    dead: dict[str, Press] = {}
    for level, column in enumerate((0, 1, 4, 5)):
        for code, scan in KEYS.items():
            width = c_int()
            keysyms = x.XGetKeyboardMapping(opened, 97 if code == "IntlRo" else scan + 8, 1, byref(width))
            keysym = keysyms[column] if column < width.value else 0
            x.XFree(ctypes.cast(keysyms, ctypes.c_void_p))
            if keysym in DEAD:
                dead.setdefault(DEAD[keysym], (code, scan, level))
            elif character := _character(keysym):
                direct.setdefault(character, (code, scan, level))
    x.XCloseDisplay(opened)
    return direct, dead


def _character(keysym: int) -> str:
    if 0x20 <= keysym <= 0x7E or 0xA0 <= keysym <= 0xFF:
        return chr(keysym)
    if keysym == 0x20AC:
        return "€"
    return chr(keysym & 0xFFFFFF) if keysym & 0xFF000000 == 0x01000000 else ""


if __name__ == "__main__":
    main()
