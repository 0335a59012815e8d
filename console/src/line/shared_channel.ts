/**
 * What one connected tool gives to the next one in the same browser, so that nobody types the password again: its channel secret, from worker to
 * worker. The server never has it; it opens nothing once its connection is gone (docs/decisions/0008).
 */
import type { LineSecret } from "./line.ts";
import type { Visitor } from "./visitor.ts";

/** Workers answer within milliseconds; a browser that is busy gets a little more. */
const ANSWER_WITHIN_MS = 300;

interface Asked {
  readonly type: "channel_wanted";
  readonly number: string;
}
interface Given {
  readonly type: "channel_given";
  readonly number: string;
  readonly secret: LineSecret;
}

function meetingPlace({ sessionId, technicianId }: Pick<Visitor, "sessionId" | "technicianId">): BroadcastChannel {
  return new BroadcastChannel(`daypass-line ${technicianId} ${sessionId}`);
}

/** Answers who asks, as long as `secret` has one. Returns what stops it. */
export function lendChannel(visitor: Visitor, secret: () => LineSecret | undefined): () => void {
  const place = meetingPlace(visitor);
  place.onmessage = ({ data }: MessageEvent<Asked | Given>) => {
    const own = secret();
    if (data.type !== "channel_wanted" || !own) return;
    place.postMessage({ type: "channel_given", number: data.number, secret: own } satisfies Given);
  };
  return () => place.close();
}

/** The secret of a tool that is connected; undefined when none answers. */
export async function borrowChannel(visitor: Visitor, withinMs = ANSWER_WITHIN_MS): Promise<LineSecret | undefined> {
  const place = meetingPlace(visitor);
  const number = crypto.randomUUID();
  try {
    return await new Promise((resolve) => {
      setTimeout(() => resolve(undefined), withinMs);
      place.onmessage = ({ data }: MessageEvent<Asked | Given>) => {
        if (data.type === "channel_given" && data.number === number) resolve(data.secret);
      };
      place.postMessage({ type: "channel_wanted", number } satisfies Asked);
    });
  } finally {
    place.close();
  }
}
