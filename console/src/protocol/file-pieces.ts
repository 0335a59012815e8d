/**
 * Contents of files on the line (sealed, kind 3), both ways alike, and the hash that a whole file is verified by. The Python twin, with the
 * drawing of the bytes, is `protocol/file_pieces.py`.
 */
import sodium from "libsodium-wrappers-sumo";
import { utf8 } from "./bytes.ts";
import type { Bytes } from "./messages.gen.ts";
import { ProtocolError } from "./protocol-error.ts";

/** Bytes that one hash covers, and the most that is under way unacknowledged. */
export const CHUNK = 4 * 1024 * 1024;
/** Bytes of contents in one frame, at most. */
export const FRAME = 512 * 1024;
/** Bytes of a whole frame, with the heads of its pieces. */
export const FRAME_CAP = FRAME + 256 * 1024;
/** Bytes in front of a piece, and of the hash on a file's last one. */
export const HEAD = 17;
export const HASH = 32;

const SMALL = 16 * 1024;
const TREE = utf8("daypass/1 file\0");

/** Bytes of one file; `whole` is the hash of the file, on its last piece. */
export interface Piece {
  readonly file: number;
  readonly offset: number;
  readonly data: Bytes;
  readonly whole: Bytes | undefined;
}

/** How many bytes a piece takes in a frame. */
export function pieceSize(piece: Piece): number {
  return HEAD + (piece.whole ? HASH : 0) + piece.data.length;
}

/** One frame out of pieces. */
export function writePieces(pieces: readonly Piece[]): Bytes {
  const frame = new Uint8Array(pieces.reduce((sum, piece) => sum + pieceSize(piece), 0));
  const view = new DataView(frame.buffer);
  let at = 0;
  for (const { file, offset, data, whole } of pieces) {
    view.setUint32(at, file, true);
    view.setBigUint64(at + 4, BigInt(offset), true);
    view.setUint32(at + 12, data.length, true);
    view.setUint8(at + 16, whole ? 1 : 0);
    at += HEAD;
    if (whole) frame.set(whole, at);
    at += whole ? HASH : 0;
    frame.set(data, at);
    at += data.length;
  }
  return frame;
}

/** The pieces of a frame, their bytes not copied. ProtocolError when it is none. */
export function readPieces(frame: Bytes): Piece[] {
  if (frame.length > FRAME_CAP) throw new ProtocolError("a frame of a transfer is too large", "DP-206");
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const pieces: Piece[] = [];
  let at = 0;
  while (at < frame.length) {
    if (frame.length - at < HEAD) throw new ProtocolError("half the head of a piece");
    const [file, offset] = [view.getUint32(at, true), Number(view.getBigUint64(at + 4, true))];
    const [length, last] = [view.getUint32(at + 12, true), view.getUint8(at + 16)];
    const start = at + HEAD + (last ? HASH : 0);
    const fits = last <= 1 && start + length <= frame.length && Number.isSafeInteger(offset + length);
    if (!fits || length + last === 0) throw new ProtocolError("a piece that is none");
    const whole = last ? frame.subarray(at + HEAD, start) : undefined;
    pieces.push({ file, offset, data: frame.subarray(start, start + length), whole });
    at = start + length;
  }
  return pieces;
}

/** The hash of one chunk. WebCrypto works on another thread, which for few bytes costs more than it saves. */
export async function chunkHash(chunk: Bytes): Promise<Bytes> {
  if (chunk.length <= SMALL) {
    await sodium.ready;
    return new Uint8Array(sodium.crypto_hash_sha256(chunk));
  }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", chunk));
}

/** The hash of a file of `size` bytes, out of the hashes of its chunks. */
export async function wholeHash(size: number, chunks: readonly Bytes[]): Promise<Bytes> {
  const joined = new Uint8Array(chunks.length * HASH);
  chunks.forEach((chunk, index) => joined.set(chunk, index * HASH));
  const told = new Uint8Array(TREE.length + 8 + HASH);
  told.set(TREE);
  new DataView(told.buffer).setBigUint64(TREE.length, BigInt(size));
  told.set(await chunkHash(joined), TREE.length + 8);
  return chunkHash(told);
}
