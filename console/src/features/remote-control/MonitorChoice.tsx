/** One monitor of the PC, or all of them; what is not chosen is not sent. Nothing where there is no choice. */
import { SegmentedControl } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { fromLeftToRight } from "./monitors.ts";
import type { ShownViewer } from "./use-viewer.ts";

const ALL = "all";

export function MonitorChoice({ viewer }: { viewer: ShownViewer }) {
  const { t } = useTranslation();
  const { monitors, shown } = viewer.screen;
  if (monitors.length < 2 || !viewer.can("ShowMonitor")) return null;
  return (
    <SegmentedControl
      size="xs"
      aria-label={t("console.remote_control.monitors")}
      value={String(shown ?? ALL)}
      onChange={(value) => viewer.showMonitor(value === ALL ? null : Number(value))}
      data={[
        { value: ALL, label: t("console.remote_control.all_monitors") },
        ...fromLeftToRight(monitors).map(({ id }, index) => ({
          value: String(id),
          label: <span aria-label={t("console.remote_control.monitor", { number: index + 1 })}>{index + 1}</span>,
        })),
      ]}
    />
  );
}
