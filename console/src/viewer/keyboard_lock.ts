/**
 * In full screen some browsers hand over the keys they otherwise keep (Alt+Tab, Ctrl+W, the Windows key): the Keyboard Lock API of Chromium.
 * Held only while the remote PC has the keyboard. Whoever wants out of full screen then holds Escape down.
 */
interface LockableKeyboard {
  lock(): Promise<void>;
  unlock(): void;
}

function lockable(): LockableKeyboard | undefined {
  return (navigator as Navigator & { readonly keyboard?: LockableKeyboard }).keyboard;
}

/** This browser can pass on every key in full screen. */
export function locksKeyboard(): boolean {
  return lockable() !== undefined;
}

export class KeyboardLock {
  readonly #listening = new AbortController();
  #wanted = false;

  constructor() {
    document.addEventListener("fullscreenchange", () => this.#apply(), { signal: this.#listening.signal });
  }

  /** The remote PC has the keyboard, or no longer. */
  set wanted(wanted: boolean) {
    this.#wanted = wanted;
    this.#apply();
  }

  dispose(): void {
    this.wanted = false;
    this.#listening.abort();
  }

  #apply(): void {
    const keyboard = lockable();
    // Refused where the page is framed or a policy says so: the menu of keys is left then.
    if (this.#wanted && document.fullscreenElement) keyboard?.lock().catch(() => undefined);
    else keyboard?.unlock();
  }
}
