/**
 * Pairing, the page's side: answers the attempts of the host until the code was right and both have signed. Bytes in,
 * events out; one call of `receive` after the other. The Python twin, with the drawing, is `protocol/pairing.py`.
 */
import { type RandomBytes, randomBytes, utf8 } from "./bytes.ts";
import { encodeMessage, encodeRecord, PAIRING_CAP, readMessage, readRecord } from "./codec.ts";
import { type Agreement, channelIdentifier, Run } from "./cpace.ts";
import type { Bytes, PairingReply, PairingSealed, System } from "./messages.gen.ts";
import { ProtocolError } from "./protocol-error.ts";
import { directions, Kind, type Opener } from "./sealing.ts";
import { isSigned, publicKeyBytes, sign } from "./signed.ts";

export const TRIES = 5;
export const CODE_LIFE_MS = 15 * 60 * 1000;

/** The code as the page keeps it. */
export interface CodeInUse {
  readonly digits: string;
  readonly madeAt: number;
  readonly triesLeft: number;
}

/** Both sides signed the same transcript. */
export interface Paired {
  readonly type: "paired";
  readonly transcript: Bytes;
  readonly technicianKey: Bytes;
  readonly technicianSignature: Bytes;
  readonly hostKey: Bytes;
  readonly hostSignature: Bytes;
  readonly computerName: string;
  readonly system: System;
}

/** Send these bytes; the guess was wrong (with no try left the code is burned); it was for a code too old to judge; or paired. */
export type PairingEvent =
  | { readonly type: "send"; readonly data: Bytes }
  | { readonly type: "code_wrong"; readonly triesLeft: number }
  | { readonly type: "code_expired" }
  | Paired;

export interface PairingOptions {
  readonly identity: CryptoKeyPair;
  readonly serverAddress: string;
  readonly sessionId: string;
  readonly verifier: Bytes;
  readonly salt: Bytes;
  readonly random?: RandomBytes;
}

interface Confirmed {
  readonly at: "confirmed";
  readonly agreement: Agreement;
  readonly opener: Opener;
  readonly hostKey: Bytes;
  readonly signature: Bytes;
}

type State = { readonly at: "waiting" | "done" } | { readonly at: "shared"; readonly run: Run } | Confirmed;

export class TechnicianPairing {
  readonly #options: PairingOptions;
  readonly #ci: Bytes;
  #code: CodeInUse | undefined;
  #triesLeft = 0;
  #state: State = { at: "waiting" };

  constructor(options: PairingOptions) {
    this.#options = options;
    this.#ci = channelIdentifier("pair", options.serverAddress, options.sessionId);
  }

  /** Take a code, new or kept from before a reload. A run that has begun with an older code is forgotten. */
  useCode(code: CodeInUse): void {
    if (this.#state.at === "done") throw new Error("paired already");
    this.#code = code;
    this.#triesLeft = Math.min(code.triesLeft, TRIES);
    this.#state = { at: "waiting" };
  }

  /** What the host's message leads to. ProtocolError when it is not a message that may come now. */
  async receive(data: Bytes, now: number): Promise<PairingEvent[]> {
    const message = readMessage(["PairingAttempt", "PairingReply", "PairingSealed"], data, PAIRING_CAP);
    const state = this.#state;
    if (message.type === "PairingAttempt" && state.at !== "done") return this.#share(now);
    if (message.type === "PairingReply" && state.at === "shared") return this.#judge(message, state.run);
    if (message.type === "PairingSealed" && state.at === "confirmed") return this.#finish(message, state);
    throw new ProtocolError(`${message.type} does not belong here`);
  }

  async #share(now: number): Promise<PairingEvent[]> {
    const code = this.#code;
    this.#state = { at: "waiting" };
    if (code && this.#triesLeft <= 0) return [send(encodeMessage({ type: "PairingWrong", tries_left: 0 }))];
    if (!code || now >= code.madeAt + CODE_LIFE_MS) {
      return [send(encodeMessage({ type: "PairingWrong", tries_left: 0, expired: true })), { type: "code_expired" }];
    }
    const identity = await publicKeyBytes(this.#options.identity);
    const run = await Run.begin(utf8(code.digits), this.#ci, this.#options.random ?? randomBytes, identity);
    this.#state = { at: "shared", run };
    return [send(encodeMessage({ type: "PairingShare", sid: run.sid, share: run.share, identity }))];
  }

  async #judge(reply: PairingReply, run: Run): Promise<PairingEvent[]> {
    this.#state = { at: "waiting" };
    this.#triesLeft--;
    const agreement = await run.meet(reply.share, reply.identity);
    if (!agreement.peerIsRight(reply.tag)) {
      const triesLeft = this.#triesLeft;
      return [send(encodeMessage({ type: "PairingWrong", tries_left: triesLeft })), { type: "code_wrong", triesLeft }];
    }
    const { verifier, salt, identity } = this.#options;
    const { sealer, opener } = await directions(agreement);
    const signature = await sign(identity, "pairing", agreement.transcript);
    const frame = await sealer.seal(Kind.message, encodeRecord("PairingOffer", { verifier, salt, signature }));
    this.#state = { at: "confirmed", agreement, opener, hostKey: reply.identity, signature };
    return [
      send(encodeMessage({ type: "PairingConfirm", tag: agreement.ownTag })),
      send(encodeMessage({ type: "PairingSealed", frame })),
    ];
  }

  async #finish(sealed: PairingSealed, confirmed: Confirmed): Promise<PairingEvent[]> {
    const { agreement, opener, hostKey, signature } = confirmed;
    const { plain } = await opener.open(sealed.frame);
    const accept = readRecord("PairingAccept", plain, PAIRING_CAP);
    if (!(await isSigned(hostKey, "pairing", agreement.transcript, accept.signature))) {
      throw new ProtocolError("the host's signature is not right");
    }
    this.#state = { at: "done" };
    const paired: Paired = {
      type: "paired",
      transcript: agreement.transcript,
      technicianKey: await publicKeyBytes(this.#options.identity),
      technicianSignature: signature,
      hostKey,
      hostSignature: accept.signature,
      computerName: accept.computer_name,
      system: accept.system,
    };
    return [paired];
  }
}

function send(data: Bytes): PairingEvent {
  return { type: "send", data };
}
