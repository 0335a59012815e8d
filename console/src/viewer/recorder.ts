/**
 * Records the remote screen with its pointer, in the worker: each change, at most fifteen a second, and a resting screen once a second. The
 * file keeps the size that it began with; a screen of another size is shown in it smaller or larger.
 */
import type { Bytes, CursorMoved, CursorShape } from "../protocol/messages.gen.ts";
import type { Size } from "./picture.ts";
import { type FilePiece, WebmFile } from "./webm.ts";

const EVERY_MS = 1000 / 15;
const AT_REST_MS = 1_000;
/** A player jumps to these; a resting screen's are most of what a recording takes. */
const KEY_EVERY_MS = 10_000;
/** Text stays readable. */
const BITS_PER_SECOND = 4_000_000;
/** An encoder that is behind gets nothing more for now. */
const MOST_WAITING = 2;
/** As many as the host remembers to have sent (docs/protocol.md §7). */
const SHAPES_KEPT = 64;
const CODEC = "vp8";

/** Whether this browser can make such a file. */
export async function canRecord(): Promise<boolean> {
  if (typeof VideoEncoder === "undefined") return false;
  const { supported } = await VideoEncoder.isConfigSupported(configOf({ width: 1280, height: 720 })).catch(() => ({
    supported: false,
  }));
  return supported === true;
}

function configOf(size: Size): VideoEncoderConfig {
  return { codec: CODEC, ...size, bitrate: BITS_PER_SECOND, framerate: 15, latencyMode: "realtime" };
}

/** The PC's pointer as the host tells it, to be drawn into frames. */
export class RecordedPointer {
  readonly #shapes = new Map<number, CursorShape>();
  #drawn: { id: number; image: OffscreenCanvas } | undefined;
  #at: CursorMoved | undefined;

  addShape(shape: CursorShape): void {
    this.#shapes.delete(shape.shape_id);
    this.#shapes.set(shape.shape_id, shape);
    const oldest = this.#shapes.keys().next().value;
    if (this.#shapes.size > SHAPES_KEPT && oldest !== undefined) this.#shapes.delete(oldest);
  }

  moved(at: CursorMoved): void {
    this.#at = at;
  }

  drawOn(pen: OffscreenCanvasRenderingContext2D): void {
    const shape = this.#at && this.#shapes.get(this.#at.shape_id);
    if (!this.#at?.visible || !shape || shape.rgba.length === 0) return;
    if (this.#drawn?.id !== shape.shape_id) {
      const image = new OffscreenCanvas(shape.width, shape.height);
      const pixels = new ImageData(new Uint8ClampedArray(shape.rgba), shape.width, shape.height);
      image.getContext("2d")?.putImageData(pixels, 0, 0);
      this.#drawn = { id: shape.shape_id, image };
    }
    pen.drawImage(this.#drawn.image, this.#at.x - shape.hot_x, this.#at.y - shape.hot_y);
  }
}

export interface RecorderParts {
  /** The screen's pixels now; `undefined` before the first picture. */
  readonly screen: () => ImageData | undefined;
  readonly pointer: RecordedPointer;
  readonly write: (piece: FilePiece) => void;
  /** Nothing more comes: the encoder gave up. */
  readonly failed: () => void;
  readonly now: () => number;
}

export class Recorder {
  readonly #parts: RecorderParts;
  readonly #startedMs: number;
  readonly #frame: OffscreenCanvas;
  readonly #whole = new OffscreenCanvas(1, 1);
  readonly #file: WebmFile;
  readonly #encoder: VideoEncoder;
  readonly #timer: ReturnType<typeof setInterval>;
  #changed = true;
  #lastMs = Number.NEGATIVE_INFINITY;
  #lastKeyMs = Number.NEGATIVE_INFINITY;

  /** Begins at once, in the size of the screen. Throws where there is no screen yet. */
  constructor(parts: RecorderParts) {
    const screen = parts.screen();
    if (!screen) throw new Error("there is no picture to record yet");
    this.#parts = parts;
    this.#startedMs = parts.now();
    // The encoder halves colours in both directions.
    const size = { width: screen.width + (screen.width % 2), height: screen.height + (screen.height % 2) };
    this.#frame = new OffscreenCanvas(size.width, size.height);
    this.#file = new WebmFile(size, "V_VP8", parts.write);
    this.#encoder = new VideoEncoder({
      output: (chunk) => this.#encoded(chunk),
      error: () => {
        clearInterval(this.#timer);
        parts.failed();
      },
    });
    this.#encoder.configure(configOf(size));
    this.#timer = setInterval(() => this.#tick(), EVERY_MS);
  }

  /** The picture or its pointer is another one now. */
  changed(): void {
    this.#changed = true;
  }

  /** The last frame is written and the file is complete when this resolves. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    if (this.#encoder.state !== "configured") return;
    this.#encode();
    await this.#encoder.flush();
    this.#encoder.close();
    this.#file.finish(this.#sinceStart());
  }

  #tick(): void {
    const rests = this.#sinceStart() - this.#lastMs < AT_REST_MS;
    if ((!this.#changed && rests) || this.#encoder.encodeQueueSize >= MOST_WAITING) return;
    this.#encode();
  }

  #encode(): void {
    const atMs = this.#sinceStart();
    const screen = this.#parts.screen();
    if (!screen || atMs <= this.#lastMs || this.#encoder.state !== "configured") return;
    this.#draw(screen);
    this.#changed = false;
    this.#lastMs = atMs;
    const keyFrame = atMs - this.#lastKeyMs >= KEY_EVERY_MS;
    if (keyFrame) this.#lastKeyMs = atMs;
    const frame = new VideoFrame(this.#frame, { timestamp: atMs * 1000 });
    this.#encoder.encode(frame, { keyFrame });
    frame.close();
  }

  #draw(screen: ImageData): void {
    const whole = this.#whole;
    if (whole.width !== screen.width || whole.height !== screen.height) {
      Object.assign(whole, { width: screen.width, height: screen.height });
    }
    const pen = whole.getContext("2d", { alpha: false });
    const onto = this.#frame.getContext("2d", { alpha: false });
    if (!pen || !onto) return;
    pen.putImageData(screen, 0, 0);
    this.#parts.pointer.drawOn(pen);
    const { width, height } = this.#frame;
    const same =
      width - whole.width <= 1 && height - whole.height <= 1 && width >= whole.width && height >= whole.height;
    const scale = same ? 1 : Math.min(width / whole.width, height / whole.height);
    const shown = { width: whole.width * scale, height: whole.height * scale };
    onto.fillRect(0, 0, width, height);
    const left = same ? 0 : (width - shown.width) / 2;
    onto.drawImage(whole, left, same ? 0 : (height - shown.height) / 2, shown.width, shown.height);
  }

  #encoded(chunk: EncodedVideoChunk): void {
    const bytes: Bytes = new Uint8Array(chunk.byteLength);
    chunk.copyTo(bytes);
    this.#file.add({ atMs: Math.round(chunk.timestamp / 1000), key: chunk.type === "key", bytes });
  }

  /** Whole milliseconds. */
  #sinceStart(): number {
    return Math.round(this.#parts.now() - this.#startedMs);
  }
}
