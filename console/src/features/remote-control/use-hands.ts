/** Who has mouse and keyboard of the PC, as React state: this technician, a colleague, or nobody while everybody looks on. */
import { type RefObject, useCallback, useState } from "react";
import type { HandsHeld } from "../../protocol/messages.gen.ts";
import type { Viewer } from "../../viewer/viewer.ts";

export interface Hands {
  /** Undefined while the host has not said: then they are this technician's. */
  readonly hands: HandsHeld | undefined;
  /** The technician wants to look on only. */
  readonly onlyLooking: boolean;
  readonly onlyLook: (on: boolean) => void;
  /** The keyboard goes to the PC; whoever had mouse and keyboard there loses them. */
  readonly startControl: () => void;
}

export function useHands(
  viewer: RefObject<Viewer | null>,
): Hands & { readonly handsPassed: (hands: HandsHeld) => void } {
  const [hands, setHands] = useState<HandsHeld>();
  const [onlyLooking, setOnlyLooking] = useState(false);
  const onlyLook = useCallback(
    (on: boolean) => {
      setOnlyLooking(on);
      if (on) viewer.current?.stopControl();
      viewer.current?.wish({ type: "OnlyLook", on });
    },
    [viewer],
  );
  const startControl = useCallback(() => {
    if (onlyLooking) onlyLook(false);
    viewer.current?.startControl();
  }, [viewer, onlyLooking, onlyLook]);
  return { hands, handsPassed: setHands, onlyLooking, onlyLook, startControl };
}
