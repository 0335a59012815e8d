/**
 * Looks at an H.264 frame before a decoder does: its units, and the sizes and profile that its parameters claim. A decoder believes
 * its input and takes the memory that it asks for; ours comes from another computer.
 */
import type { VideoArea } from "./picture.ts";

const SLICE = 1;
const KEY_SLICE = 5;
const EXTRA_INFORMATION = 6;
const PARAMETERS = 7;
const PICTURE_PARAMETERS = 8;
const DELIMITER = 9;
const FILLER = 12;
const ALLOWED: ReadonlySet<number> = new Set([
  SLICE,
  KEY_SLICE,
  EXTRA_INFORMATION,
  PARAMETERS,
  PICTURE_PARAMETERS,
  DELIMITER,
  FILLER,
]);
/** The highest bit of a unit is never set. */
const FORBIDDEN = 0x80;
/** Encoders write up to ten; slices are few. */
const MOST_UNITS = 64;
/** No encoder takes more than the pixels themselves (12 bits each), and its parameters. */
const LARGEST_HEAD = 65_536;
const BASELINE = 66;
const HIGHEST_LEVEL = 52;
const MOST_REFERENCES = 16;
const MACROBLOCK = 16;

/** Why this frame must not reach a decoder; `undefined` when it may. */
export function wrongWith({ frame, key, width, height }: VideoArea): string | undefined {
  if (frame.length > width * height * 1.5 + LARGEST_HEAD) return "more bytes than pixels";
  const kinds = new Set<number>();
  let units = 0;
  for (const unit of unitsOf(frame)) {
    const kind = (unit[0] ?? FORBIDDEN) & (FORBIDDEN | 0x1f);
    if (!ALLOWED.has(kind) || ++units > MOST_UNITS) return `a unit of kind ${kind}`;
    const shown = kind === SLICE || kind === KEY_SLICE;
    if (shown && key && !(kinds.has(PARAMETERS) && kinds.has(PICTURE_PARAMETERS)))
      return "a key frame without parameters";
    kinds.add(kind);
    if (kind === PARAMETERS) {
      const wrong = wrongParameters(unit, width, height);
      if (wrong) return wrong;
    }
  }
  if (key ? !kinds.has(KEY_SLICE) : !kinds.has(SLICE) && !kinds.has(KEY_SLICE)) return "a frame without a picture";
  return undefined;
}

/** What stands between the start codes of Annex B; nothing where the frame does not begin with one. */
function* unitsOf(frame: Uint8Array): Generator<Uint8Array> {
  let begin = nextUnit(frame, 0);
  if (begin > 4) return;
  while (begin < frame.length) {
    const next = nextUnit(frame, begin);
    yield frame.subarray(begin, next < frame.length ? next - 3 : next);
    begin = next;
  }
}

/** Where the unit after the next start code begins; the end where there is none. */
function nextUnit(frame: Uint8Array, from: number): number {
  for (let at = from + 2; at < frame.length;) {
    const byte = frame[at] as number;
    if (byte > 1) at += 3;
    else if (byte === 1 && frame[at - 1] === 0 && frame[at - 2] === 0) return at + 1;
    else at++;
  }
  return frame.length;
}

/** ITU-T H.264, 7.3.2.1.1; only what the baseline profile has. */
function wrongParameters(unit: Uint8Array, width: number, height: number): string | undefined {
  const bits = new Bits(unit);
  const wrong = wrongClaims(bits, width, height);
  return bits.short ? "parameters that end too early" : wrong;
}

function wrongClaims(bits: Bits, width: number, height: number): string | undefined {
  const [profile, , level] = [bits.take(8), bits.take(8), bits.take(8)];
  if (profile !== BASELINE) return `profile ${profile}`;
  if (level > HIGHEST_LEVEL) return `level ${level}`;
  bits.number(); // its own number
  bits.number(); // digits of the frame numbers
  const order = bits.number();
  if (order === 0) bits.number();
  else if (order !== 2) return `pictures in order ${order}`;
  if (bits.number() > MOST_REFERENCES) return "too many pictures to remember";
  bits.take(1); // gaps in the frame numbers
  const wide = (bits.number() + 1) * MACROBLOCK;
  const high = (bits.number() + 1) * MACROBLOCK;
  if (bits.take(1) !== 1) return "interlaced";
  bits.take(1); // how motion is written
  const [left, right, top, bottom] = bits.take(1) === 1 ? bits.numbers(4) : [0, 0, 0, 0];
  const shown = [wide - 2 * (left + right), high - 2 * (top + bottom)];
  return shown[0] === width && shown[1] === height ? undefined : `a video of ${shown.join(" × ")}`;
}

/** The bits of a unit after its first byte, without the bytes that keep start codes apart. */
class Bits {
  /** More was taken than there is. */
  short = false;
  readonly #bytes: number[] = [];
  #at = 0;

  constructor(unit: Uint8Array) {
    const most = Math.min(unit.length, 256);
    for (let at = 1, zeros = 0; at < most; at++) {
      const byte = unit[at] as number;
      if (zeros >= 2 && byte === 3) zeros = 0;
      else {
        this.#bytes.push(byte);
        zeros = byte === 0 ? zeros + 1 : 0;
      }
    }
  }

  take(count: number): number {
    let value = 0;
    for (let left = count; left > 0; left--, this.#at++) {
      const byte = this.#bytes[this.#at >> 3];
      if (byte === undefined) this.short = true;
      value = value * 2 + (((byte ?? 0) >> (7 - (this.#at & 7))) & 1);
    }
    return value;
  }

  /** An unsigned Exp-Golomb code of at most 17 bits' worth; no value of a picture is larger. */
  number(): number {
    let zeros = 0;
    while (this.take(1) === 0) {
      if (++zeros > 16) {
        this.short = true;
        return 0;
      }
    }
    return 2 ** zeros - 1 + this.take(zeros);
  }

  numbers(count: 4): [number, number, number, number] {
    return Array.from({ length: count }, () => this.number()) as [number, number, number, number];
  }
}
