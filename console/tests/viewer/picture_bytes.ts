/** Writes pictures for tests, also such as no host would write. */
export interface AreaBytes {
  place: [x: number, y: number, width: number, height: number];
  codec: number;
  payload: ArrayLike<number>;
  /** Stated length, when it lies. */
  length?: number;
}

export function leb128(value: number): number[] {
  const written: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) written.push((rest % 128) | 128);
  return [...written, rest];
}

export function picture(
  areas: AreaBytes[],
  { seq = 300, size, flags = size ? 1 : 0 }: { seq?: number; size?: [number, number]; flags?: number } = {},
): Uint8Array {
  const bytes = [...leb128(seq), flags];
  for (const side of size ?? []) bytes.push(side & 255, side >> 8);
  for (const { place, codec, payload, length = payload.length } of areas) {
    bytes.push(...[...place, codec, length].flatMap(leb128), ...Array.from(payload));
  }
  return new Uint8Array(bytes);
}
