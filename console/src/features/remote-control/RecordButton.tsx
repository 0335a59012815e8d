/** Begins and ends a recording; only at a host that tells whoever is at the PC. */
import { ActionIcon, Button, Tooltip, VisuallyHidden } from "@mantine/core";
import { IconPlayerRecord, IconPlayerStopFilled } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ShownViewer } from "./use-viewer.ts";

export function RecordButton({ viewer, computer }: { viewer: ShownViewer; computer: string }) {
  const { t } = useTranslation();
  const since = viewer.recordingSince;
  if (!viewer.can("Recording") || !viewer.canRecord) return null;
  if (since === undefined) {
    const label = t("console.remote_control.record");
    return (
      <Tooltip label={label} openDelay={300}>
        <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={() => viewer.startRecording(computer)}>
          <IconPlayerRecord size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
    );
  }
  return (
    <Button
      size="compact-sm"
      color="red"
      leftSection={<IconPlayerStopFilled size={14} aria-hidden />}
      onClick={viewer.stopRecording}
    >
      <VisuallyHidden>{t("console.remote_control.stop_recording")}</VisuallyHidden>
      <Elapsed since={since} />
    </Button>
  );
}

function Elapsed({ since }: { since: number }) {
  const { t } = useTranslation();
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const count = () => setSeconds(Math.max(0, Math.floor((Date.now() - since) / 1000)));
    const timer = setInterval(count, 500);
    return () => clearInterval(timer);
  }, [since]);
  const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  return <>{t("console.remote_control.recording", { time })}</>;
}
