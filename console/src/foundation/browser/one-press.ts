/** A double click is one press: what is under way, or was just begun, is not begun again. */
import { useState } from "react";

/** Two clicks within this time are a double click on Windows, where nobody changed it. */
const DOUBLE_CLICK_MS = 500;

export class OnePress {
  #busy = false;
  #beganAt = -Infinity;

  /** Does it, unless the press before is under way or was a moment ago. It tells its failures itself. */
  take(work: () => Promise<unknown>, nowMs = performance.now()): void {
    if (this.#busy || nowMs - this.#beganAt < DOUBLE_CLICK_MS) return;
    this.#busy = true;
    this.#beganAt = nowMs;
    void work()
      .catch(() => undefined)
      .finally(() => (this.#busy = false));
  }
}

export function useOnePress(): OnePress {
  const [press] = useState(() => new OnePress());
  return press;
}
