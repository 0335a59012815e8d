/** Everything that can be done, with its keys: the menu, the keyboard and the sheet of shortcuts all read this list. */

export const COMMANDS = [
  { id: "open", group: "go", keys: ["Enter"] },
  { id: "up", group: "go", keys: ["Backspace", "Alt+ArrowUp"] },
  { id: "back", group: "go", keys: ["Alt+ArrowLeft"] },
  { id: "forward", group: "go", keys: ["Alt+ArrowRight"] },
  { id: "go_to", group: "go", keys: ["Ctrl+L"] },
  { id: "refresh", group: "go", keys: ["Ctrl+R"] },
  { id: "filter", group: "go", keys: ["Ctrl+F"] },
  { id: "hidden", group: "go", keys: ["Ctrl+H"] },
  { id: "toggle", group: "select", keys: ["Space", "Insert"] },
  { id: "select_all", group: "select", keys: ["Ctrl+A"] },
  { id: "invert", group: "select", keys: ["*"] },
  { id: "select_mask", group: "select", keys: ["+"] },
  { id: "unselect_mask", group: "select", keys: ["-"] },
  { id: "upload", group: "change", keys: ["Ctrl+U"] },
  { id: "upload_folder", group: "change", keys: ["Ctrl+Shift+U"] },
  { id: "download", group: "change", keys: ["F5", "Ctrl+S"] },
  { id: "new_folder", group: "change", keys: ["F7"] },
  { id: "rename", group: "change", keys: ["F2"] },
  { id: "cut", group: "change", keys: ["Ctrl+X"] },
  { id: "copy", group: "change", keys: ["Ctrl+C"] },
  { id: "paste", group: "change", keys: ["Ctrl+V"] },
  { id: "delete", group: "change", keys: ["Delete"] },
  { id: "delete_for_good", group: "change", keys: ["Shift+Delete"] },
  { id: "properties", group: "change", keys: ["Alt+Enter"] },
  { id: "shortcuts", group: "go", keys: ["?"] },
] as const;

export type CommandId = (typeof COMMANDS)[number]["id"];
export const GROUPS = ["go", "select", "change"] as const;

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

/** The command of what was pressed. */
export function commandOf(pressed: Pressed): CommandId | undefined {
  const keys = pressedKeys(pressed);
  return COMMANDS.find((command) => (command.keys as readonly string[]).includes(keys))?.id;
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
