import { Loader } from "@mantine/core";
import { useTranslation } from "react-i18next";
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
  return (
    <div className="tool-strip" role="status">
      <Loader size="xs" color="white" aria-hidden />
      {restarting ? t("console.tools.restarting") : t("console.tools.reconnecting", { count: left })}
    </div>
  );
}
