/**
 * A tool's line as its page has it: typed messages both ways, bytes of the tool's own, and where the connection stands. No framework; a page
 * builds one, listens, and disposes of it.
 */
import type { Bytes, Message, Tool } from "../protocol/messages.gen.ts";
import { type WayToHost, WorkerOfTool } from "./worker_of_tool.ts";
import type { FromToolWorker, ToToolWorker } from "./tool_messages.ts";
import type { Visitor } from "./visitor.ts";

export interface ToolLineOptions<FromHost extends Message> extends WayToHost {
  readonly tool: Tool;
  readonly visitor: Visitor;
  /** Names of the messages that the host of this tool sends. */
  readonly hears: readonly FromHost["type"][];
  readonly events: ToolLineEvents<FromHost>;
  /** Said when the page closes the tool. */
  readonly goodbye?: Message;
}

export type ToolLineEvents<FromHost extends Message> = WayToHost["events"] & {
  /** In the order in which the host said them. */
  message(message: FromHost): void;
  /** Bytes of the tool's own (kind 3), in order with the messages. */
  bulk?(bytes: Bytes): void;
};

export class ToolLine<ToHost extends Message, FromHost extends Message> {
  readonly #worker: WorkerOfTool<ToToolWorker, FromToolWorker>;

  constructor(options: ToolLineOptions<FromHost>) {
    const { events } = options;
    this.#worker = new WorkerOfTool(options, (told) => {
      // The worker lets only the messages in `hears` pass.
      if (told.type === "message") events.message(told.message as FromHost);
      else if (told.type === "bulk") events.bulk?.(told.bytes);
    });
    const { tool, visitor, hears, goodbye = { type: "ViewerEnd" } } = options;
    this.#worker.post({ type: "start", tool, visitor, hears, goodbye });
  }

  /** Connects with the session password; the outcome arrives as states. */
  connect(password: string): void {
    this.#worker.post({ type: "connect", password });
  }

  /** Without a line it goes nowhere: what must arrive is said again when the state is `connected`. */
  send(message: ToHost): void {
    this.#worker.post({ type: "send", message });
  }

  /** Gives the bytes away: they are the worker's from now on. */
  sendBulk(bytes: Bytes): void {
    this.#worker.post({ type: "send_bulk", bytes }, [bytes.buffer]);
  }

  /** Closes the tool. The support session goes on. */
  dispose(): void {
    this.#worker.dispose();
  }
}
