/** The commands that a menu offers where they exist, in its order; null is a line between them. The others are ways through the list. */
import type { CommandId } from "./commands.ts";

const MENU: readonly (CommandId | null)[] = [
  "open",
  "view",
  "properties",
  null,
  "fetch",
  "send",
  "move_across",
  "synchronise",
  "replicate",
  "choose_folder",
  null,
  "upload",
  "upload_folder",
  "download",
  null,
  "new_folder",
  "rename",
  "cut",
  "copy",
  "paste",
  "delete",
  "delete_for_good",
  null,
  "select_all",
  "invert",
  "select_mask",
  "unselect_mask",
  null,
  "refresh",
  "hidden",
  "shortcuts",
];

/** The menu of a place: nothing that does not exist there, and no line without something on both its sides. */
export function menuOf(exists: (id: CommandId) => boolean): (CommandId | null)[] {
  const there = MENU.filter((id) => id === null || exists(id));
  return there.filter((id, at) => id !== null || (at > 0 && at < there.length - 1 && there[at - 1] !== null));
}
