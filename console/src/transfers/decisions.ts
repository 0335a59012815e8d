/** What the technician decides about names that are taken, alike for both ways. */
import type { IfThere } from "../protocol/messages.gen.ts";

export interface Undecided {
  readonly index: number;
  /** Waits for a decision. */
  asked: boolean;
  /** What was decided about this one. */
  choice: IfThere | undefined;
}

/** One item's decision, or that of all that wait; answers those that wait no more. */
export function decided<Item extends Undecided>(
  items: readonly Item[],
  index: number,
  choice: IfThere,
  forAll: boolean,
): Item[] {
  const meant = items.filter((item) => item.asked && (forAll || item.index === index));
  for (const item of meant) {
    item.asked = false;
    item.choice = choice;
  }
  return meant;
}
