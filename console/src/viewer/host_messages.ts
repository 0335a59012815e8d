/** What the host says inside a remote control connection (docs/protocol.md §7, kind 1). Types this viewer does not know are skipped: a newer host may say more. */
import { decodeMessage, readMessage, TO_VIEWER_CAP } from "../protocol/codec.ts";
import { ProtocolError } from "../protocol/protocol-error.ts";
import { MalformedPicture } from "./malformed.ts";
import { MAX_PIXELS, MAX_SIDE } from "./picture.ts";

const KNOWN = [
  "Screen",
  "CursorShape",
  "CursorMoved",
  "Notice",
  "Bye",
  "Pong",
  "Restarting",
  "HostAbilities",
  "Figures",
  "ClipboardText",
  "HandsHeld",
  "PcHeld",
  "ConsentAsked",
  "ConsentGiven",
  "ConnectRefused",
] as const;

export type HostMessage = ReturnType<typeof readMessage<(typeof KNOWN)[number]>>;

/** The message in `plain`, or `undefined` for a type nobody here knows. Throws `MalformedPicture` on anything that cannot be. */
export function readHostMessage(plain: Uint8Array): HostMessage | undefined {
  try {
    return readKnown(plain);
  } catch (cause) {
    // It opened, so the host itself wrote it: a new line would bring the same again.
    if (cause instanceof ProtocolError) throw new MalformedPicture(cause.message, { cause });
    throw cause;
  }
}

function readKnown(plain: Uint8Array): HostMessage | undefined {
  const { type } = decodeMessage(plain);
  if (!KNOWN.some((known) => known === type)) return undefined;
  const message = readMessage(KNOWN, plain, TO_VIEWER_CAP);
  if (message.type === "CursorShape" && message.rgba.length !== message.width * message.height * 4) {
    throw new MalformedPicture("a cursor's pixels");
  }
  if (message.type === "Screen" && !isDrawable(message.width, message.height)) {
    throw new MalformedPicture(`a screen of ${message.width} × ${message.height}`);
  }
  return message;
}

function isDrawable(width: number, height: number): boolean {
  return width > 0 && height > 0 && width <= MAX_SIDE && height <= MAX_SIDE && width * height <= MAX_PIXELS;
}
