/**
 * A WebM file of one video track, written as the frames come and completed at its end: length and an index of the key frames go back into
 * places that were left free, so that players show how long it is and jump about in it. What is not completed plays all the same.
 *
 * Source: Matroska element specification (RFC 9559) and the WebM container guidelines; EBML is RFC 8794. It knows no browser and no disk.
 */
import type { Bytes } from "../protocol/messages.gen.ts";
import type { Size } from "./picture.ts";

/** Bytes for a place in the file, counted from its beginning. */
export interface FilePiece {
  readonly at: number;
  readonly bytes: Bytes;
}

export interface EncodedFrame {
  readonly atMs: number;
  readonly key: boolean;
  readonly bytes: Bytes;
}

/** A cluster's frames are kept until it is whole: what a crash may lose. */
const LONGEST_CLUSTER_MS = 2_000;
const ID = {
  ebml: 0x1a45dfa3, ebmlVersion: 0x4286, ebmlReadVersion: 0x42f7, longestId: 0x42f2, longestSize: 0x42f3, docType: 0x4282,
  docTypeVersion: 0x4287, docTypeReadVersion: 0x4285, void: 0xec, segment: 0x18538067, seekHead: 0x114d9b74, seek: 0x4dbb,
  seekId: 0x53ab, seekPosition: 0x53ac, info: 0x1549a966, timestampScale: 0x2ad7b1, duration: 0x4489, muxingApp: 0x4d80,
  writingApp: 0x5741, tracks: 0x1654ae6b, track: 0xae, trackNumber: 0xd7, trackUid: 0x73c5, lacing: 0x9c, codec: 0x86,
  trackType: 0x83, video: 0xe0, width: 0xb0, height: 0xba, cluster: 0x1f43b675, timestamp: 0xe7, simpleBlock: 0xa3, cues: 0x1c53bb6b,
  cuePoint: 0xbb, cueTime: 0xb3, cuePositions: 0xb7, cueTrack: 0xf7, cueCluster: 0xf1,
} as const; // prettier-ignore
const SEEK_HEAD_BYTES = 26;
const DURATION_BYTES = 11;
const NANOSECONDS_OF_A_TICK = 1_000_000;

export class WebmFile {
  readonly #write: (piece: FilePiece) => void;
  readonly #segmentAt: number;
  readonly #seekHeadAt: number;
  readonly #durationAt: number;
  readonly #cues: Bytes[] = [];
  #frames: EncodedFrame[] = [];
  #end = 0;

  /** `codec`: its Matroska name, such as `V_VP8`. */
  constructor(size: Size, codec: string, write: (piece: FilePiece) => void) {
    this.#write = write;
    this.#append(
      element(ID.ebml, [
        element(ID.ebmlVersion, unsigned(1)),
        element(ID.ebmlReadVersion, unsigned(1)),
        element(ID.longestId, unsigned(4)),
        element(ID.longestSize, unsigned(8)),
        element(ID.docType, ascii("webm")),
        element(ID.docTypeVersion, unsigned(2)),
        element(ID.docTypeReadVersion, unsigned(2)),
      ]),
    );
    this.#append(join([unsigned(ID.segment), new Uint8Array([0x01, ...new Array<number>(7).fill(0xff)])]));
    this.#segmentAt = this.#end;
    this.#seekHeadAt = this.#append(gap(SEEK_HEAD_BYTES));
    const apps = [element(ID.muxingApp, ascii("Daypass")), element(ID.writingApp, ascii("Daypass"))];
    const scale = element(ID.timestampScale, unsigned(NANOSECONDS_OF_A_TICK));
    const info = element(ID.info, [scale, ...apps, gap(DURATION_BYTES)]);
    this.#durationAt = this.#append(info) + info.length - DURATION_BYTES;
    const picture = [element(ID.width, unsigned(size.width)), element(ID.height, unsigned(size.height))];
    const track = element(ID.track, [
      element(ID.trackNumber, unsigned(1)),
      element(ID.trackUid, unsigned(1)),
      element(ID.lacing, unsigned(0)),
      element(ID.codec, ascii(codec)),
      element(ID.trackType, unsigned(1)),
      element(ID.video, picture),
    ]);
    this.#append(element(ID.tracks, track));
  }

  /** The next frame, never earlier than the one before; the first is a key frame. */
  add(frame: EncodedFrame): void {
    const first = this.#frames[0];
    if (first && (frame.key || frame.atMs - first.atMs >= LONGEST_CLUSTER_MS)) this.#writeCluster();
    this.#frames.push(frame);
  }

  /** Completes the file, which lasts so long. */
  finish(durationMs: number): void {
    this.#writeCluster();
    const cuesAt = this.#append(element(ID.cues, this.#cues));
    const seek = [element(ID.seekId, unsigned(ID.cues)), element(ID.seekPosition, fixed(cuesAt - this.#segmentAt))];
    this.#write({ at: this.#seekHeadAt, bytes: element(ID.seekHead, element(ID.seek, seek)) });
    this.#write({ at: this.#durationAt, bytes: element(ID.duration, float(durationMs)) });
    const size = fixed(this.#end - this.#segmentAt);
    size[0] = 0x01; // as a length of eight bytes is marked
    this.#write({ at: this.#segmentAt - 8, bytes: size });
  }

  #writeCluster(): void {
    const first = this.#frames[0];
    if (!first) return;
    const blocks = this.#frames.map((frame) => element(ID.simpleBlock, block(frame, first.atMs)));
    const at = this.#append(element(ID.cluster, [element(ID.timestamp, unsigned(first.atMs)), ...blocks]));
    this.#frames = [];
    if (!first.key) return;
    const place = [element(ID.cueTrack, unsigned(1)), element(ID.cueCluster, unsigned(at - this.#segmentAt))];
    this.#cues.push(element(ID.cuePoint, [element(ID.cueTime, unsigned(first.atMs)), element(ID.cuePositions, place)]));
  }

  #append(bytes: Bytes): number {
    const at = this.#end;
    this.#write({ at, bytes });
    this.#end += bytes.length;
    return at;
  }
}

function block({ atMs, key, bytes }: EncodedFrame, clusterMs: number): Bytes {
  const since = atMs - clusterMs;
  return join([new Uint8Array([0x81, since >> 8, since & 0xff, key ? 0x80 : 0]), bytes]);
}

function element(id: number, content: Bytes | readonly Bytes[]): Bytes {
  const body = content instanceof Uint8Array ? content : join(content);
  return join([unsigned(id), lengthOf(body.length), body]);
}

/** Free space, which readers pass over. */
function gap(bytes: number): Bytes {
  return element(ID.void, new Uint8Array(bytes - 2));
}

/** A length as EBML writes it: the first bit set says of how many bytes. */
function lengthOf(count: number): Bytes {
  let width = 1;
  while (count >= 2 ** (7 * width) - 1) width++;
  const bytes = fixed(count).slice(8 - width);
  bytes[0] = (bytes[0] ?? 0) | (0x80 >> (width - 1));
  return bytes;
}

/** In as few bytes as it takes. */
function unsigned(value: number): Bytes {
  const bytes = fixed(value);
  const first = bytes.findIndex((byte) => byte !== 0);
  return bytes.slice(first < 0 ? 7 : first);
}

/** In eight bytes. */
function fixed(value: number): Bytes {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(Math.round(value)));
  return bytes;
}

function float(value: number): Bytes {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value);
  return bytes;
}

function ascii(text: string): Bytes {
  return new TextEncoder().encode(text);
}

function join(parts: readonly Bytes[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
