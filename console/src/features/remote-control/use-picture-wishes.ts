/** How the technician wants the picture, and what the host tells of it, as React state. */
import { type RefObject, useCallback, useMemo, useState } from "react";
import type { Figures, Quality, Screen } from "../../protocol/messages.gen.ts";
import type { Viewer, ViewerEvents } from "../../viewer/viewer.ts";
import type { ViewerWish } from "../../viewer/wishes.ts";
import { keepPreferences, readPreferences } from "./preferences.ts";

export interface PictureWishes {
  /** Whether this host can grant such a wish: one of an earlier version may not. */
  readonly can: (wish: ViewerWish["type"] | "LockInput" | "BlankScreen" | "PointAt") => boolean;
  readonly quality: Quality;
  readonly setQuality: (quality: Quality) => void;
  /** Wanted here and remembered; the PC has it back when the connection ends. */
  readonly wallpaperHidden: boolean;
  readonly hideWallpaper: (on: boolean) => void;
  readonly screen: Pick<Screen, "monitors" | "shown">;
  /** One monitor by its id, or all of them. */
  readonly showMonitor: (monitor: number | null) => void;
  readonly figuresShown: boolean;
  readonly showFigures: (on: boolean) => void;
  readonly figures: Figures | undefined;
}

interface OwnWishes extends PictureWishes {
  readonly events: Pick<ViewerEvents, "figures" | "hostKnows" | "screen">;
  /** A viewer was made: it hears what was wanted the last time. */
  readonly begin: (viewer: Viewer) => void;
}

export function usePictureWishes(viewer: RefObject<Viewer | null>, technicianId: string): OwnWishes {
  const [known, setKnown] = useState<ReadonlySet<string>>(new Set());
  const [quality, setShownQuality] = useState(() => readPreferences(technicianId).quality);
  const [wallpaperHidden, setWallpaperHidden] = useState(() => readPreferences(technicianId).wallpaperHidden);
  const [screen, setScreen] = useState<PictureWishes["screen"]>({ monitors: [] });
  const [figuresShown, setFiguresShown] = useState(false);
  const [figures, setFigures] = useState<Figures>();
  const events = useMemo(
    () => ({
      screen: setScreen,
      figures: setFigures,
      hostKnows: (names: readonly string[]) => setKnown(new Set(names)),
    }),
    [],
  );
  return {
    events,
    begin: useCallback(
      (made: Viewer) => {
        const liked = readPreferences(technicianId);
        made.wish({ type: "ChooseQuality", quality: liked.quality });
        if (liked.wallpaperHidden) made.wish({ type: "HideWallpaper", on: true });
      },
      [technicianId],
    ),
    can: (wish) => known.has(wish),
    quality,
    setQuality: useCallback(
      (wanted: Quality) => {
        setShownQuality(wanted);
        keepPreferences(technicianId, { quality: wanted });
        viewer.current?.wish({ type: "ChooseQuality", quality: wanted });
      },
      [viewer, technicianId],
    ),
    wallpaperHidden,
    hideWallpaper: useCallback(
      (on: boolean) => {
        setWallpaperHidden(on);
        keepPreferences(technicianId, { wallpaperHidden: on });
        viewer.current?.wish({ type: "HideWallpaper", on });
      },
      [viewer, technicianId],
    ),
    screen,
    showMonitor: useCallback(
      (monitor: number | null) => viewer.current?.wish({ type: "ShowMonitor", monitor }),
      [viewer],
    ),
    figuresShown,
    showFigures: useCallback(
      (on: boolean) => {
        setFiguresShown(on);
        setFigures(undefined);
        viewer.current?.wish({ type: "ShowFigures", on });
      },
      [viewer],
    ),
    figures,
  };
}
