/** The lines of a chat and the field below them; on a page of its own and beside the remote screen alike. */
import { Button, Text, Textarea } from "@mantine/core";
import { IconClock } from "@tabler/icons-react";
import { type FormEvent, type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../../foundation/api/problem.ts";
import { problemText } from "../../foundation/texts/problem-text.ts";
import { LONGEST_TEXT } from "../../protocol/chat.ts";
import { harmless } from "../../protocol/shown-text.ts";
import { isMine, type Pending } from "./conversation.ts";
import { Line } from "./Line.tsx";
import type { ShownChat } from "./use-chat.ts";
import "./chat.css";

interface Props {
  readonly chat: ShownChat;
  /** In sight: as soon as it is and the line stands, the field takes what is typed. */
  readonly shown: boolean;
}

export function Talk({ chat, shown }: Props) {
  const { t } = useTranslation();
  const { conversation, me } = chat;
  const { lines, pending, people } = conversation;
  const count = lines.length + pending.length;
  const box = useNewestInSight(count, pending.length);
  return (
    <div className="chat">
      <div className="chat-lines" ref={box} role="log" aria-label={t("console.chat.lines")} tabIndex={0}>
        {count === 0 && <p className="quiet chat-empty">{t("console.chat.nothing_yet")}</p>}
        {lines.map((line) => (
          <Line key={line.number} line={line} mine={isMine(line, me)} shown={(people?.shown ?? 0) >= line.number} />
        ))}
        {pending.map((one) => (
          <Unsent key={one.reference} line={one} takeBack={() => chat.takeBack(one.reference)} />
        ))}
      </div>
      <Composer chat={chat} shown={shown} />
    </div>
  );
}

/** Near so many pixels from its end a list is read at its end. */
const AT_END = 40;

/** The newest line stays in sight, also when the field below grows, unless somebody reads further up; one's own always comes into sight. */
function useNewestInSight(count: number, own: number): RefObject<HTMLDivElement | null> {
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  useEffect(() => {
    const list = box.current;
    if (!list) return;
    const look = () => (atEnd.current = list.scrollHeight - list.scrollTop - list.clientHeight < AT_END);
    const watched = new ResizeObserver(() => {
      if (atEnd.current) list.scrollTop = list.scrollHeight;
    });
    list.addEventListener("scroll", look, { passive: true });
    watched.observe(list);
    return () => {
      list.removeEventListener("scroll", look);
      watched.disconnect();
    };
  }, []);
  useEffect(() => {
    const list = box.current;
    if (list && (atEnd.current || own > 0)) list.scrollTop = list.scrollHeight;
  }, [count, own]);
  return box;
}

function Unsent({ line, takeBack }: { line: Pending; takeBack: () => void }) {
  const { t } = useTranslation();
  const why = line.refused === undefined ? undefined : problemText(t, new Problem(409, { code: "", dp: line.refused }));
  return (
    <article className="chat-line" data-mine="true" data-refused={why !== undefined || undefined}>
      <div className="chat-who">
        <bdi>{t("console.chat.you")}</bdi>
        <span role="img" aria-label={t("console.chat.sending")} title={t("console.chat.sending")}>
          {!why && <IconClock size={15} aria-hidden />}
        </span>
      </div>
      <bdi className="chat-text" dir="auto">
        {harmless(line.text)}
      </bdi>
      {why && (
        <div className="chat-refused" role="alert">
          {why.happened} {why.next} ({why.code}){" "}
          <Button size="compact-xs" variant="default" onClick={takeBack}>
            {t("console.chat.discard")}
          </Button>
        </div>
      )}
    </article>
  );
}

function Composer({ chat, shown }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const hint = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const connected = chat.line.state.at === "connected";
  const { people } = chat.conversation;
  const colleagues = people?.technicians.filter((name) => name !== chat.me) ?? [];

  useEffect(() => {
    if (connected && shown && !isWriting()) field.current?.focus();
  }, [connected, shown]);
  function send(): void {
    const trimmed = text.trim();
    if (trimmed === "" || !connected) return;
    chat.say(trimmed);
    setText("");
  }
  function submit(event: FormEvent): void {
    event.preventDefault();
    send();
  }
  function press(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  }
  return (
    <form className="chat-composer" onSubmit={submit}>
      <Text size="sm" className="quiet" id={hint} role="status">
        {people && t(people.customer_here ? "console.chat.customer_here" : "console.chat.customer_away")}
        {colleagues.length > 0 && ` ${t("console.chat.colleagues", { names: colleagues.map(harmless).join(", ") })}`}
      </Text>
      <Textarea
        ref={field}
        label={t("console.chat.field")}
        description={t("console.chat.keys")}
        error={text.length >= LONGEST_TEXT && t("console.chat.longest")}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={press}
        aria-describedby={hint}
        maxLength={LONGEST_TEXT}
        autosize
        minRows={2}
        maxRows={6}
      />
      <Button type="submit" disabled={!connected}>
        {t("console.chat.send")}
      </Button>
    </form>
  );
}

/** Somebody types somewhere else, on the remote screen for instance, and is not to be interrupted. */
function isWriting(): boolean {
  const { activeElement } = document;
  return activeElement instanceof HTMLTextAreaElement || activeElement instanceof HTMLInputElement;
}
