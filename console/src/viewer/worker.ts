/** The viewer's worker, built by hand: socket, keys, pictures and canvas live here, off the page's thread. */
import { openSealedLine } from "../line/sealed_line.ts";
import { borrowChannel, lendChannel } from "../line/shared_channel.ts";
import type { ConnectionOffer, OfferRefused } from "../line/states.ts";
import type { Visitor } from "../line/visitor.ts";
import { Connection } from "./connection.ts";
import { fastestWay } from "./painting.ts";
import { PictureCanvas } from "./picture_canvas.ts";
import { RecordedPointer, Recorder } from "./recorder.ts";
import type { FromWorker, ToWorker } from "./worker_messages.ts";
import { showsVideos, WebCodecsVideo } from "./video.ts";
import { loadZstd } from "./zstd.ts";

const pointer = new RecordedPointer();
let recorder: Recorder | undefined;

function tell(message: FromWorker): void {
  if (message.type === "cursor_shape") pointer.addShape(message.shape);
  if (message.type === "cursor_moved") pointer.moved(message.moved);
  if (message.type === "cursor_moved" || message.type === "drawn") recorder?.changed();
  postMessage(message);
}

function record(): void {
  try {
    recorder ??= new Recorder({
      screen: () => picture?.image,
      pointer,
      write: (piece) => tell({ type: "recorded", piece }),
      failed: () => recordingOver(true),
      now: () => performance.now(),
    });
  } catch {
    recordingOver(true);
  }
}

function recordingOver(failed: boolean): void {
  recorder = undefined;
  tell({ type: "recording_over", failed });
}

function stopRecording(): void {
  recorder?.stop().then(
    () => recordingOver(false),
    () => recordingOver(true),
  );
}

const decoderReady = loadZstd();
let connection: Connection | undefined;
let picture: PictureCanvas | undefined;
let offerArrived: ((answer: ConnectionOffer | OfferRefused) => void) | undefined;

/** The page asks the server: it has the sign-in and the words for its problems. */
function obtainOffer(): Promise<ConnectionOffer | OfferRefused> {
  return new Promise((resolve) => {
    offerArrived = resolve;
    tell({ type: "offer_wanted" });
  });
}

function start(canvas: OffscreenCanvas, visitor: Visitor): void {
  picture = new PictureCanvas(
    canvas,
    fastestWay(() => performance.now()),
    new WebCodecsVideo(),
  );
  const made = new Connection({
    technician: visitor.technician,
    openLine: async (options) => {
      await decoderReady;
      return openSealedLine(options);
    },
    obtainOffer,
    borrowChannel: () => borrowChannel(visitor),
    canvas: picture,
    showsVideos: showsVideos(),
    tell,
    now: () => performance.now(),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  });
  connection = made;
  lendChannel(visitor, () => made.channel);
  void made.connectBeside();
}

onmessage = (event: MessageEvent<ToWorker>) => {
  const message = event.data;
  switch (message.type) {
    case "start":
      start(message.canvas, message.visitor);
      break;
    case "connect":
      void connection?.connect(message.password);
      break;
    case "offer":
      offerArrived?.(message.offer);
      break;
    case "no_offer":
      offerArrived?.(message.refused);
      break;
    case "input":
      connection?.input(message.input);
      break;
    case "wish":
      connection?.wish(message.wish);
      break;
    case "screenshot":
      void picture?.screenshot().then((shot) => tell({ type: "screenshot", picture: shot }));
      break;
    case "record":
      if (message.on) record();
      else stopRecording();
      break;
    case "close":
      stopRecording();
      connection?.close();
      // The goodbye is sealed and sent first.
      setTimeout(() => close(), 500);
      break;
  }
};
