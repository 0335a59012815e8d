/** Everything that can be done, with its keys: the menu, the keyboard and the sheet of shortcuts all read this list. Of commands with the same keys the first counts that can be done. */

export const COMMANDS = [
  { id: "open", group: "go", keys: ["Enter"] },
  { id: "view", group: "go", keys: ["F3", "Enter"] },
  { id: "up", group: "go", keys: ["Backspace", "Alt+ArrowUp"] },
  { id: "back", group: "go", keys: ["Alt+ArrowLeft"] },
  { id: "forward", group: "go", keys: ["Alt+ArrowRight"] },
  { id: "go_to", group: "go", keys: ["Ctrl+L"] },
  { id: "refresh", group: "go", keys: ["Ctrl+R"] },
  { id: "filter", group: "go", keys: ["Ctrl+F"] },
  { id: "hidden", group: "go", keys: ["Ctrl+H"] },
  { id: "other_pane", group: "go", keys: ["F6"] },
  { id: "queue", group: "queue", keys: ["Shift+F6"] },
  { id: "toggle", group: "select", keys: ["Space", "Insert"] },
  { id: "select_all", group: "select", keys: ["Ctrl+A"] },
  { id: "invert", group: "select", keys: ["*"] },
  { id: "select_mask", group: "select", keys: ["+"] },
  { id: "unselect_mask", group: "select", keys: ["-"] },
  { id: "fetch", group: "copy", keys: ["F5"] },
  { id: "send", group: "copy", keys: ["F5"] },
  { id: "move_across", group: "copy", keys: ["Shift+F5"] },
  { id: "synchronise", group: "copy", keys: ["F9"] },
  { id: "replicate", group: "copy", keys: ["Shift+F9"] },
  { id: "upload", group: "copy", keys: ["Ctrl+U"] },
  { id: "upload_folder", group: "copy", keys: ["Ctrl+Shift+U"] },
  { id: "download", group: "copy", keys: ["Ctrl+S", "F5"] },
  { id: "choose_folder", group: "go", keys: ["Ctrl+O"] },
  { id: "new_folder", group: "change", keys: ["F7"] },
  { id: "rename", group: "change", keys: ["F2"] },
  { id: "cut", group: "change", keys: ["Ctrl+X"] },
  { id: "copy", group: "change", keys: ["Ctrl+C"] },
  { id: "paste", group: "change", keys: ["Ctrl+V"] },
  { id: "delete", group: "change", keys: ["Delete"] },
  { id: "delete_for_good", group: "change", keys: ["Shift+Delete"] },
  { id: "properties", group: "change", keys: ["Alt+Enter"] },
  { id: "pause_all", group: "queue", keys: ["F8"] },
  { id: "cancel_all", group: "queue", keys: ["Shift+F8"] },
  { id: "clear", group: "queue", keys: ["Ctrl+F8"] },
  { id: "elevate", group: "queue", keys: ["Ctrl+E"] },
  { id: "shortcuts", group: "go", keys: ["?"] },
] as const;

export type CommandId = (typeof COMMANDS)[number]["id"];
export const GROUPS = ["go", "select", "change", "copy", "queue"] as const;

export interface Deed {
  readonly can: boolean;
  run(): void;
}

/** What can be done at one place; a command that is not named does not exist there. */
export type Deeds = Partial<Record<CommandId, Deed>>;

interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** How the list above writes what was pressed: `Ctrl+L`, `Shift+Delete`, `+`. Command counts as Ctrl. */
export function pressedKeys({ key, ctrlKey, metaKey, altKey, shiftKey }: Pressed): string {
  const name = key === " " ? "Space" : key.length === 1 ? key.toUpperCase() : key;
  // A character that needs Shift on some keyboards is the character.
  const shift = shiftKey && (key.length > 1 || ctrlKey || metaKey);
  return [ctrlKey || metaKey ? "Ctrl+" : "", altKey ? "Alt+" : "", shift ? "Shift+" : "", name].join("");
}

/** Does what was pressed; answers whether the keys mean something there, be it impossible just now. */
export function pressed(event: Pressed, deeds: Deeds): boolean {
  const keys = pressedKeys(event);
  const meant = COMMANDS.filter((command) => deeds[command.id] && (command.keys as readonly string[]).includes(keys));
  const first = meant.find(({ id }) => deeds[id]?.can);
  if (first) deeds[first.id]?.run();
  return meant.length > 0;
}

/** The keys that a command is shown with. */
export function keysOf(id: CommandId): string {
  return COMMANDS.find((command) => command.id === id)?.keys[0] ?? "";
}

const SIGNS: Record<string, string> = { ArrowUp: "↑", ArrowLeft: "←", ArrowRight: "→", Backspace: "⌫" };

/** Keys as they stand on a keyboard: `Alt + ↑`. Names of keys come from `named`. */
export function shownKeys(keys: string, named: (key: string) => string): string {
  if (keys === "+") return keys;
  return keys
    .split("+")
    .map((key) => SIGNS[key] ?? named(key))
    .join(" + ");
}
