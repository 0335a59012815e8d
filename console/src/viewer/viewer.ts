/**
 * The viewer: the remote screen in a box of the page, with mouse and keyboard. No framework; a page builds one, listens, and disposes of it.
 * Everything slow happens in its worker; this thread only turns events into messages.
 */
import type { RoundTrip } from "../line/round_trip.ts";
import type { ConnectionState } from "../line/states.ts";
import type { Visitor } from "../line/visitor.ts";
import { type WayToHost, WorkerOfTool } from "../line/worker_of_tool.ts";
import type {
  BlankScreen,
  CursorMoved,
  Figures,
  HandsHeld,
  LockInput,
  PcHeld,
  Screen,
} from "../protocol/messages.gen.ts";
import { browserClipboard, ClipboardSharing } from "./clipboard.ts";
import { Drawing } from "./drawing.ts";
import { forHost } from "./host_versions.ts";
import { needsHands, type ViewerInput } from "./input.ts";
import { Keyboard } from "./keyboard.ts";
import { KeyboardLock } from "./keyboard_lock.ts";
import { KeyboardField } from "./keyboard_field.ts";
import { Pointer } from "./pointer.ts";
import type { Size } from "./picture.ts";
import { whenDisplayChanges } from "./pixel_ratio.ts";
import { Recording, type RecordingSink } from "./recording.ts";
import { RemoteCursor } from "./remote_cursor.ts";
import { enlarged, type Scale, shownSize } from "./scale.ts";
import { shortcutPart } from "./scan_codes.ts";
import type { TouchMode } from "./gestures.ts";
import { Touch } from "./touch.ts";
import type { ViewerWish } from "./wishes.ts";
import type { FromWorker, ToWorker } from "./worker_messages.ts";

/** What a page hears from the viewer. */
export interface ViewerEvents {
  state(state: ConnectionState): void;
  /** The keyboard is, or is no longer, the remote PC's. */
  control(active: boolean): void;
  roundTrip(roundTrip: RoundTrip): void;
  notice(dp: string): void;
  /** Who has mouse and keyboard, when several watch. */
  hands(hands: HandsHeld): void;
  /** What of the PC is held from the people there, and by whom. */
  held(held: PcHeld): void;
  figures(figures: Figures): void;
  /** Which wishes this host can grant. */
  hostKnows(known: readonly string[]): void;
  /** Modifiers of the key bar that wait for the next key, by their `KeyboardEvent.code`. */
  armed(codes: readonly string[]): void;
  /** The technician points and draws over the screen, or no longer. */
  drawing(on: boolean): void;
  /** Text that was copied on one side can be pasted on the other, or no longer. */
  clipboardShared(on: boolean): void;
  /** The monitors of the PC, and which of them the picture shows. */
  screen(screen: Screen): void;
}

export interface ViewerOptions extends WayToHost {
  /** Filled with the picture; scrolls at actual size. */
  readonly room: HTMLElement;
  readonly events: ViewerEvents;
  readonly visitor: Visitor;
  /** The technician's keyboard is a Mac's: Option makes characters, Command shortcuts. */
  readonly mac: boolean;
}

export class Viewer {
  readonly #options: ViewerOptions;
  readonly #worker: WorkerOfTool<ToWorker, FromWorker>;
  readonly #stage = document.createElement("div");
  readonly #canvas = document.createElement("canvas");
  readonly #cursor: RemoteCursor;
  readonly #keyboard: Keyboard;
  readonly #field: KeyboardField;
  readonly #lock = new KeyboardLock();
  readonly #clipboard: ClipboardSharing;
  readonly #pointer: Pointer;
  readonly #touch: Touch;
  readonly #drawing: Drawing;
  readonly #sizes: ResizeObserver;
  readonly #stopWatchingDisplay: () => void;
  #remote = { width: 0, height: 0 };
  #scale: Scale = "fit";
  #connected = false;
  #known: ReadonlySet<string> = new Set();
  /** Mouse and keyboard of the PC are this viewer's; a host that never says whose they are hears everybody. */
  #hands = true;
  /** They are nobody's: whoever touches the picture and does not only look on takes them. */
  #handsFree = false;
  #onlyLooks = false;
  #takingControl = false;
  /**
   * Control was started and not given back. The click that starts it is not the PC's: it may be meant for the window, or to see what
   * happens, and would press whatever lies there. Later ones count, also the first after a look at the bar. A finger's tap always counts.
   */
  #clicksCount = false;
  #recording: Recording | undefined;
  #awaitingScreenshot: ((picture: Blob | undefined) => void) | undefined;

