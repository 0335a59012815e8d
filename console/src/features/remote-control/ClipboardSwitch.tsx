import { ActionIcon, Tooltip } from "@mantine/core";
import { IconClipboard, IconClipboardCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ShownViewer } from "./use-viewer.ts";

/** Off at first: what lies in either clipboard may be a password. */
export function ClipboardSwitch({ viewer }: { viewer: ShownViewer }) {
  const { t } = useTranslation();
  const on = viewer.clipboardShared;
  const label = t(on ? "console.remote_control.clipboard_off" : "console.remote_control.clipboard_on");
  return (
    <Tooltip label={label} openDelay={300} multiline maw={280}>
      <ActionIcon
        variant={on ? "light" : "subtle"}
        color={on ? "teal" : "gray"}
        aria-pressed={on}
        aria-label={label}
        onClick={() => viewer.shareClipboard(!on)}
      >
        {on ? <IconClipboardCheck size={18} aria-hidden /> : <IconClipboard size={18} aria-hidden />}
      </ActionIcon>
    </Tooltip>
  );
}
