/** The chain of hashes over a chat's transcript; the Python twin is `protocol/chat.py`. */
import { concat, utf8 } from "./bytes.ts";
import { lengthPrefixed } from "./cpace.ts";
import type { Bytes, ChatLine } from "./messages.gen.ts";

/** Characters of one line. */
export const LONGEST_TEXT = 4000;

/** The hash before the first line. */
export async function firstHead(sessionId: string): Promise<Bytes> {
  return sha256(lengthPrefixed(utf8("daypass/1 chat"), utf8(sessionId)));
}

/** The hash after `line`: over all that came before, and everything a reader sees of it. */
export async function nextHead(
  head: Bytes,
  line: Pick<ChatLine, "number" | "at" | "author" | "name" | "text">,
): Promise<Bytes> {
  const words = [String(line.number), String(line.at), line.author, line.name ?? "", line.text].map(utf8);
  return sha256(concat(head, lengthPrefixed(...words)));
}

async function sha256(data: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", data));
}
