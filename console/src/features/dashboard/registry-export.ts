/** A key and everything below it, read from the PC key by key and kept for a file; bounded, and what it leaves out is counted. */
import type { RegistryView } from "../../protocol/messages.gen.ts";
import { type ExportedKey, isWhole, isWritable } from "./registry-file.ts";
import type { KeyHeld } from "./use-registry.ts";

export const MOST_KEYS = 5_000;
const MOST_BYTES = 8 * 1024 * 1024;
const AT_ONCE = 8;
const DEEPEST = 128;

export interface Exported {
  readonly keys: readonly ExportedKey[];
  /** Keys and values that no such file can name, that are too large to be told, or that the PC does not show. */
  readonly leftOut: number;
  /** There was more than a file takes. */
  readonly cut: boolean;
}

/** Rejects when the first key cannot be read, or nothing more is heard of the PC. `told` hears how many keys there are so far. */
export async function exportKey(
  read: (path: string, view: RegistryView) => Promise<KeyHeld>,
  path: string,
  view: RegistryView,
  told: (keys: number) => void,
  stopped: () => boolean,
): Promise<Exported> {
  const keys: ExportedKey[] = [];
  let waiting: string[] = [path];
  let [leftOut, bytes, cut] = [0, 0, false];
  while (waiting.length > 0 && !stopped()) {
    if (keys.length >= MOST_KEYS || bytes >= MOST_BYTES) {
      cut = true;
      break;
    }
    const now = waiting.slice(0, Math.min(AT_ONCE, MOST_KEYS - keys.length));
    waiting = waiting.slice(now.length);
    const held = await Promise.all(now.map((one) => (one === path ? read(one, view) : orNothing(read(one, view)))));
    held.forEach((found, index) => {
      const one = now[index] ?? "";
      if (!found) {
        leftOut++;
        return;
      }
      const values = found.values.filter((value) => isWhole(value) && isWritable(value.name));
      const below = found.keys.filter(({ name }) => isWritable(name));
      leftOut += found.values.length - values.length + found.keys.length - below.length;
      bytes += values.reduce((sum, { data, name }) => sum + data.length + name.length, one.length);
      keys.push({ path: one, values });
      if (one.split("\\").length < DEEPEST) waiting.push(...below.map(({ name }) => `${one}\\${name}`));
      else if (below.length > 0) cut = true;
    });
    told(keys.length);
  }
  const sorted = keys.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return { keys: sorted, leftOut, cut };
}

async function orNothing(reading: Promise<KeyHeld>): Promise<KeyHeld | undefined> {
  try {
    return await reading;
  } catch {
    return undefined;
  }
}
