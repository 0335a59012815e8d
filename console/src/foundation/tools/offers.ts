/** Asks the server for a way to the host: tickets of the relay, and the order to the host to come there. */
import type { ConnectionOffer, OfferRefused } from "../../line/states.ts";
import type { Tool } from "../../protocol/messages.gen.ts";
import { asProblem } from "../api/problem.ts";
import { request } from "../api/request.ts";

/** Codes with which the server says that no try will help. */
const FINAL = new Set(["DP-601", "DP-606", "DP-607", "DP-505", "DP-604", "DP-602"]);

/** A way to the host for one try; `chatAfter` opens the chat window at the PC as soon as the tool is connected. */
export async function obtainOffer(
  sessionId: string,
  tool: Tool,
  chatAfter: boolean,
): Promise<ConnectionOffer | OfferRefused> {
  const path = `/api/support-sessions/${encodeURIComponent(sessionId)}/connections`;
  try {
    return await request<ConnectionOffer>("POST", path, { body: { tool, chat_after: chatAfter } });
  } catch (thrown) {
    const { dp } = asProblem(thrown);
    return { dp, final: FINAL.has(dp) };
  }
}
