/**
 * The line to a host as the rest of a worker sees it: sealed both ways, in order, lost at most once. `sealed_line.ts` makes real ones;
 * tests make their own.
 */
import type { Bytes, Message, Tool } from "../protocol/messages.gen.ts";
import type { ConnectionOffer } from "./states.ts";

/** Kinds of sealed frames (docs/protocol.md). */
export const MESSAGE = 1;
export const PICTURE = 2;
export const BULK = 3;

/** What proves the technician to the host. */
export type Proof =
  | { readonly mode: "password"; readonly password: string }
  | { readonly mode: "resume"; readonly secret: LineSecret }
  | { readonly mode: "channel"; readonly secret: LineSecret };

/** What a connection leaves behind that proves the technician without the password; in workers' memory only. */
export interface LineSecret {
  readonly connectionId: Bytes;
  readonly key: Bytes;
}

export interface Line {
  /** Seals and sends one message; the order of calls is the order of arrival. */
  send(message: Message): void;
  /** Seals and sends bytes of a tool's own (kind 3). */
  sendBulk(bytes: Bytes): void;
  close(): void;
  /** Bytes that were sent but have not left yet. */
  readonly unsent: number;
  /** Lets the same page come back within five minutes. */
  readonly resume: LineSecret;
  /** Opens further tools while this line stands. */
  readonly channel: LineSecret;
}

export interface LineEvents {
  /** A frame that opened. The next one waits until this one is handled; a rejection ends the line. */
  frame(kind: number, plain: Uint8Array): Promise<void> | void;
  /** The line is gone, without anybody's wish; `cause` is what broke it when something did. */
  lost(cause: unknown): void;
}

export type OpenLine = (options: {
  readonly offer: ConnectionOffer;
  readonly proof: Proof;
  readonly tool: Tool;
  readonly technician: string;
  readonly events: LineEvents;
}) => Promise<Line>;

/** The host said no, with the code a person reads out. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly dp: string;
  readonly retryAfterS: number;
  readonly triesLeft: number | undefined;

  constructor(dp: string, retryAfterS = 0, triesLeft?: number) {
    super(dp);
    this.dp = dp;
    this.retryAfterS = retryAfterS;
    this.triesLeft = triesLeft;
  }
}

/** A host's code as it is told: the server has checked plan and grant, so a host without the tool is an earlier one. */
export function hostsCode(dp: string): string {
  return dp === "DP-505" ? "DP-408" : dp;
}

/** The line broke before it stood; `dp` when the reason has a code. */
export class LineBroken extends Error {
  override readonly name = "LineBroken";
  readonly dp: string;

  constructor(dp = "DP-208", options?: ErrorOptions) {
    super(dp, options);
    this.dp = dp;
  }
}
