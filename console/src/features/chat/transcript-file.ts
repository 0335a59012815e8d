/** The transcript as a text file, with the part that anybody can check it by. */
import type { TFunction } from "i18next";
import { headsOf, rowsOf } from "../../foundation/evidence/saved-record.ts";
import type { Language } from "../../foundation/texts/texts.ts";
import type { ChatLine } from "../../protocol/messages.gen.ts";

/** With the times of this computer. */
export async function transcriptText(
  sessionId: string,
  lines: readonly ChatLine[],
  t: TFunction,
  language: Language,
  zone = -new Date().getTimezoneOffset(),
): Promise<string> {
  const record = { kind: "chat", sessionId, lines } as const;
  return [...rowsOf(record, await headsOf(record), language, zone, t), ""].join("\r\n");
}
