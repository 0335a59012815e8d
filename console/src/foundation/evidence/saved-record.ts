/**
 * A saved activity log or chat: above for reading, below the same once more for the check, with the hash after each line. The format is in
 * docs/records.md, its Python twin with what it proves is `evidence/saved_record.py`.
 */
import type { TFunction } from "i18next";
import { concat, utf8 } from "../../protocol/bytes.ts";
import { firstHead, nextHead, sha256 } from "../../protocol/chat.ts";
import { lengthPrefixed } from "../../protocol/cpace.ts";
import type { Bytes, ChatLine } from "../../protocol/messages.gen.ts";
import { harmless } from "../../protocol/shown-text.ts";
import type { Language } from "../texts/texts.ts";

export const MARK = "===== Daypass record 1 =====";

/** What somebody did on the PC: `host.log.<what>`. */
export interface Activity {
  readonly number: number;
  readonly at: number;
  readonly technician: string;
  readonly what: string;
  readonly detail: string;
}

interface SavedActivities {
  readonly kind: "activity log";
  readonly sessionId: string;
  /** Hex; begins the chain. */
  readonly salt: string;
  readonly lines: readonly Activity[];
}

interface SavedChat {
  readonly kind: "chat";
  readonly sessionId: string;
  readonly lines: readonly ChatLine[];
}

export type SavedRecord = SavedActivities | SavedChat;

/** The hashes before the first line and after each, in hex. */
export async function headsOf(record: SavedRecord): Promise<string[]> {
  const heads = [];
  let head: Bytes;
  if (record.kind === "chat") {
    heads.push((head = await firstHead(record.sessionId)));
    for (const line of record.lines) heads.push((head = await nextHead(head, line)));
  } else {
    const salt = unhex(record.salt);
    heads.push((head = await sha256(lengthPrefixed(utf8("daypass/1 activity log"), utf8(record.sessionId), salt))));
    for (const line of record.lines) {
      const words = [String(line.number), String(line.at), line.technician, line.what, line.detail].map(utf8);
      heads.push((head = await sha256(concat(head, lengthPrefixed(salt, ...words)))));
    }
  }
  return heads.map(hex);
}

/** The rows of the file; `zone` is how many minutes the times above are ahead of UTC. */
export function rowsOf(
  record: SavedRecord,
  heads: readonly string[],
  language: Language,
  zone: number,
  t: TFunction,
): string[] {
  const hours = String(Math.floor(Math.abs(zone) / 60)).padStart(2, "0");
  const stated = `UTC${zone < 0 ? "-" : "+"}${hours}:${String(Math.abs(zone) % 60).padStart(2, "0")}`;
  const isChat = record.kind === "chat";
  const values = { count: record.lines.length, head: heads.at(-1) };
  return [
    isChat ? t("evidence.chat_title") : t("evidence.log_title"),
    t("evidence.times", { zone: stated }),
    "",
    ...(isChat ? shownChat(record.lines, zone, t) : shownActivities(record.lines, zone, t)),
    "",
    isChat ? t("evidence.chat_head", values) : t("evidence.log_head", values),
    t("evidence.explained"),
    "",
    MARK,
    ...forTheCheck(record, heads, language, zone),
  ];
}

function shownActivities(lines: readonly Activity[], zone: number, t: TFunction): string[] {
  return lines.map((line) => `${line.number}  ${stamp(line.at, zone)}  ${sentence(line, t)}`);
}

/** What somebody did, on one line; an error for a deed that this version has no words for. */
function sentence(line: Activity, t: TFunction): string {
  const tool = line.what === "opened" || line.what === "closed" ? known(`host.tool.${line.detail}`, {}, t) : "";
  const values = { technician: harmless(line.technician), tool, detail: harmless(line.detail) };
  return known(`host.log.${line.what}`, values, t).replaceAll("\n", " ");
}

function known(key: string, values: Record<string, string>, t: TFunction): string {
  const said = t(key, { ...values, defaultValue: "" });
  if (typeof said !== "string" || said === "") throw new Error(`no words for ${key}`);
  return said;
}

/** The lines of what was written are indented: nobody writes what looks like the next heading. */
function shownChat(lines: readonly ChatLine[], zone: number, t: TFunction): string[] {
  return lines.flatMap((line) => {
    const name = harmless(line.name ?? "").replaceAll("\n", " ");
    const who = line.author === "customer" ? t("evidence.customer") : name;
    const rows = harmless(line.text).split("\n");
    return [`${line.number}  ${stamp(line.at, zone)}  ${who}`, ...rows.map((row) => `    ${row}`)];
  });
}

function stamp(at: number, zone: number): string {
  return new Date(at + zone * 60_000).toISOString().slice(0, 19).replace("T", " ");
}

/** ASCII, so that no editor turns it into something else. */
function forTheCheck(record: SavedRecord, heads: readonly string[], language: Language, zone: number): string[] {
  const head = { record: record.kind, session: record.sessionId, language, zone, lines: record.lines.length };
  const rows =
    record.kind === "chat"
      ? record.lines.map(({ number, at, author, name, text }) =>
          name ? { number, at, author, name, text } : { number, at, author, text },
        )
      : record.lines.map(({ number, at, technician, what, detail }) => ({ number, at, technician, what, detail }));
  return [
    json(record.kind === "chat" ? head : { ...head, salt: record.salt }),
    ...rows.map((row, place) => json([heads[place + 1], row])),
  ];
}

function json(value: unknown): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(value).replace(/[\u007f-\uffff]/g, escaped);
}

function unhex(text: string): Bytes {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
