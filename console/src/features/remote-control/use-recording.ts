/** A recording of the screen, from the press to the closed file, as React state. Whoever is at the PC is told before it begins. */
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { Recording, recordingType } from "../../viewer/recording.ts";
import type { Viewer } from "../../viewer/viewer.ts";
import { openRecordingFile } from "./recording-file.ts";
import { fileName } from "./saved-file.ts";

export interface ShownRecording {
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

  const stop = useCallback(() => {
    const recording = current.current;
    if (!recording) return;
    current.current = undefined;
    viewer.current?.wish({ type: "Recording", on: false });
    setSince(undefined);
    recording.stop().catch(() => setFailed(true));
  }, [viewer]);

  const begin = useCallback(
    async (computer: string) => {
      const type = recordingType();
      const file = type && (await openRecordingFile(fileName(computer, new Date(), "webm")));
      const stream = viewer.current?.captureStream();
      if (!file || !stream || current.current) return;
      viewer.current?.wish({ type: "Recording", on: true });
      current.current = new Recording(stream, type, file, () => {
        setFailed(true);
        stop();
      });
      // A resting screen would give the recorder nothing to begin with.
      viewer.current?.refresh();
      setSince(Date.now());
    },
    [viewer, stop],
  );

  useWarningBeforeLeaving(since !== undefined);
  useEffect(() => {
    return () => {
      void current.current?.stop().catch(() => undefined);
    };
  }, []);
  return {
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
