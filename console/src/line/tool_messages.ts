/** What a page and the worker of its tool say to one another. The worker owns socket and keys. */
import type { Bytes, Message, Tool } from "../protocol/messages.gen.ts";
import type { FromEveryWorker, ToEveryWorker } from "./worker_of_tool.ts";
import type { Visitor } from "./visitor.ts";

export type ToToolWorker =
  | {
      readonly type: "start";
      readonly tool: Tool;
      readonly visitor: Visitor;
      /** Names of the messages that this tool's host may send. */
      readonly hears: readonly Message["type"][];
      readonly goodbye: Message;
    }
  | { readonly type: "send"; readonly message: Message }
  | { readonly type: "send_bulk"; readonly bytes: Bytes }
  | ToEveryWorker;

export type FromToolWorker =
  | { readonly type: "message"; readonly message: Message }
  | { readonly type: "bulk"; readonly bytes: Bytes }
  | FromEveryWorker;
