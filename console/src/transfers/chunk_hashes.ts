/** The hash of a file that grows chunk by chunk: what is whole is kept as hashes, what is not as bytes. */
import { CHUNK, chunkHash, wholeHash } from "../protocol/file-pieces.ts";
import type { Bytes } from "../protocol/messages.gen.ts";

/** The hash of the first `size` bytes of `source`; the hashes of its whole chunks are left in `chunks`. */
export async function hashOfBeginning(source: Blob, size: number, chunks: Bytes[]): Promise<Bytes> {
  const whole = Math.floor(size / CHUNK);
  for (let index = chunks.length; index < whole; index++) chunks.push(await chunkHash(await bytesOf(source, index)));
  const hashes = chunks.slice(0, whole);
  if (size % CHUNK) hashes.push(await chunkHash((await bytesOf(source, whole)).subarray(0, size % CHUNK)));
  return wholeHash(size, hashes);
}

/** One chunk of a file. Rejects when the file has changed since it was chosen. */
export async function bytesOf(source: Blob, index: number): Promise<Bytes> {
  return new Uint8Array(await source.slice(index * CHUNK, (index + 1) * CHUNK).arrayBuffer());
}
