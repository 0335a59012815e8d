/** A recording of the screen, from the press to the closed file, as React state. Whoever is at the PC is told before it begins. */
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { canRecord } from "../../viewer/recorder.ts";
import type { Recording } from "../../viewer/recording.ts";
import type { Viewer } from "../../viewer/viewer.ts";
import { openRecordingFile } from "./recording-file.ts";
import { fileName } from "../../foundation/browser/saved-file.ts";

export interface ShownRecording {
  /** This browser can make the file. */
  readonly canRecord: boolean;
  /** When it began, in milliseconds since 1970; undefined while nothing is recorded. */
  readonly recordingSince: number | undefined;
  readonly recordingFailed: boolean;
  readonly dismissRecordingFailed: () => void;
  readonly startRecording: (computer: string) => void;
  readonly stopRecording: () => void;
}

export function useRecording(viewer: RefObject<Viewer | null>): ShownRecording {
  const current = useRef<Recording>(undefined);
  const [since, setSince] = useState<number>();
  const [failed, setFailed] = useState(false);
  const [supported, setSupported] = useState(false);

  const stop = useCallback(() => {
    if (!current.current) return;
    current.current = undefined;
    viewer.current?.wish({ type: "Recording", on: false });
    viewer.current?.stopRecording();
    setSince(undefined);
  }, [viewer]);

  const begin = useCallback(
    async (computer: string) => {
      const file = await openRecordingFile(fileName(computer, new Date(), "webm"));
      if (!file || !viewer.current || current.current) return;
      // Whoever is at the PC is told first.
      viewer.current.wish({ type: "Recording", on: true });
      const recording = viewer.current.startRecording(file, () => {
        setFailed(true);
        stop();
      });
      current.current = recording;
      recording.closed().catch(() => setFailed(true));
      setSince(Date.now());
    },
    [viewer, stop],
  );

  useWarningBeforeLeaving(since !== undefined);
  useEffect(() => void canRecord().then(setSupported), []);
  return {
    canRecord: supported,
    recordingSince: since,
    recordingFailed: failed,
    dismissRecordingFailed: useCallback(() => setFailed(false), []),
    startRecording: useCallback(
      (computer: string) => {
        setFailed(false);
        begin(computer).catch(() => setFailed(true));
      },
      [begin],
    ),
    stopRecording: stop,
  };
}

/** A file that is not closed is lost with the page. */
function useWarningBeforeLeaving(needed: boolean): void {
  useEffect(() => {
    if (!needed) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [needed]);
}
