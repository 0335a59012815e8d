import { useTranslation } from "react-i18next";
import type { SupportSession } from "../api/types.ts";
import { clockTime, useNow } from "../texts/times.ts";

/** Online or not, who is connected, and whether somebody at the PC is asked: by shape and words, never colour alone. */
export function PresenceLine({ session }: { session: SupportSession }) {
  const { t, i18n } = useTranslation();
  const now = useNow(60_000);
  const offline = session.presence === "offline";
  const parts = [
    offline && session.seen_at !== null
      ? t("console.session.offline_since", { time: clockTime(session.seen_at, now, i18n.language) })
      : t(offline ? "console.session.offline" : "console.session.online"),
  ];
  if (!offline) {
    parts.push(
      session.connected.length > 0
        ? t("console.session.connected", { names: session.connected.join(", ") })
        : t("console.session.nobody_connected"),
    );
  }
  if (session.consent) parts.push(t(`console.session.consent_${session.consent}`));
  if (session.paused) parts.push(t("console.session.paused"));
  return (
    <span className="presence">
      <span className={`presence-dot presence-${session.presence}`} aria-hidden />
      {parts.join(" · ")}
    </span>
  );
}
