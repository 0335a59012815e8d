/** What stands in a chat: lines of the transcript, who is there, and one's own lines that have not arrived yet. Pure. */
import type { ChatLine, ChatLines, ChatPeople, ChatRefused, ChatSay } from "../../protocol/messages.gen.ts";

/** A line on its way. `refused` is the code of why the PC did not take it. */
export interface Pending {
  readonly reference: number;
  readonly text: string;
  readonly at: number;
  readonly refused: string | undefined;
}

export interface Conversation {
  /** By their number, without gaps. */
  readonly lines: readonly ChatLine[];
  readonly people: ChatPeople | undefined;
  readonly pending: readonly Pending[];
}

/** As many as the PC keeps (host/chat/transcript.py); one that says more fills no page's memory. */
export const MOST_LINES = 5000;
export const MOST_CHARACTERS = 2_000_000;

export const NOTHING_SAID: Conversation = { lines: [], people: undefined, pending: [] };

/** What the host said last. `me` is the name under which this page writes. */
export function heard(
  conversation: Conversation,
  message: ChatLines | ChatPeople | ChatRefused,
  me: string,
): Conversation {
  switch (message.type) {
    case "ChatPeople":
      return { ...conversation, people: message };
    case "ChatRefused": {
      const { reference, dp } = message;
      const pending = conversation.pending.map((one) => (one.reference === reference ? { ...one, refused: dp } : one));
      return { ...conversation, pending };
    }
    case "ChatLines":
      return withLines(conversation, message.lines, me);
  }
}

/** Lines that follow what is there; others were here before, or belong to a past that this page has not. */
export function withLines(conversation: Conversation, more: readonly ChatLine[], me: string): Conversation {
  const lines = [...conversation.lines];
  let characters = lines.reduce((sum, { text }) => sum + text.length, 0);
  for (const line of more) {
    if (line.number !== lines.length + 1 || lines.length >= MOST_LINES || characters >= MOST_CHARACTERS) continue;
    lines.push(line);
    characters += line.text.length;
  }
  const arrived = new Set(
    lines.slice(conversation.lines.length).flatMap((line) => (isMine(line, me) ? [line.reference] : [])),
  );
  return { ...conversation, lines, pending: conversation.pending.filter((one) => !arrived.has(one.reference)) };
}

/** A line that was just written. */
export function said(conversation: Conversation, say: Pick<ChatSay, "text" | "reference">, at: number): Conversation {
  return { ...conversation, pending: [...conversation.pending, { ...say, at, refused: undefined }] };
}

/** Takes back a line that was refused, to write it again. */
export function takenBack(conversation: Conversation, reference: number): Conversation {
  return { ...conversation, pending: conversation.pending.filter((one) => one.reference !== reference) };
}

export function isMine(line: ChatLine, me: string): boolean {
  return line.author === "technician" && line.name === me;
}

/** Of the customer and of colleagues, after line `number`. */
export function unreadAfter(lines: readonly ChatLine[], number: number, me: string): number {
  return lines.slice(number).filter((line) => !isMine(line, me)).length;
}

/** Fits into what the wire takes, and never comes twice by chance. */
export function newReference(): number {
  const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
  return (high & 0x1fffff) * 2 ** 32 + low + 1;
}
