import { CloseButton } from "@mantine/core";
import { type ReactNode, useEffect, useEffectEvent } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../../foundation/api/problem.ts";
import { problemText } from "../../foundation/texts/problem-text.ts";

/** It lies over the picture: long enough to be read twice. */
const SHOWN_MS = 30_000;

interface Props {
  readonly notices: readonly string[];
  readonly dismiss: (dp: string) => void;
  /** The file of a recording could not be written. */
  readonly recordingFailed: boolean;
  readonly dismissRecordingFailed: () => void;
}

/** What the host says beside the picture, such as keys that cannot be pressed there. */
export function Notices({ notices, dismiss, recordingFailed, dismissRecordingFailed }: Props) {
  const { t } = useTranslation();
  return (
    <div className="viewer-notices" role="status">
      {notices.map((dp) => {
        const text = problemText(t, new Problem(409, { code: dp, dp }));
        return (
          <Notice key={dp} dismiss={() => dismiss(dp)}>
            {text.happened} {text.why} {text.next} ({text.code})
          </Notice>
        );
      })}
      {recordingFailed && (
        <Notice dismiss={dismissRecordingFailed}>{t("console.remote_control.recording_failed")}</Notice>
      )}
    </div>
  );
}

function Notice({ dismiss, children }: { dismiss: () => void; children: ReactNode }) {
  const { t } = useTranslation();
  const leave = useEffectEvent(dismiss);
  useEffect(() => {
    const timer = setTimeout(() => leave(), SHOWN_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="viewer-notice">
      <span>{children}</span>
      <CloseButton variant="transparent" c="white" aria-label={t("console.remote_control.dismiss")} onClick={dismiss} />
    </div>
  );
}
