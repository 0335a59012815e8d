/**
 * Records what the viewer's canvas shows, piece by piece, into whatever takes the pieces: nothing is kept in memory, so that an hour is as
 * cheap as a minute. It knows nothing of files.
 */

/** Where the pieces go, in their order; `close` makes the whole. */
export interface RecordingSink {
  write(piece: Blob): Promise<void>;
  close(): Promise<void>;
}

/** The cheapest to encode first: the technician's computer draws at the same time. */
const TYPES = ["video/webm;codecs=vp8", "video/webm;codecs=vp9", "video/webm"];
const FRAMES_PER_SECOND = 15;
const PIECE_MS = 1_000;
/** Text stays readable; a resting screen takes next to nothing of it. */
const BITS_PER_SECOND = 4_000_000;

/** What this browser can write, or `undefined` when it records nothing that others can play. */
export function recordingType(): string | undefined {
  if (typeof MediaRecorder === "undefined") return undefined;
  return TYPES.find((type) => MediaRecorder.isTypeSupported(type));
}

export class Recording {
  readonly #recorder: MediaRecorder;
  readonly #sink: RecordingSink;
  readonly #stopped: Promise<void>;
  #written: Promise<void> = Promise.resolve();
  #failure: unknown;

  /** Begins at once; `failed` hears once of a sink that takes no more, or of a recorder that gives up. */
  constructor(stream: MediaStream, mimeType: string, sink: RecordingSink, failed: () => void) {
    this.#sink = sink;
    this.#recorder = new MediaRecorder(stream, { mimeType, videoBitsPerSecond: BITS_PER_SECOND });
    this.#stopped = new Promise((resolve) => {
      this.#recorder.onstop = () => resolve();
    });
    const fail = (cause: unknown) => {
      if (this.#failure !== undefined) return;
      this.#failure = cause;
      failed();
    };
    this.#recorder.onerror = fail;
    this.#recorder.ondataavailable = ({ data }) => {
      if (data.size > 0) this.#written = this.#written.then(() => sink.write(data)).catch(fail);
    };
    this.#recorder.start(PIECE_MS);
  }

  /** The last piece is written and the whole is closed when this resolves; rejects when it could not be. */
  async stop(): Promise<void> {
    if (this.#recorder.state !== "inactive") {
      this.#recorder.stop();
      await this.#stopped;
    }
    for (const track of this.#recorder.stream.getTracks()) track.stop();
    await this.#written;
    await this.#sink.close();
  }
}

export function streamOf(canvas: HTMLCanvasElement): MediaStream {
  return canvas.captureStream(FRAMES_PER_SECOND);
}
