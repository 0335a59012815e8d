/** One line of a chat: who, when, and what was written. */
import { IconCheck, IconChecks } from "@tabler/icons-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { clockTime, useNow } from "../../foundation/texts/times.ts";
import type { ChatLine } from "../../protocol/messages.gen.ts";
import { harmless } from "../../protocol/shown-text.ts";
import { LinkedText } from "./LinkedText.tsx";
import "./chat.css";

interface Props {
  readonly line: ChatLine;
  readonly mine: boolean;
  /** Whether the PC has shown it; undefined: it does not matter any more. */
  readonly shown?: boolean;
}

/** Thousands may stand in a chat: one is drawn again only when something of it changed. */
export const Line = memo(function Line({ line, mine, shown }: Props) {
  const { t, i18n } = useTranslation();
  const now = useNow(60_000);
  const who = line.author === "customer" ? t("console.chat.customer") : harmless(line.name ?? "");
  const state = t(shown ? "console.chat.seen" : "console.chat.delivered");
  const Mark = shown ? IconChecks : IconCheck;
  return (
    <article className="chat-line" data-mine={mine} data-author={line.author}>
      <div className="chat-who">
        <bdi>{mine ? t("console.chat.you") : who}</bdi>
        <time>{clockTime(line.at, now, i18n.language)}</time>
        {line.author === "technician" && shown !== undefined && (
          <span role="img" aria-label={state} title={state}>
            <Mark size={15} aria-hidden />
          </span>
        )}
      </div>
      <bdi className="chat-text" dir="auto">
        <LinkedText text={harmless(line.text)} />
      </bdi>
    </article>
  );
});
