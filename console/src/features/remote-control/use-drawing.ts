/** Pointing and drawing over the PC's screen, as React state: on until it is switched off, or mouse and keyboard pass to a colleague. */
import { type RefObject, useCallback, useState } from "react";
import type { Viewer } from "../../viewer/viewer.ts";

export interface ShownDrawing {
  readonly drawing: boolean;
  readonly draw: (on: boolean) => void;
}

export function useDrawing(
  viewer: RefObject<Viewer | null>,
): ShownDrawing & { readonly drawingChanged: (on: boolean) => void } {
  const [drawing, setDrawing] = useState(false);
  const draw = useCallback((on: boolean) => viewer.current?.draw(on), [viewer]);
  return { drawing, draw, drawingChanged: setDrawing };
}
