import { Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { RoundTrip } from "../../line/round_trip.ts";

/** A dot whose shape and colour tell how quick the line is; the figures on hover and to screen readers. */
export function LatencyDot({ roundTrip }: { roundTrip: RoundTrip | undefined }) {
  const { t } = useTranslation();
  const label = roundTrip
    ? t(`console.tools.latency_${roundTrip.quality}`, {
        median: Math.round(roundTrip.medianMs),
        worst: Math.round(roundTrip.worstMs),
      })
    : t("console.tools.latency_unknown");
  return (
    <Tooltip label={label}>
      <span
        className="tool-dot"
        data-quality={roundTrip?.quality ?? "unknown"}
        role="img"
        aria-label={label}
        tabIndex={0}
      >
        {roundTrip ? `${Math.round(roundTrip.medianMs)} ms` : "–"}
      </span>
    </Tooltip>
  );
}
