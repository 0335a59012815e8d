/** One viewer for the life of the page, and what it says as React state. */
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { obtainOffer } from "../../foundation/tools/offers.ts";
import type { RoundTrip } from "../../line/round_trip.ts";
import type { ConnectionState } from "../../line/states.ts";
import type { Scale } from "../../viewer/scale.ts";
import { Viewer } from "../../viewer/viewer.ts";
import { ON_A_MAC } from "./own-computer.ts";
import { download, fileName } from "../../foundation/browser/saved-file.ts";
import { type CommandKey, useCommandKey } from "./use-command-key.ts";
import { type ShownDrawing, useDrawing } from "./use-drawing.ts";
import { type Hands, useHands } from "./use-hands.ts";
import { type Hold, useHold } from "./use-hold.ts";
import { type ShownRecording, useRecording } from "./use-recording.ts";
import { type TouchTools, useTouchTools } from "./use-touch-tools.ts";
import { type PictureWishes, usePictureWishes } from "./use-picture-wishes.ts";

export interface ShownViewer extends PictureWishes, Hands, Hold, ShownDrawing, ShownRecording, TouchTools, CommandKey {
  readonly state: ConnectionState;
  /** The keyboard is the remote PC's. */
  readonly controlling: boolean;
  readonly roundTrip: RoundTrip | undefined;
  readonly notices: readonly string[];
  readonly scale: Scale;
  readonly setScale: (scale: Scale) => void;
  readonly connect: (password: string, chatAfter: boolean) => void;
  readonly dismissNotice: (dp: string) => void;
  readonly pressKeys: (codes: readonly string[]) => void;
  readonly clipboardShared: boolean;
  readonly shareClipboard: (on: boolean) => void;
  readonly pressAttention: () => void;
  readonly refresh: () => void;
  /** Into the download folder, named by the PC and the moment. */
  readonly saveScreenshot: (computer: string) => void;
}

/** At one time; a host could say a thousand different ones. */
const MOST_NOTICES = 4;

/** A viewer in `room`: where its connection stands, with everything the bar and the dialogs show and do. */
export function useViewer(
  room: RefObject<HTMLDivElement | null>,
  sessionId: string,
  technician: { readonly id: string; readonly name: string },
): ShownViewer {
  const viewer = useRef<Viewer | null>(null);
  const chatAfter = useRef(false);
  const [state, setState] = useState<ConnectionState>({ at: "looking" });
  const [controlling, setControlling] = useState(false);
  const [roundTrip, setRoundTrip] = useState<RoundTrip>();
  const [notices, setNotices] = useState<readonly string[]>([]);
  const [clipboardShared, setClipboardShared] = useState(false);
  const [scale, setShownScale] = useState<Scale>("fit");
  const { handsPassed, ...hands } = useHands(viewer);
  const { heldChanged, ...hold } = useHold(viewer);
  const { drawingChanged, ...drawing } = useDrawing(viewer);
  const recording = useRecording(viewer);
  const { stopRecording } = recording;
  const { events, begin, ...wishes } = usePictureWishes(viewer, technician.id);
  const { armedChanged, ...touch } = useTouchTools(viewer);
  const { beginKeys, ...keys } = useCommandKey(viewer, technician.id);

  useEffect(() => {
    if (!room.current) return;
    const made = new Viewer({
      room: room.current,
      visitor: { sessionId, technicianId: technician.id, technician: technician.name },
      mac: ON_A_MAC,
      createWorker: () =>
        new Worker(new URL("../../viewer/worker.ts", import.meta.url), { type: "module", name: "viewer" }),
      obtainOffer: async () => {
        const answer = await obtainOffer(sessionId, "remote_control", chatAfter.current);
        // Coming back after a blip is no new visit: the chat opens once.
        chatAfter.current = false;
        return answer;
      },
      events: {
        state: (told) => {
          setState(told);
          // A line that heals goes on being recorded; one that does not, closes the file.
          if (told.at === "ended" || told.at === "password") stopRecording();
        },
        control: setControlling,
        roundTrip: setRoundTrip,
        notice: (dp) => {
          // All are shown now: the wish is over, so that it does not come back with the next line.
          if (dp === "DP-410") viewer.current?.wish({ type: "ShowMonitor", monitor: null });
          setNotices((shown) => (shown.includes(dp) ? shown : [...shown, dp].slice(-MOST_NOTICES)));
        },
        clipboardShared: setClipboardShared,
        hands: handsPassed,
        held: heldChanged,
        drawing: drawingChanged,
        armed: armedChanged,
        ...events,
      },
    });
    viewer.current = made;
    begin(made);
    beginKeys(made);
    return () => {
      viewer.current = null;
      made.dispose();
    };
  }, [
    room,
    sessionId,
    technician.id,
    technician.name,
    events,
    begin,
    beginKeys,
    handsPassed,
    heldChanged,
    drawingChanged,
    armedChanged,
    stopRecording,
  ]);

  const connect = useCallback((password: string, chat: boolean) => {
    chatAfter.current = chat;
    viewer.current?.connect(password);
  }, []);
  const setScale = useCallback((wanted: Scale) => {
    setShownScale(wanted);
    if (viewer.current) viewer.current.scale = wanted;
  }, []);
  return {
    ...wishes,
    ...hands,
    ...touch,
    ...hold,
    ...drawing,
    ...keys,
    ...recording,
    state,
    controlling,
    roundTrip,
    notices,
    scale,
    setScale,
    connect,
    dismissNotice: useCallback((dp: string) => setNotices((shown) => shown.filter((other) => other !== dp)), []),
    pressKeys: useCallback((codes: readonly string[]) => viewer.current?.pressKeys(codes), []),
    clipboardShared,
    shareClipboard: useCallback((on: boolean) => {
      if (viewer.current) viewer.current.clipboardShared = on;
    }, []),
    pressAttention: useCallback(() => viewer.current?.pressAttention(), []),
    saveScreenshot: useCallback((computer: string) => {
      void viewer.current?.screenshot().then((picture) => {
        if (picture) download(picture, fileName(computer, new Date(), "png"));
      });
    }, []),
    refresh: useCallback(() => viewer.current?.refresh(), []),
  };
}
