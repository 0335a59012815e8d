/** One technician's chat with whoever is at a PC, as React state: what was said, what is on its way, and the line it goes over. */
import { useCallback, useEffect, useRef, useState } from "react";
import { useMe } from "../../foundation/api/me.ts";
import { useToolLine, type ShownLine } from "../../foundation/tools/use-tool-line.ts";
import type {
  ChatLines,
  ChatPeople,
  ChatRead,
  ChatRefused,
  ChatSay,
  ChatSince,
  Notice,
  ViewerEnd,
} from "../../protocol/messages.gen.ts";
import {
  type Conversation,
  heard,
  newReference,
  NOTHING_SAID,
  said,
  takenBack,
  unreadAfter,
  withLines,
} from "./conversation.ts";
import { beep } from "./sound.ts";
import { TranscriptStorage } from "./transcript-storage.ts";

type ToHost = ChatSince | ChatSay | ChatRead | ViewerEnd;
type FromHost = ChatLines | ChatPeople | ChatRefused | Notice;
const HEARS = ["ChatLines", "ChatPeople", "ChatRefused", "Notice"] as const;

export interface ShownChat {
  readonly line: ShownLine;
  readonly conversation: Conversation;
  /** Name under which this page writes. */
  readonly me: string;
  /** Lines of others that were not on the screen yet. */
  readonly unread: number;
  readonly say: (text: string) => void;
  /** Forgets a line that was refused; its text goes back to the field. */
  readonly takeBack: (reference: number) => void;
}

/** `onScreen`: the technician can see the lines now. */
export function useChat(sessionId: string, onScreen: boolean): ShownChat {
  const me = useMe().technician;
  const [conversation, setConversation] = useState(NOTHING_SAID);
  const [readUpTo, setReadUpTo] = useState(0);
  const lastHeard = useRef(0);
  const line = useToolLine<ToHost, FromHost>({
    sessionId,
    tool: "chat",
    hears: HEARS,
    onConnected: (send) => {
      lastHeard.current = Math.max(lastHeard.current, conversation.lines.length);
      send({ type: "ChatSince", number: conversation.lines.length });
      for (const { reference, text, refused } of conversation.pending) {
        if (refused === undefined) send({ type: "ChatSay", reference, text });
      }
    },
    onMessage: (message) => {
      if (message.type === "Notice") return;
      setConversation((now) => heard(now, message, me.name));
      if (message.type !== "ChatLines") return;
      const fresh = message.lines.some(({ author, number }) => author === "customer" && number > lastHeard.current);
      lastHeard.current = Math.max(lastHeard.current, message.lines.at(-1)?.number ?? 0);
      if (fresh) beep();
    },
  });
  const { send, state } = line;
  const kept = useKeptTranscript(sessionId, me, conversation, setConversation);
  const last = conversation.lines.length;
  const connected = state.at === "connected";

  const visible = useVisible() && onScreen;
  if (visible && kept && last > readUpTo) setReadUpTo(last);
  useEffect(() => {
    if (connected && readUpTo > 0) send({ type: "ChatRead", number: readUpTo });
  }, [connected, readUpTo, send]);

  return {
    line,
    conversation,
    me: me.name,
    unread: unreadAfter(conversation.lines, readUpTo, me.name),
    say: useCallback(
      (text: string) => {
        const line = { text, reference: newReference() };
        setConversation((now) => said(now, line, Date.now()));
        send({ type: "ChatSay", ...line });
      },
      [send],
    ),
    takeBack: useCallback((reference: number) => setConversation((now) => takenBack(now, reference)), []),
  };
}

/** Brings back what this browser has of the transcript, and keeps what comes. True once the former is done. */
function useKeptTranscript(
  sessionId: string,
  { id, name }: { readonly id: string; readonly name: string },
  { lines }: Conversation,
  change: (how: (now: Conversation) => Conversation) => void,
): boolean {
  const [loaded, setLoaded] = useState(false);
  useEffect(() => {
    let current = true;
    void TranscriptStorage.open()
      .then((storage) => storage.load(sessionId, id))
      .then((kept) => current && change((now) => (now.lines.length === 0 ? withLines(now, kept, name) : now)))
      // A browser that keeps nothing hears it all from the PC again.
      .catch(() => undefined)
      .finally(() => current && setLoaded(true));
    return () => {
      current = false;
    };
  }, [sessionId, id, name, change]);
  useEffect(() => {
    if (!loaded || lines.length === 0) return;
    void TranscriptStorage.open()
      .then((storage) => storage.save(sessionId, id, lines))
      .catch(() => undefined);
  }, [loaded, sessionId, id, lines]);
  return loaded;
}

/** Whether this tab is in front. */
function useVisible(): boolean {
  const [visible, setVisible] = useState(() => document.visibilityState === "visible");
  useEffect(() => {
    const look = () => setVisible(document.visibilityState === "visible");
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);
  return visible;
}
