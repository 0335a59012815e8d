/** The key that begins a search, `/`; whoever finds it in the way (dictation, for one) switches it off in this browser. */

const OFF = "daypass-search-key-off";

export function searchKeyIsOn(): boolean {
  try {
    return localStorage.getItem(OFF) === null;
  } catch {
    return true;
  }
}

export function switchSearchKey(on: boolean): void {
  try {
    if (on) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "yes");
  } catch {
    // A browser that keeps nothing keeps the key as it was.
  }
}

/** Whether this press begins a search: not while somebody types, chooses, or answers a question. */
export function isSearchKey(event: KeyboardEvent): boolean {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return false;
  if (event.defaultPrevented || !searchKeyIsOn()) return false;
  const at = event.target instanceof Element ? event.target : null;
  if (at?.closest("input, textarea, select, [contenteditable], [role=menu]")) return false;
  return document.querySelector("[role=dialog], [role=alertdialog]") === null;
}
