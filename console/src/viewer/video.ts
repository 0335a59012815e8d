/** Plays the one moving region of the screen: H.264 in, pixels in the screen's memory out, one picture for each frame. */
import { wrongWith } from "./access_unit.ts";
import type { Place, VideoArea } from "./picture.ts";

/** The video cannot go on; a new key frame begins it again. */
export class VideoBroken extends Error {
  override readonly name = "VideoBroken";
}

export interface Video {
  /** The next picture of the video. Rejects with `VideoBroken`. */
  decode(area: VideoArea): Promise<DecodedFrame>;
  /** Forgets the video; the next frame must be a key. */
  reset(): void;
}

export interface DecodedFrame {
  /** Writes the pixels as opaque RGBA at `place` of a picture `rowBytes` wide. Rejects with `VideoBroken`. */
  copyTo(target: Uint8Array, place: Place, rowBytes: number): Promise<void>;
  close(): void;
}

/** Constrained baseline, up to 1080p60: what every encoder writes without keeping frames back. */
const CODEC = "avc1.42E02A";
const CONFIG: VideoDecoderConfig = { codec: CODEC, optimizeForLatency: true };
/** A decoder that is silent so long has swallowed the frame. */
const DECODED_WITHIN_MS = 2_000;

/** Whether this browser can show videos. */
export async function showsVideos(): Promise<boolean> {
  if (typeof VideoDecoder === "undefined") return false;
  try {
    return (await VideoDecoder.isConfigSupported(CONFIG)).supported === true;
  } catch {
    return false;
  }
}

export class WebCodecsVideo implements Video {
  #decoder: VideoDecoder | undefined;
  #waiting: { resolve: (frame: VideoFrame) => void; reject: (cause: unknown) => void } | undefined;
  #number = 0;

  async decode(area: VideoArea): Promise<DecodedFrame> {
    const wrong = wrongWith(area);
    if (wrong) throw new VideoBroken(wrong);
    if (area.key) this.#begin();
    const decoder = this.#decoder;
    if (decoder?.state !== "configured") throw new VideoBroken("a frame without its video");
    const frame = await this.#next(decoder, area);
    if (frame.displayWidth !== area.width || frame.displayHeight !== area.height) {
      frame.close();
      throw new VideoBroken("a frame of another size");
    }
    return {
      copyTo: (target, place, rowBytes) => copyFrame(frame, target, place, rowBytes),
      close: () => {
        frame.close();
      },
    };
  }

  reset(): void {
    this.#waiting?.reject(new VideoBroken("reset"));
    this.#waiting = undefined;
    if (this.#decoder && this.#decoder.state !== "closed") this.#decoder.close();
    this.#decoder = undefined;
  }

  #begin(): void {
    this.reset();
    const decoder = new VideoDecoder({
      output: (frame) => {
        if (decoder === this.#decoder && this.#waiting) this.#waiting.resolve(frame);
        else frame.close();
      },
      error: (cause) => {
        if (decoder === this.#decoder) this.#waiting?.reject(new VideoBroken(cause.message, { cause }));
      },
    });
    decoder.configure(CONFIG);
    this.#decoder = decoder;
  }

  async #next(decoder: VideoDecoder, area: VideoArea): Promise<VideoFrame> {
    const type = area.key ? "key" : "delta";
    const chunk = new EncodedVideoChunk({ type, timestamp: this.#number++, data: area.frame });
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      return await new Promise<VideoFrame>((resolve, reject) => {
        this.#waiting = { resolve, reject };
        timer = setTimeout(() => reject(new VideoBroken("no picture came out")), DECODED_WITHIN_MS);
        decoder.decode(chunk);
      });
    } catch (cause) {
      throw cause instanceof VideoBroken ? cause : new VideoBroken("not decodable", { cause });
    } finally {
      clearTimeout(timer);
      this.#waiting = undefined;
    }
  }
}

async function copyFrame(frame: VideoFrame, target: Uint8Array, place: Place, rowBytes: number): Promise<void> {
  const offset = place.y * rowBytes + place.x * 4;
  const rect = { x: frame.visibleRect?.x ?? 0, y: frame.visibleRect?.y ?? 0, width: place.width, height: place.height };
  try {
    await frame.copyTo(target, { rect, format: "RGBX", layout: [{ offset, stride: rowBytes }] });
  } catch (cause) {
    throw new VideoBroken("its pixels cannot be had", { cause });
  }
}
