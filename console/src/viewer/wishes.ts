/**
 * What the technician wants of the host until they want otherwise: quality, statistics and the like. Told again on every line, for a line
 * that healed has forgotten; never to a host that does not know the message.
 */
import type {
  ChooseQuality,
  HideWallpaper,
  Message,
  OnlyLook,
  Recording,
  ShowFigures,
  ShowMonitor,
} from "../protocol/messages.gen.ts";

export type ViewerWish = ChooseQuality | ShowFigures | ShowMonitor | OnlyLook | Recording | HideWallpaper;

export class Wishes {
  readonly #wished = new Map<ViewerWish["type"], ViewerWish>();
  #known: ReadonlySet<string> = new Set();

  /** A line begins; what its host knows is not known yet. */
  begin(): void {
    this.#known = new Set();
  }

  /** The host knows these messages: every wish among them is told. */
  hostKnows(known: readonly string[], send: (message: Message) => void): void {
    this.#known = new Set(known);
    this.tellAll(send);
  }

  /** Every wish that the host knows; twice is once. */
  tellAll(send: (message: Message) => void): void {
    for (const wish of this.#wished.values()) this.#tell(wish, send);
  }

  /** Takes the place of an earlier wish of its kind. */
  wish(wish: ViewerWish, send: (message: Message) => void): void {
    this.#wished.set(wish.type, wish);
    this.#tell(wish, send);
  }

  #tell(wish: ViewerWish, send: (message: Message) => void): void {
    if (this.#known.has(wish.type)) send(wish);
  }
}