  constructor(options: ViewerOptions) {
    this.#options = options;
    const ghost = document.createElement("img");
    buildStage(this.#stage, this.#canvas, ghost);
    options.room.append(this.#stage);
    const send = (input: ViewerInput) => this.#send(input);
    this.#cursor = new RemoteCursor(this.#canvas, ghost);
    this.#keyboard = new Keyboard(send, { mac: options.mac }, options.events.armed);
    this.#clipboard = new ClipboardSharing({ send, local: browserClipboard(), notice: options.events.notice });
    this.#field = new KeyboardField(this.#stage, this.#keyboard, this.#clipboard, (active, givenBack) => {
      this.#clicksCount = active || (this.#clicksCount && !givenBack);
      this.#lock.wanted = active;
      if (active) this.#clipboard.backHere();
      options.events.control(active);
    });
    this.#pointer = new Pointer({
      surface: this.#canvas,
      remote: () => this.#remote,
      send,
      keyboard: this.#keyboard,
      controlling: () => this.#field.focused,
      pressed: () => {
        const counts = this.#clicksCount;
        this.#controlFromPicture();
        return counts;
      },
      moved: (x, y) => this.#cursor.ownMovement(x, y, performance.now()),
    });
    this.#touch = new Touch({
      surface: this.#canvas,
      stage: this.#stage,
      room: options.room,
      remote: () => this.#remote,
      send,
      keyboard: this.#keyboard,
      touched: () => {
        if (this.#hands) this.#field.focusByTouch();
        else this.#controlFromPicture();
      },
      moved: (x, y) => this.#cursor.ownTouch(x, y, (x, y) => this.#placeOf(x, y), performance.now()),
    });
    this.#drawing = new Drawing({
      stage: this.#stage,
      remote: () => this.#remote,
      send,
      changed: options.events.drawing,
      allowed: () => this.#connected && this.#hands && this.#known.has("PointAt"),
    });
    this.#sizes = new ResizeObserver(() => this.#layOut());
    this.#sizes.observe(options.room);
    this.#stopWatchingDisplay = whenDisplayChanges(() => this.#layOut());
    const { roundTrip } = options.events;
    const events = { state: (state: ConnectionState) => this.#stateIs(state), roundTrip };
    this.#worker = new WorkerOfTool({ ...options, events }, (message) => this.#hear(message));
    const canvas = this.#canvas.transferControlToOffscreen();
    this.#worker.post({ type: "start", canvas, visitor: options.visitor }, [canvas]);
  }

  /** Connects with the session password; the outcome arrives as states. */
  connect(password: string): void {
    this.#worker.post({ type: "connect", password });
  }

  /** Gives the keyboard to the remote PC; takes both from a colleague who has them. */
  startControl(): void {
    if (this.#hands) {
      this.#field.focus();
      return;
    }
    this.#takingControl = true;
    this.#send({ type: "TakeHands" });
  }

  /** A press on the picture takes nothing from a colleague; the keyboard leaves the page's own fields all the same. */
  #controlFromPicture(): void {
    if (this.#hands || (this.#handsFree && !this.#onlyLooks)) this.startControl();
    else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  }

  /** Takes the keyboard back. */
  stopControl(): void {
    this.#clicksCount = false;
    this.#field.blur();
  }

  set scale(scale: Scale) {
    this.#scale = scale;
    this.#layOut();
  }

  /** Presses keys together on the remote PC, by their `KeyboardEvent.code`. */
  pressKeys(codes: readonly string[]): void {
    this.#keyboard.tap(codes.map(shortcutPart).filter((key) => key !== undefined));
  }

  /** On a Mac: Command is Ctrl on the PC, and else its Windows key. */
  takeCommandForControl(on: boolean): void {
    this.#keyboard.commandIsControl = on;
  }

  /** What a finger on the picture is: the pointer itself, or what pushes it. */
  useTouch(mode: TouchMode): void {
    this.#touch.mode = mode;
  }

  /** Shows or hides the keyboard on the screen; call it from a press. */
  showScreenKeyboard(shown: boolean): void {
    this.#field.screenKeyboard = shown;
  }

  /** A modifier of the key bar: it waits for the next key. */
  armKey(code: string): void {
    this.#keyboard.arm(code);
  }

  /** A key of the key bar, with the modifiers that wait. */
  pressBarKey(code: string): void {
    this.#keyboard.tapWithArmed(code);
  }

  /** Shares the clipboards for as long as this viewer lives, or no longer. Call it from a press: the browser may have to ask. */
  set clipboardShared(on: boolean) {
    this.#clipboard.on = on;
    this.#options.events.clipboardShared(on);
  }

  /** Ctrl+Alt+Del on the remote PC. */
  pressAttention(): void {
    this.#keyboard.pressAttention();
  }

  /** Locks the PC's own keyboard and mouse, or hides its screen from the people there; it ends with the line. */
  hold(message: LockInput | BlankScreen): void {
    this.#send(message);
  }

  /** Mouse, pen and fingers over the picture point and draw for the people at the PC, or are the PC's again. */
  draw(on: boolean): void {
    this.#drawing.on = on;
  }

  /** How the technician wants the picture, now and after every healing. */
  wish(wish: ViewerWish): void {
    if (wish.type === "OnlyLook") this.#onlyLooks = wish.on;
    this.#worker.post({ type: "wish", wish });
  }

  /** What is shown now, as PNG, and the PC notes that it was taken; `undefined` before the first picture. */
  screenshot(): Promise<Blob | undefined> {
    this.#awaitingScreenshot?.(undefined);
    return new Promise((resolve) => {
      this.#awaitingScreenshot = resolve;
      this.#worker.post({ type: "screenshot" });
    });
  }

  /** Records the screen and its pointer into `sink` from now on; `failed` hears when that cannot go on. */
  startRecording(sink: RecordingSink, failed: () => void): Recording {
    const recording = new Recording(sink, failed);
    this.#recording = recording;
    this.#worker.post({ type: "record", on: true });
    return recording;
  }

  /** Ends it; the recording says when its file is closed. */
  stopRecording(): void {
    this.#worker.post({ type: "record", on: false });
  }

  /** Asks for everything anew. */
  refresh(): void {
    this.#send({ type: "RefreshPicture" });
  }

  /** Closes the connection and removes everything from the page. The support session goes on. */
  dispose(): void {
    this.#pointer.dispose();
    this.#touch.dispose();
    this.#drawing.dispose();
    this.#field.dispose();
    this.#lock.dispose();
    this.#clipboard.dispose();
    this.#sizes.disconnect();
    this.#stopWatchingDisplay();
    // Still heard: the end of a recording.
    this.#worker.post({ type: "close" });
    this.#stage.remove();
  }

  #hear(message: FromWorker): void {
    switch (message.type) {
      case "screen":
        this.#resize(message.screen);
        this.#options.events.screen(message.screen);
        break;
      case "resized":
        this.#resize(message.size);
        break;
      case "cursor_shape":
        this.#cursor.addShape(message.shape);
        break;
      case "cursor_moved":
        this.#cursorMoved(message.moved);
        break;
      case "clipboard_text":
        this.#clipboard.copiedThere(message.text);
        break;
      case "notice":
        this.#options.events.notice(message.dp);
        break;
      case "hands":
        this.#handsPassed(message.hands);
        break;
      case "held":
        this.#options.events.held(message.held);
        break;
      case "screenshot":
        if (message.picture) this.#send({ type: "ScreenshotTaken" });
        this.#awaitingScreenshot?.(message.picture);
        this.#awaitingScreenshot = undefined;
        break;
      case "recorded":
        this.#recording?.piece(message.piece);
        break;
      case "recording_over":
        if (message.failed) this.#recording?.fail(new Error("the browser stopped encoding"));
        this.#recording?.complete();
        break;
      case "figures":
        this.#options.events.figures(message.figures);
        break;
      case "host_knows":
        this.#known = new Set(message.known);
        this.#options.events.hostKnows(message.known);
        break;
      case "drawn":
        this.#canvas.dataset["seq"] = String(message.seq);
        break;
    }
  }

  #stateIs(state: ConnectionState): void {
    this.#connected = state.at === "connected";
    if (this.#connected) this.#clipboard.connected();
    else this.#leaveThePc();
    if (state.at === "password" || state.at === "ended") this.#clicksCount = false;
    this.#options.events.state(state);
  }

  #handsPassed(hands: HandsHeld): void {
    this.#hands = hands.yours;
    this.#handsFree = hands.technician === "";
    if (!hands.yours) {
      this.#clicksCount = false;
      this.#touch.release();
      this.#leaveThePc();
    } else if (this.#takingControl) this.#field.focus();
    this.#takingControl &&= !hands.yours;
    this.#options.events.hands(hands);
  }

  #leaveThePc(): void {
    this.#field.blur();
    this.#drawing.on = false;
  }

  #send(input: ViewerInput): void {
    if (!this.#connected || (needsHands(input) && !this.#hands)) return;
    for (const understood of forHost(input, this.#known)) this.#worker.post({ type: "input", input: understood });
  }

  #cursorMoved(moved: CursorMoved): void {
    const foreign = this.#cursor.moved(moved, (x, y) => this.#placeOf(x, y), performance.now());
    if (foreign) this.#touch.pointer = moved;
  }

  #resize({ width, height }: Size): void {
    this.#remote = { width, height };
    this.#layOut();
  }

  #layOut(): void {
    if (this.#remote.width === 0) return;
    const { clientWidth, clientHeight } = this.#options.room;
    const size = shownSize(this.#remote, { width: clientWidth, height: clientHeight }, this.#scale, devicePixelRatio);
    this.#stage.style.width = `${size.width}px`;
    this.#stage.style.height = `${size.height}px`;
    this.#touch.reset();
    this.#cursor.scale = size.width / this.#remote.width;
    this.#canvas.style.imageRendering = enlarged(this.#scale) ? "pixelated" : "";
  }

  #placeOf(x: number, y: number): { left: number; top: number } {
    const { clientWidth, clientHeight } = this.#stage;
    return { left: (x / this.#remote.width) * clientWidth, top: (y / this.#remote.height) * clientHeight };
  }
}

function buildStage(stage: HTMLElement, canvas: HTMLCanvasElement, ghost: HTMLImageElement): void {
  // Clipped: the pointer may be on a monitor that is not shown.
  stage.style.cssText = "position:relative;margin:auto;flex:none;overflow:hidden";
  canvas.style.cssText = "display:block;width:100%;height:100%;touch-action:none;user-select:none";
  canvas.dataset["viewer"] = "picture";
  ghost.style.cssText = "position:absolute;left:0;top:0;pointer-events:none;opacity:.7";
  ghost.alt = "";
  ghost.hidden = true;
  stage.append(canvas, ghost);
}
