/**
 * Each Connection, the technician's side: the password's verifier (or a key in memory) proven, new keys made. Bytes in,
 * bytes or an outcome out. The Python twin, with the drawing, is `protocol/connecting.py`.
 */
import { type RandomBytes, randomBytes, utf8 } from "./bytes.ts";
import { encodeMessage, HANDSHAKE_CAP, readMessage } from "./codec.ts";
import { type Agreement, channelIdentifier, lengthPrefixed, type Purpose, Run } from "./cpace.ts";
import type { Bytes, ConnectRefused, ConnectReply, Mode, Tool } from "./messages.gen.ts";
import { PROTOCOL_VERSION } from "./messages.gen.ts";
import { ProtocolError } from "./protocol-error.ts";
import { directions, type Opener, type Sealer } from "./sealing.ts";
import { isSigned } from "./signed.ts";

/** How long a connection may be resumed with its key in memory. */
export const RESUME_FOR_MS = 5 * 60 * 1000;

const PURPOSES: Readonly<Record<Mode, Purpose>> = { password: "connect", resume: "resume", channel: "channel" };

export interface ConnectingOptions {
  readonly mode: Mode;
  /** The verifier for `password`, else the secret of the connection that `connectionId` names. */
  readonly secret: Bytes;
  readonly connectionId?: Bytes;
  /** The pinned host key. */
  readonly hostKey: Bytes;
  readonly serverAddress: string;
  readonly sessionId: string;
  readonly tool: Tool;
  readonly technicianName: string;
  readonly random?: RandomBytes;
}

/** A proven connection: both directions, and the secrets that let it resume and open channels. */
export interface Secured {
  readonly type: "secured";
  readonly connectionId: Bytes;
  readonly sealer: Sealer;
  readonly opener: Opener;
  readonly resumeSecret: Bytes;
  readonly channelSecret: Bytes;
  readonly transcript: Bytes;
}

export type ConnectingOutcome =
  | { readonly type: "send"; readonly data: Bytes }
  | { readonly type: "refused"; readonly refused: ConnectRefused }
  | Secured;

export class TechnicianConnecting {
  /** The first message to send. */
  readonly hello: Bytes;
  readonly #hostKey: Bytes;
  readonly #run: Run;
  #agreement: Agreement | undefined;
  #over = false;

  private constructor(hello: Bytes, hostKey: Bytes, run: Run) {
    this.hello = hello;
    this.#hostKey = hostKey;
    this.#run = run;
  }

  static async begin(options: ConnectingOptions): Promise<TechnicianConnecting> {
    const { mode, secret, connectionId, hostKey, serverAddress, sessionId, tool, technicianName } = options;
    const ci = channelIdentifier(PURPOSES[mode], serverAddress, sessionId);
    // What the hello says in the clear is associated data, so that nobody on the way can change it.
    const words = [String(PROTOCOL_VERSION), mode, tool, technicianName].map(utf8);
    const announced = lengthPrefixed(...words, connectionId ?? new Uint8Array());
    const run = await Run.begin(secret, ci, options.random ?? randomBytes, announced);
    const hello = encodeMessage({
      type: "ConnectHello",
      protocol: PROTOCOL_VERSION,
      mode,
      sid: run.sid,
      share: run.share,
      tool,
      technician_name: technicianName,
      connection_id: connectionId ?? null,
    });
    return new TechnicianConnecting(hello, hostKey, run);
  }

  /** Bytes to send next, or how it ended. ProtocolError (DP-407 for another host's signature) ends it too. */
  async receive(data: Bytes): Promise<ConnectingOutcome> {
    if (this.#over) throw new ProtocolError("this handshake is over");
    this.#over = true;
    const message = readMessage(["ConnectReply", "ConnectAccept", "ConnectRefused"], data, HANDSHAKE_CAP);
    const agreement = this.#agreement;
    if (message.type === "ConnectRefused") return { type: "refused", refused: message };
    if (message.type === "ConnectReply" && !agreement) return this.#prove(message);
    if (message.type !== "ConnectAccept" || !agreement) throw new ProtocolError(`${message.type} does not belong here`);
    if (!agreement.peerIsRight(message.tag)) throw new ProtocolError("the host does not know the password", "DP-407");
    return secured(agreement, message.connection_id);
  }

  async #prove(reply: ConnectReply): Promise<ConnectingOutcome> {
    const agreement = await this.#run.meet(reply.share);
    if (!(await isSigned(this.#hostKey, "connection", agreement.transcript, reply.signature))) {
      throw new ProtocolError("the signature is not the pinned host's", "DP-407");
    }
    this.#agreement = agreement;
    this.#over = false;
    return { type: "send", data: encodeMessage({ type: "ConnectConfirm", tag: agreement.ownTag }) };
  }
}

async function secured(agreement: Agreement, connectionId: Bytes): Promise<Secured> {
  return {
    type: "secured",
    connectionId,
    ...(await directions(agreement)),
    resumeSecret: await agreement.derive("resume", 32),
    channelSecret: await agreement.derive("channel", 32),
    transcript: agreement.transcript,
  };
}
