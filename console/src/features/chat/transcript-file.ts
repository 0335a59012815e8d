/** The transcript as a text file; its last line is the fingerprint that the removal's report tells, too. */
import type { TFunction } from "i18next";
import { firstHead, nextHead } from "../../protocol/chat.ts";
import type { ChatLine } from "../../protocol/messages.gen.ts";
import { harmless } from "../../protocol/shown-text.ts";
import { dayAndTime } from "../../foundation/texts/times.ts";

export async function transcriptText(
  sessionId: string,
  computer: string,
  lines: readonly ChatLine[],
  t: TFunction,
  language: string,
): Promise<string> {
  let head = await firstHead(sessionId);
  const rows = [t("console.chat.file_title", { computer })];
  for (const line of lines) {
    head = await nextHead(head, line);
    const who = line.author === "customer" ? t("console.chat.customer") : harmless(line.name ?? "");
    rows.push("", `${dayAndTime(line.at, language)}  ${who}`, ...harmless(line.text).split("\n"));
  }
  const fingerprint = Array.from(head, (byte) => byte.toString(16).padStart(2, "0")).join("");
  rows.push("", t("console.chat.file_head", { count: lines.length, head: fingerprint }), "");
  return rows.join("\r\n");
}
