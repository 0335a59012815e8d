/** Reads what the host of a tool says. */
import { decodeMessage, readMessage, TO_VIEWER_CAP } from "../protocol/codec.ts";
import type { Bytes, Message } from "../protocol/messages.gen.ts";
import { ProtocolError } from "../protocol/protocol-error.ts";
import { SAID_BY_EVERY_HOST } from "./kept_line.ts";
import { Malformed } from "./malformed.ts";

/** Reads the messages named by `hears` beside what every host says; others are skipped, since a newer host may say more. */
export function toolReader(hears: readonly Message["type"][]): (plain: Bytes) => Message | undefined {
  const known = [...SAID_BY_EVERY_HOST, ...hears];
  return (plain) => {
    try {
      const { type } = decodeMessage(plain, TO_VIEWER_CAP);
      return known.some((name) => name === type) ? readMessage(known, plain, TO_VIEWER_CAP) : undefined;
    } catch (cause) {
      // It opened, so the host itself wrote it: a new line would bring the same again.
      if (cause instanceof ProtocolError) throw new Malformed(cause.message, { cause });
      throw cause;
    }
  };
}
