/** The commands that a menu offers, in its order; null is a line between them. The others are ways through the list. */
import type { CommandId } from "./commands.ts";

export const MENU: readonly (CommandId | null)[] = [
  "open",
  "properties",
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
