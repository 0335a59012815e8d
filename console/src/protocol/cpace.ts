/**
 * CPace (draft-irtf-cfrg-cpace, CPACE-RISTRETTO255-SHA512) as the initiator: turns a secret that people can say, or its
 * verifier, into keys, one guess per run. Randomness is an argument.
 */
import sodium from "libsodium-wrappers-sumo";
import { concat, equal, type RandomBytes, utf8 } from "./bytes.ts";
import type { Bytes } from "./messages.gen.ts";
import { ProtocolError } from "./protocol-error.ts";

export const SID = 16;
const SHARE_RANDOMNESS = 64;
const DSI = utf8("CPaceRistretto255");
const DSI_ISK = utf8("CPaceRistretto255_ISK");
const HASH_BLOCK = 128;

/** What a run is for; part of the channel identifier, so a run for one purpose can never serve another. */
export type Purpose = "pair" | "connect" | "resume" | "channel";

/** `lv(…)`: each value after its length in LEB128. */
export function lengthPrefixed(...values: readonly Uint8Array[]): Bytes {
  return concat(...values.flatMap((value) => [leb128(value.length), value]));
}

function leb128(length: number): Uint8Array {
  const out: number[] = [];
  for (; length > 127; length >>= 7) out.push((length & 0x7f) | 0x80);
  return Uint8Array.from([...out, length]);
}

/** `CI`: what both sides must agree on beside the secret. */
export function channelIdentifier(purpose: Purpose, serverAddress: string, sessionId: string): Bytes {
  return lengthPrefixed(utf8("daypass/1"), utf8(purpose), utf8(serverAddress), utf8(sessionId));
}

/** The group element that stands for the secret in this run. */
export async function generator(secret: Bytes, ci: Bytes, sid: Bytes): Promise<Bytes> {
  await sodium.ready;
  const padding = Math.max(0, HASH_BLOCK - 1 - lengthPrefixed(secret).length - lengthPrefixed(DSI).length);
  const digest = await sha512(lengthPrefixed(DSI, secret, new Uint8Array(padding), ci, sid));
  return own(sodium.crypto_core_ristretto255_from_hash(digest));
}

/** scalar × point; ProtocolError when the point is invalid or the product is the identity. */
export async function multiply(scalar: Bytes, point: Bytes): Promise<Bytes> {
  await sodium.ready;
  try {
    return own(sodium.crypto_scalarmult_ristretto255(scalar, point));
  } catch {
    throw new ProtocolError("share refused: the point is invalid or the identity");
  }
}

/** `ISK`, initiator-responder order. */
export async function intermediateKey(
  sid: Bytes,
  k: Bytes,
  first: readonly [Bytes, Bytes],
  second: readonly [Bytes, Bytes],
): Promise<Bytes> {
  return sha512(concat(lengthPrefixed(DSI_ISK, sid, k), lengthPrefixed(...first), lengthPrefixed(...second)));
}

/** What both sides hold after exchanging shares. It proves nothing until the peer's tag was checked. */
export class Agreement {
  readonly transcript: Bytes;
  readonly ownTag: Bytes;
  readonly #peerTag: Bytes;
  readonly #isk: Bytes;

  constructor(transcript: Bytes, isk: Bytes, ownTag: Bytes, peerTag: Bytes) {
    this.transcript = transcript;
    this.ownTag = ownTag;
    this.#isk = isk;
    this.#peerTag = peerTag;
  }

  /** Whether the peer's tag proves that it used the same secret. Constant time. */
  peerIsRight(tag: Bytes): boolean {
    return equal(this.#peerTag, tag);
  }

  /** HKDF-SHA-256(ISK, salt = transcript, info = "daypass/1 " + label). */
  async derive(label: string, size: number): Promise<Bytes> {
    const key = await crypto.subtle.importKey("raw", this.#isk, "HKDF", false, ["deriveBits"]);
    const how = { name: "HKDF", hash: "SHA-256", salt: this.transcript, info: utf8(`daypass/1 ${label}`) };
    return new Uint8Array(await crypto.subtle.deriveBits(how, key, size * 8));
  }
}

/** The technician's side of one run, from its own share until the host's share arrives. */
export class Run {
  readonly sid: Bytes;
  readonly share: Bytes;
  readonly #ci: Bytes;
  readonly #scalar: Bytes;
  readonly #associated: Bytes;

  private constructor(ci: Bytes, sid: Bytes, scalar: Bytes, share: Bytes, associated: Bytes) {
    this.#ci = ci;
    this.sid = sid;
    this.#scalar = scalar;
    this.share = share;
    this.#associated = associated;
  }

  /** Pick session identifier and scalar, and compute the share to send. */
  static async begin(secret: Bytes, ci: Bytes, random: RandomBytes, associated: Bytes): Promise<Run> {
    await sodium.ready;
    const sid = random(SID);
    const scalar = own(sodium.crypto_core_ristretto255_scalar_reduce(random(SHARE_RANDOMNESS)));
    const share = await multiply(scalar, await generator(secret, ci, sid));
    return new Run(ci, sid, scalar, share, associated);
  }

  /** Take the host's share. ProtocolError when it is invalid, or our own. */
  async meet(peerShare: Bytes, peerAssociated: Bytes = new Uint8Array()): Promise<Agreement> {
    if (equal(peerShare, this.share)) throw new ProtocolError("a share sent back proves nothing");
    const k = await multiply(this.#scalar, peerShare);
    const first = [this.share, this.#associated] as const;
    const second = [peerShare, peerAssociated] as const;
    const isk = await intermediateKey(this.sid, k, first, second);
    const seen = lengthPrefixed(this.#ci, this.sid, ...first, ...second);
    const transcript = new Uint8Array(await crypto.subtle.digest("SHA-256", seen));
    const macKey = await sha512(concat(utf8("CPaceMac"), this.sid, isk));
    return new Agreement(transcript, isk, await mac(macKey, first), await mac(macKey, second));
  }
}

async function mac(key: Bytes, side: readonly [Bytes, Bytes]): Promise<Bytes> {
  const how = { name: "HMAC", hash: "SHA-512" };
  const imported = await crypto.subtle.importKey("raw", key, how, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, lengthPrefixed(...side)));
}

async function sha512(data: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-512", data));
}

/** libsodium answers with views whose buffer type is open; ours is always an ArrayBuffer. */
function own(bytes: Uint8Array): Bytes {
  return new Uint8Array(bytes);
}
