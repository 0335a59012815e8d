/**
 * The transcript as a text file: above for reading, below the same once more, by which anybody can check it. The format is in
 * docs/records.md; what it proves, and the program that checks it, is `evidence/saved_record.py`.
 */
import type { TFunction } from "i18next";
import type { Language } from "../../foundation/texts/texts.ts";
import { toHex } from "../../protocol/bytes.ts";
import { firstHead, nextHead } from "../../protocol/chat.ts";
import type { ChatLine } from "../../protocol/messages.gen.ts";
import { harmless } from "../../protocol/shown-text.ts";

const MARK = "===== Daypass record 1 =====";

/** With the times of this computer. `zone` is how many minutes they are ahead of UTC. */
export async function transcriptText(
  sessionId: string,
  lines: readonly ChatLine[],
  t: TFunction,
  language: Language,
  zone = -new Date().getTimezoneOffset(),
): Promise<string> {
  const heads = await headsOf(sessionId, lines);
  const hours = String(Math.floor(Math.abs(zone) / 60)).padStart(2, "0");
  const stated = `UTC${zone < 0 ? "-" : "+"}${hours}:${String(Math.abs(zone) % 60).padStart(2, "0")}`;
  const head = { record: "chat", session: sessionId, language, zone, lines: lines.length };
  return [
    t("evidence.chat_title"),
    t("evidence.times", { zone: stated }),
    "",
    ...shown(lines, zone, t),
    "",
    t("evidence.chat_head", { count: lines.length, head: heads.at(-1) }),
    t("evidence.explained"),
    "",
    MARK,
    json(head),
    ...lines.map((line, place) => json([heads[place + 1], checked(line)])),
    "",
  ].join("\r\n");
}

/** The hashes before the first line and after each, in hex. */
async function headsOf(sessionId: string, lines: readonly ChatLine[]): Promise<string[]> {
  let head = await firstHead(sessionId);
  const heads = [head];
  for (const line of lines) heads.push((head = await nextHead(head, line)));
  return heads.map(toHex);
}

/** The lines of what was written are indented: nobody writes what looks like the next heading. */
function shown(lines: readonly ChatLine[], zone: number, t: TFunction): string[] {
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

/** What the hash is over. */
function checked({ number, at, author, name, text }: ChatLine) {
  return name ? { number, at, author, name, text } : { number, at, author, text };
}

/** ASCII, so that no editor turns it into something else. */
function json(value: unknown): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(value).replace(/[\u007f-\uffff]/g, escaped);
}
