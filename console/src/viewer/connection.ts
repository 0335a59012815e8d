/**
 * One technician's remote control of one host, on a line that comes back by itself: draws, acknowledges, tells what is wished again. The
 * picture stays on the page while the line is away.
 */
import { KeptLine, type KeptLineParts } from "../line/kept_line.ts";
import { type LineSecret, PICTURE } from "../line/line.ts";
import type { Bytes } from "../protocol/messages.gen.ts";
import { type HostMessage, readHostMessage } from "./host_messages.ts";
import { letsGo, needsHands, type ViewerInput } from "./input.ts";
import type { PictureCanvas } from "./picture_canvas.ts";
import { type ViewerWish, Wishes } from "./wishes.ts";
import type { FromWorker } from "./worker_messages.ts";

/** So many broken videos within so long: this browser does not play them, whatever it says of itself. */
const BROKEN_VIDEOS = 3;
const BROKEN_WITHIN_MS = 60_000;

type LineParts = KeptLineParts<HostMessage>;

export interface ConnectionParts extends Pick<
  LineParts,
  "technician" | "openLine" | "obtainOffer" | "borrowChannel" | "now" | "sleep"
> {
  readonly canvas: Pick<PictureCanvas, "startConnection" | "draw">;
  /** This browser decodes H.264. */
  readonly showsVideos: Promise<boolean>;
  readonly showsPhotos: boolean;
  readonly tell: (message: FromWorker) => void;
}

export class Connection {
  readonly #parts: ConnectionParts;
  readonly #line: KeptLine<HostMessage>;
  readonly #wishes = new Wishes();
  /** When videos broke lately. */
  #brokenAtMs: number[] = [];
  #givesUpVideos = false;
  #givesUpPhotos = false;

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
    const { tell } = parts;
    this.#line = new KeptLine({
      ...parts,
      tool: "remote_control",
      read: readHostMessage,
      owner: {
        begins: () => this.#begins(),
        stands: () => this.#stands(),
        // Connected is who sees something: with the first picture.
        agreed: () => undefined,
        message: (message) => this.#message(message),
        frame: (kind, plain, current) => (kind === PICTURE ? this.#picture(plain, current) : undefined),
        state: (state) => tell({ type: "state", state }),
        roundTrip: (roundTrip) => tell({ type: "round_trip", roundTrip }),
      },
    });
  }

  /** Connects beside another tool of this browser, or comes to `idle`. */
  connectBeside(): Promise<void> {
    return this.#line.connectBeside();
  }

  /** Proves the session password; the outcome is told as a state. */
  connect(password: string): Promise<void> {
    return this.#line.connect(password);
  }

  /** What opens further tools, while pictures come. */
  get channel(): LineSecret | undefined {
    return this.#line.channel;
  }

  /** Sends the technician's mouse or keyboard. Nothing is pressed late: not without a line, and not while the PC is silent. */
  input(input: ViewerInput): void {
    if (this.#line.silent && needsHands(input) && !letsGo(input)) return;
    this.#line.send(input);
  }

  /** How the technician wants the picture, on this line and those that follow it. */
  wish(wish: ViewerWish): void {
    this.#wishes.wish(wish, (message) => this.#line.send(message));
  }

  /** Says goodbye and stops for good. */
  close(): void {
    this.#line.close();
  }

  #begins(): void {
    this.#parts.canvas.startConnection();
    this.#wishes.begin();
  }

  #stands(): void {
    this.#wishes.tellAll((wish) => this.#line.send(wish));
    void this.#parts.showsVideos.then((video) => {
      this.#sayWhatIsShown(video);
    });
  }

  #sayWhatIsShown(video: boolean): void {
    const photos = this.#parts.showsPhotos && !this.#givesUpPhotos;
    this.#line.send({ type: "ViewerShows", video: video && !this.#givesUpVideos, photos });
  }

  async #picture(plain: Bytes, current: () => boolean): Promise<void> {
    const { seq, resized, incomplete, photoBroke } = await this.#parts.canvas.draw(plain);
    if (!current()) return;
    if (photoBroke) await this.#photoBroke();
    else if (incomplete) this.#videoBroke();
    if (resized) this.#parts.tell({ type: "resized", size: resized });
    this.#line.send({ type: "PictureAck", seq });
    this.#line.connected();
    this.#parts.tell({ type: "drawn", seq });
  }

  /** Everything must come again; without videos where they keep breaking, for else it would come again and again. */
  #videoBroke(): void {
    const nowMs = this.#parts.now();
    this.#brokenAtMs = [...this.#brokenAtMs.filter((atMs) => nowMs - atMs < BROKEN_WITHIN_MS), nowMs];
    if (this.#brokenAtMs.length >= BROKEN_VIDEOS && !this.#givesUpVideos) {
      this.#givesUpVideos = true;
      this.#sayWhatIsShown(false);
    }
    this.#line.send({ type: "RefreshPicture" });
  }

  /** One is enough: hosts encode them alike. */
  async #photoBroke(): Promise<void> {
    this.#givesUpPhotos = true;
    this.#sayWhatIsShown(await this.#parts.showsVideos);
    this.#line.send({ type: "RefreshPicture" });
  }

  #message(message: HostMessage): void {
    const { tell } = this.#parts;
    switch (message.type) {
      case "Screen":
        tell({ type: "screen", screen: message });
        break;
      case "CursorShape":
        tell({ type: "cursor_shape", shape: message });
        break;
      case "CursorMoved":
        tell({ type: "cursor_moved", moved: message });
        break;
      case "ClipboardText":
        tell({ type: "clipboard_text", text: message.text });
        break;
      case "Notice":
        tell({ type: "notice", dp: message.dp });
        break;
      case "HostAbilities":
        this.#wishes.hostKnows(message.known, (wish) => this.#line.send(wish));
        tell({ type: "host_knows", known: message.known });
        break;
      case "HandsHeld":
        tell({ type: "hands", hands: message });
        break;
      case "PcHeld":
        tell({ type: "held", held: message });
        break;
      case "Figures":
        tell({ type: "figures", figures: message });
        break;
    }
  }
}
