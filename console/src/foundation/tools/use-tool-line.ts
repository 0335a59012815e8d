/** One line of a tool for the life of its page, and where it stands as React state. */
import { useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import type { RoundTrip } from "../../line/round_trip.ts";
import type { ConnectionState } from "../../line/states.ts";
import { ToolLine } from "../../line/tool_line.ts";
import type { Bytes, Message, Tool } from "../../protocol/messages.gen.ts";
import { useMe } from "../api/me.ts";
import { obtainOffer } from "./offers.ts";

export interface ToolLineUse<ToHost extends Message, FromHost extends Message> {
  readonly sessionId: string;
  readonly tool: Tool;
  /** Names of the messages that the host of this tool sends; the same list each time. */
  readonly hears: readonly FromHost["type"][];
  /** Called with each message, in order; sees the page's newest state. */
  readonly onMessage: (message: FromHost) => void;
  /** Called with each frame of the tool's own bytes, in order with the messages. */
  readonly onBulk?: (bytes: Bytes) => void;
  /** Whenever a line is connected, also a new one after a break: what the host must know is said here. */
  readonly onConnected?: (send: (message: ToHost) => void) => void;
  /** Said when the page goes; the same each time. */
  readonly goodbye?: Message;
}

export interface ShownLine {
  readonly tool: Tool;
  readonly state: ConnectionState;
  readonly roundTrip: RoundTrip | undefined;
  readonly connect: (password: string, chatAfter: boolean) => void;
}

export interface ShownToolLine<ToHost extends Message> extends ShownLine {
  /** Without a connection it goes nowhere. */
  readonly send: (message: ToHost) => void;
  readonly sendBulk: (bytes: Bytes) => void;
}

export function useToolLine<ToHost extends Message, FromHost extends Message>(
  use: ToolLineUse<ToHost, FromHost>,
): ShownToolLine<ToHost> {
  const { sessionId, tool, hears, goodbye } = use;
  const me = useMe().technician;
  const line = useRef<ToolLine<ToHost, FromHost> | null>(null);
  const chatAfter = useRef(false);
  const [state, setState] = useState<ConnectionState>({ at: "looking" });
  const [roundTrip, setRoundTrip] = useState<RoundTrip>();
  const heard = useEffectEvent((message: FromHost) => use.onMessage(message));
  const bulk = useEffectEvent((bytes: Bytes) => use.onBulk?.(bytes));
  const connected = useEffectEvent((made: ToolLine<ToHost, FromHost>) =>
    use.onConnected?.((message) => made.send(message)),
  );

  useEffect(() => {
    const made = new ToolLine<ToHost, FromHost>({
      tool,
      hears,
      visitor: { sessionId, technicianId: me.id, technician: me.name },
      obtainOffer: () => {
        const chat = chatAfter.current;
        // Coming back after a blip is no new visit: the chat opens once.
        chatAfter.current = false;
        return obtainOffer(sessionId, tool, chat);
      },
      createWorker: () =>
        new Worker(new URL("../../line/tool_worker.ts", import.meta.url), { type: "module", name: tool }),
      events: {
        state: (told) => {
          setState(told);
          if (told.at === "connected") connected(made);
        },
        message: (message) => heard(message),
        bulk: (bytes) => bulk(bytes),
        roundTrip: setRoundTrip,
      },
      ...(goodbye ? { goodbye } : {}),
    });
    line.current = made;
    return () => {
      line.current = null;
      made.dispose();
    };
  }, [sessionId, tool, hears, goodbye, me.id, me.name]);

  return {
    tool,
    state,
    roundTrip,
    connect: useCallback((password: string, chat: boolean) => {
      chatAfter.current = chat;
      line.current?.connect(password);
    }, []),
    send: useCallback((message: ToHost) => line.current?.send(message), []),
    sendBulk: useCallback((bytes: Bytes) => line.current?.sendBulk(bytes), []),
  };
}
