import { Tooltip } from "@mantine/core";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { RoundTrip } from "../../line/round_trip.ts";

/** A dot whose shape and colour tell how quick the line is; the figures on hover and to screen readers. */
export function LatencyDot({ roundTrip }: { roundTrip: RoundTrip | undefined }) {
  const { t } = useTranslation();
  const label = labelOf(roundTrip, t);
  return (
    <Tooltip label={label}>
      <span
        className="tool-dot"
        data-quality={roundTrip?.quality ?? "unknown"}
        role="img"
        aria-label={label}
        tabIndex={0}
      >
        {shortOf(roundTrip)}
      </span>
    </Tooltip>
  );
}

/** How long nothing came, in whole seconds. */
export function silentSeconds(roundTrip: RoundTrip): number {
  return Math.floor(roundTrip.medianMs / 1000);
}

function shortOf(roundTrip: RoundTrip | undefined): string {
  if (!roundTrip) return "–";
  return roundTrip.quality === "silent" ? `${silentSeconds(roundTrip)} s` : `${Math.round(roundTrip.medianMs)} ms`;
}

function labelOf(roundTrip: RoundTrip | undefined, t: TFunction): string {
  if (!roundTrip) return t("console.tools.latency_unknown");
  if (roundTrip.quality === "silent") return t("console.tools.silent", { count: silentSeconds(roundTrip) });
  return t(`console.tools.latency_${roundTrip.quality}`, {
    median: Math.round(roundTrip.medianMs),
    worst: Math.round(roundTrip.worstMs),
  });
}
