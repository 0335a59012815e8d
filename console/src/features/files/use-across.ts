/** What either pane does with what is chosen beyond its own folder: carrying it to the other computer, or through the clipboard of the page. */
import { useWatched } from "../../foundation/watching/use-watched.ts";
import { carryAcross, type Clipping } from "./carried.ts";
import type { Deeds } from "./commands.ts";
import { otherSide, type Side } from "./dragged-rows.ts";
import type { FilesDesk } from "./files-desk.ts";
import type { Trying } from "./use-tried.ts";

interface Across {
  readonly deeds: Deeds;
  /** A folder of the other computer is open beside this one. */
  readonly open: boolean;
  /** What was cut or copied here. */
  readonly clipped: Clipping | undefined;
}

export function useAcross(desk: FilesDesk, side: Side, tried: Trying["tried"]): Across {
  const { clipping } = useWatched(desk);
  const [here, there] = [useWatched(desk[side]), useWatched(desk[otherSide(side)])];
  const { selection } = here;
  const some = selection.chosen.size > 0 || selection.cursor !== undefined;
  const open = here.path !== undefined && there.path !== undefined && !there.problem;
  const carry = (move: boolean) => ({ can: some && open, run: () => tried(carryAcross(desk, side, move)) });
  const deeds: Deeds = {
    cut: { can: some, run: () => desk.clip(side, true) },
    copy: { can: some, run: () => desk.clip(side, false) },
    paste: { can: here.path !== undefined && clipping !== undefined, run: () => tried(desk.paste(side)) },
    ...(desk.folders ? { [side === "pc" ? "fetch" : "send"]: carry(false), move_across: carry(true) } : {}),
  };
  return { deeds, open, clipped: clipping?.side === side ? clipping : undefined };
}
