/**
 * Sealed frames: `header (13) ‖ ciphertext ‖ tag (16)`, AES-256-GCM, one key and one counter per direction. Header: version
 * u8 = 1, counter u64 BE (0, 1, 2 … without gaps), kind u32 BE; nonce = iv XOR counter, right-aligned.
 */
import { concat } from "./bytes.ts";
import type { Agreement } from "./cpace.ts";
import type { Bytes } from "./messages.gen.ts";
import { ProtocolError } from "./protocol-error.ts";

export const HEADER_SIZE = 13;
export const OVERHEAD = HEADER_SIZE + 16;
export const LARGEST_FRAME = 16 * 1024 * 1024;
const VERSION = 1;
const TWO_32 = 2 ** 32;

/** What a sealed frame carries. */
export const Kind = { message: 1, picture: 2, bulk: 3 } as const;
export type Kind = (typeof Kind)[keyof typeof Kind];

export interface Opened {
  readonly kind: Kind;
  readonly plain: Bytes;
}

/** Seals the frames of one direction; the order of calls is the order of counters. */
export class Sealer {
  readonly #key: CryptoKey;
  readonly #iv: Bytes;
  #counter: number;

  private constructor(key: CryptoKey, iv: Bytes, counter: number) {
    this.#key = key;
    this.#iv = iv;
    this.#counter = counter;
  }

  static async create(key: Bytes, iv: Bytes, counter = 0): Promise<Sealer> {
    return new Sealer(await importKey(key, "encrypt"), iv, counter);
  }

  /** The next frame. RangeError when `plain` is larger than the peer would take. */
  async seal(kind: Kind, plain: Bytes): Promise<Bytes> {
    if (plain.length > LARGEST_FRAME - OVERHEAD) throw new RangeError("larger than a sealed frame may be");
    const counter = this.#counter++;
    const header = headerOf(counter, kind);
    const how = { name: "AES-GCM", iv: nonce(this.#iv, counter), additionalData: header };
    return concat(header, new Uint8Array(await crypto.subtle.encrypt(how, this.#key, plain)));
  }
}

/**
 * Opens the frames of one direction, in order, each once. After anything that does not open, it refuses everything: a
 * connection with a lost or forged frame is over.
 */
export class Opener {
  readonly #key: CryptoKey;
  readonly #iv: Bytes;
  #counter: number;
  #broken = false;

  private constructor(key: CryptoKey, iv: Bytes, counter: number) {
    this.#key = key;
    this.#iv = iv;
    this.#counter = counter;
  }

  static async create(key: Bytes, iv: Bytes, counter = 0): Promise<Opener> {
    return new Opener(await importKey(key, "decrypt"), iv, counter);
  }

  /** What the next frame holds; ProtocolError, now and ever after, when it is not exactly the next authentic frame. */
  async open(frame: Bytes): Promise<Opened> {
    const { counter, kind } = this.#nextHeader(frame);
    const header = frame.subarray(0, HEADER_SIZE);
    const how = { name: "AES-GCM", iv: nonce(this.#iv, counter), additionalData: header };
    let plain: ArrayBuffer;
    try {
      plain = await crypto.subtle.decrypt(how, this.#key, frame.subarray(HEADER_SIZE));
    } catch {
      this.#broken = true;
      throw new ProtocolError("the frame is not authentic");
    }
    if (this.#broken) throw new ProtocolError("an earlier frame did not open");
    return { kind, plain: new Uint8Array(plain) };
  }

  #nextHeader(frame: Bytes): { counter: number; kind: Kind } {
    const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
    const fits = frame.length >= OVERHEAD && frame.length <= LARGEST_FRAME;
    const number = fits ? view.getUint32(9) : 0;
    const kind = Object.values(Kind).find((candidate) => candidate === number);
    const counter = fits ? view.getUint32(1) * TWO_32 + view.getUint32(5) : -1;
    if (this.#broken || !fits || view.getUint8(0) !== VERSION || counter !== this.#counter || kind === undefined) {
      this.#broken = true;
      throw new ProtocolError("not the next frame", frame.length > LARGEST_FRAME ? "DP-206" : "DP-205");
    }
    this.#counter++;
    return { counter, kind };
  }
}

/** The two directions of a confirmed agreement as the technician sees them. */
export async function directions(agreement: Agreement): Promise<{ sealer: Sealer; opener: Opener }> {
  const [ownKey, ownIv, peerKey, peerIv] = await Promise.all([
    agreement.derive("technician key", 32),
    agreement.derive("technician iv", 12),
    agreement.derive("host key", 32),
    agreement.derive("host iv", 12),
  ]);
  return { sealer: await Sealer.create(ownKey, ownIv), opener: await Opener.create(peerKey, peerIv) };
}

function headerOf(counter: number, kind: number): Bytes {
  const header = new Uint8Array(HEADER_SIZE);
  const view = new DataView(header.buffer);
  view.setUint8(0, VERSION);
  view.setUint32(1, Math.floor(counter / TWO_32));
  view.setUint32(5, counter % TWO_32);
  view.setUint32(9, kind);
  return header;
}

function nonce(iv: Bytes, counter: number): Bytes {
  const out = iv.slice();
  const view = new DataView(out.buffer);
  view.setUint32(4, view.getUint32(4) ^ Math.floor(counter / TWO_32));
  view.setUint32(8, view.getUint32(8) ^ (counter % TWO_32));
  return out;
}

async function importKey(key: Bytes, use: "encrypt" | "decrypt"): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", key, "AES-GCM", false, [use]);
}
