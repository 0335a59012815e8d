/** Points and draws over the PC's screen, for the people there to see. It names the keys that do the same. */
import { ActionIcon, Tooltip } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { DRAW_KEYS } from "../../viewer/drawing.ts";
import type { ShownViewer } from "./use-viewer.ts";

/** Nothing at a host that cannot show it. */
export function DrawButton({ viewer }: { viewer: ShownViewer }) {
  const { t } = useTranslation();
  if (!viewer.can("PointAt")) return null;
  const keys = DRAW_KEYS.join(" + ");
  const label = t(`console.remote_control.${viewer.drawing ? "draw_off" : "draw_on"}`, { keys });
  return (
    <Tooltip label={label} openDelay={300}>
      <ActionIcon
        disabled={viewer.hands?.yours === false || viewer.onlyLooking}
        variant={viewer.drawing ? "filled" : "subtle"}
        color={viewer.drawing ? "teal" : "gray"}
        aria-label={label}
        aria-pressed={viewer.drawing}
        onClick={() => viewer.draw(!viewer.drawing)}
      >
        <IconPencil size={18} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
