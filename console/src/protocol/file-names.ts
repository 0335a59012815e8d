/**
 * Which names a file or folder may be given; the Python twin, with the reasons, is `protocol/file_names.py`, and tests/vectors/file_names.json
 * holds both to the same answers. One name is judged, never a path; it is refused and never repaired.
 */

/** In UTF-16 units. */
export const LONGEST_NAME = 240;
/** Behind the name of a file that is not whole yet. */
export const PART_SUFFIX = ".daypass-part";

export type NameFault =
  "empty" | "too_long" | "dots" | "trailing" | "character" | "control" | "hidden" | "reserved" | "look_alike" | "part";

const RESERVED = /^(?:CON|PRN|AUX|NUL|CLOCK\$|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9\u00b9\u00b2\u00b3])$/iu;
const FORBIDDEN = new Set('<>:"/\\|?*');
const HIDDEN = new Set(
  "\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff",
);
/** Old programs' code pages turn these into / \ and : */
const LOOK_ALIKES = new Set("\u2044\u2215\u29f8\u2216\u29f5\u2236\ua789\u05c3\u0589");

/** What is wrong with `name`; undefined when it may be given to a file or folder. */
export function nameFault(name: string): NameFault | undefined {
  const fault = faultOf(name);
  if (fault) return fault;
  for (const form of ["NFC", "NFKC"] as const) {
    // What a system may make of it must be harmless too.
    const folded = name.normalize(form);
    const hidden = folded === name ? undefined : faultOf(folded);
    if (hidden && hidden !== "too_long") return hidden;
  }
  return undefined;
}

/** Equal for names that some system takes for one and the same: case and Unicode's normal forms do not count. */
export function samePlace(name: string): string {
  return name.normalize("NFC").toLowerCase().normalize("NFC");
}

function faultOf(name: string): NameFault | undefined {
  if (name === "") return "empty";
  if (name.length > LONGEST_NAME) return "too_long";
  if (/^\.+$/.test(name)) return "dots";
  for (const one of name) {
    const fault = characterFault(one);
    if (fault) return fault;
  }
  if (/[. ]$/.test(name)) return "trailing";
  if (RESERVED.test(stem(name))) return "reserved";
  return name.toLowerCase().endsWith(PART_SUFFIX) ? "part" : undefined;
}

function stem(name: string): string {
  return name.replace(/\..*$/su, "").replace(/ +$/u, "");
}

function characterFault(one: string): NameFault | undefined {
  if (FORBIDDEN.has(one)) return "character";
  const code = one.codePointAt(0) ?? 0;
  if (code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0xd800 && code < 0xe000)) return "control";
  if (HIDDEN.has(one)) return "hidden";
  return LOOK_ALIKES.has(one) ? "look_alike" : undefined;
}
