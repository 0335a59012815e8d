import { Loader } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { RoundTrip } from "../../line/round_trip.ts";
import { silentSeconds } from "./LatencyDot.tsx";
import { useCountdown } from "./use-countdown.ts";

interface Props {
  readonly inMs: number;
  readonly lostForMs: number;
  readonly restarting: boolean;
}

/** Over the greyed last picture: the line heals by itself, and when the next try is. */
export function ReconnectingStrip({ inMs, lostForMs, restarting }: Props) {
  const { t } = useTranslation();
  const left = useCountdown(Math.ceil(inMs / 1000), lostForMs);
  const trying = left > 0 ? t("console.tools.reconnecting", { count: left }) : t("console.tools.reconnecting_now");
  return <Strip>{restarting ? t("console.tools.restarting") : trying}</Strip>;
}

/** Over a picture that is getting old: nothing came for a while, and the line is not given up yet. */
export function SilentStrip({ roundTrip }: { roundTrip: RoundTrip }) {
  const { t } = useTranslation();
  return <Strip underBar>{t("console.tools.silent", { count: silentSeconds(roundTrip) })}</Strip>;
}

/** `underBar`: the tool works still, and its bar with it. */
function Strip({ children, underBar = false }: { children: string; underBar?: boolean }) {
  return (
    <div className="tool-strip" role="status" data-under-bar={underBar || undefined}>
      <Loader size="xs" color="white" aria-hidden />
      {children}
    </div>
  );
}
