/** The viewer's worker, built by hand: socket, keys, pictures and canvas live here, off the page's thread. */
import { PageOfTool } from "../line/page_of_tool.ts";
import type { Visitor } from "../line/visitor.ts";
import { Connection } from "./connection.ts";
import { fastestWay } from "./painting.ts";
import { decodePhoto, showsPhotos } from "./photo.ts";
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
const page = new PageOfTool(tell);

function start(canvas: OffscreenCanvas, visitor: Visitor): void {
  picture = new PictureCanvas(
    canvas,
    fastestWay(() => performance.now()),
    new WebCodecsVideo(),
    decodePhoto,
  );
  const parts = page.lineParts(visitor);
  connection = new Connection({
    ...parts,
    openLine: async (options) => {
      await decoderReady;
      return parts.openLine(options);
    },
    canvas: picture,
    showsVideos: showsVideos(),
    showsPhotos: showsPhotos(),
    tell,
  });
  page.begin(visitor, connection);
}

onmessage = (event: MessageEvent<ToWorker>) => {
  const message = event.data;
  switch (message.type) {
    case "start":
      start(message.canvas, message.visitor);
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
    default:
      if (message.type === "close") stopRecording();
      page.hear(message);
  }
};
