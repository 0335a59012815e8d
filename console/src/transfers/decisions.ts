/** What the technician decides about names that are taken, alike for both ways. */
import { samePlace } from "../protocol/file-names.ts";
import type { FolderEntry, IfThere } from "../protocol/messages.gen.ts";
import type { Version } from "./states.ts";

/** Two files' times, in milliseconds; FAT counts in two seconds. */
export function isSameTime(one: number, other: number): boolean {
  return Math.abs(one - other) <= 2000;
}

export interface Undecided {
  readonly index: number;
  /** Another item of the order has a name that some systems take for the same (case, Unicode's forms). */
  readonly alike: boolean;
  replaces?: Version | undefined;
  /** Waits for a decision. */
  asked: boolean;
  /** What was decided about this one. */
  choice: IfThere | undefined;
}

/** What is done about an item whose name is taken. Of those that look alike none replaces anything: it might be another of them. */
export function choiceFor(item: Undecided, ifThere: IfThere): IfThere {
  const choice = item.choice ?? ifThere;
  return choice === "overwrite" && item.alike ? "rename" : choice;
}

/** Whether what is there is what was seen there. */
export function isVersion({ kind, size, modified_at }: FolderEntry, seen: Version): boolean {
  return kind === "file" && (size ?? 0) === seen.size && isSameTime(modified_at ?? 0, seen.modifiedAt);
}

/** The items of an order that look alike, by their numbers. */
export function lookAlikes(
  items: readonly { readonly inside: readonly string[]; readonly name: string }[],
): Set<number> {
  const places = new Map<string, number>();
  const found = new Set<number>();
  for (const [index, { inside, name }] of items.entries()) {
    const place = [...inside, name].map(samePlace).join("/");
    const first = places.get(place);
    if (first === undefined) places.set(place, index);
    else found.add(first).add(index);
  }
  return found;
}

/** One item's decision, or that of all that wait; answers those that wait no more. */
export function decided<Item extends Undecided>(
  items: readonly Item[],
  index: number,
  choice: IfThere,
  forAll: boolean,
): Item[] {
  // For all is for all, also for what changed since.
  if (forAll) for (const item of items) item.replaces = undefined;
  const meant = items.filter((item) => item.asked && (forAll || item.index === index));
  for (const item of meant) {
    item.asked = false;
    item.choice = choice;
  }
  return meant;
}
