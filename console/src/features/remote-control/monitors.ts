import type { MonitorShown } from "../../protocol/messages.gen.ts";

/** As they stand on the desk: people count monitors from the left, whatever number the system gives them. */
export function fromLeftToRight(monitors: readonly MonitorShown[]): MonitorShown[] {
  return [...monitors].sort((one, other) => one.x - other.x || one.y - other.y);
}
