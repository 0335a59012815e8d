/** What is dragged between the panes says which side it comes from; what is dragged is what is chosen there. */
export type Side = "local" | "pc";

export function otherSide(side: Side): Side {
  return side === "pc" ? "local" : "pc";
}

/** The kind of a drag from a side, which a page may see before the drop. */
export function dragged(from: Side): string {
  return `application/x-daypass-${from}`;
}

/** A drag ended where nothing took it, outside of the window. */
export function endedOutside({ dropEffect, x, y }: { dropEffect: string; x: number; y: number }): boolean {
  const inside = x >= 0 && y >= 0 && x < window.innerWidth && y < window.innerHeight;
  return dropEffect === "none" && !inside;
}
