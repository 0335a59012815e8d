/**
 * One terminal: xterm.js shows what the shell writes, and says how much it has shown, so that the PC never runs far ahead. On a new line the
 * page takes it up again at the byte that it has not got.
 */
import { FitAddon } from "@xterm/addon-fit";
import { Terminal } from "@xterm/xterm";
import "@xterm/xterm/css/xterm.css";
import { useEffect, useEffectEvent, useRef } from "react";
import type { Bytes, Shell } from "../../protocol/messages.gen.ts";
import { Typed } from "./typed.ts";
import type { Dashboard } from "./use-dashboard.ts";

/** Output after which the host hears how much has been shown. */
const TELL_EVERY_BYTES = 32 * 1024;

interface Size {
  readonly columns: number;
  readonly rows: number;
}

interface Props {
  readonly dashboard: Dashboard;
  readonly terminal: number;
  readonly shell: Shell;
  readonly elevated: boolean;
  readonly label: string;
  readonly shown: boolean;
  readonly over: boolean;
  /** It cannot go on: its line broke, and its host keeps no terminals. */
  readonly onLost: () => void;
  /** Bytes that may never have reached the shell. */
  readonly onUnsure: (bytes: number) => void;
  /** More was pasted than a terminal takes; false: that is past. */
  readonly onTooMuch: (on: boolean) => void;
}

export function TerminalScreen({ dashboard, terminal, shell, elevated, label, shown, over, ...news }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const screen = useRef<Terminal | null>(null);
  const { send, listen, standing } = dashboard;
  const lost = useEffectEvent(() => news.onLost());
  const unsure = useEffectEvent((bytes: number) => news.onUnsure(bytes));
  const tooMuch = useEffectEvent((on: boolean) => news.onTooMuch(on));
  const opened = useEffectEvent((size: Size) => send({ type: "OpenTerminal", terminal, shell, elevated, ...size }));

  useEffect(() => {
    const box = place.current;
    if (!box) return;
    const made = new Terminal({
      cursorBlink: false,
      fontSize: 14,
      fontFamily: 'ui-monospace, "Cascadia Mono", "Segoe UI Mono", "Liberation Mono", Menlo, monospace',
      scrollback: 5000,
      screenReaderMode: true,
      theme: { background: "#14191b", foreground: "#e6eaeb" },
      // What a program writes may not open anything, nor answer for the technician.
      windowOptions: {},
      linkHandler: { activate: () => undefined },
    });
    const fit = new FitAddon();
    made.loadAddon(fit);
    made.open(box);
    fit.fit();
    screen.current = made;
    const typed = new Typed();
    let token: Bytes | undefined;
    let ended = false;
    let fitted = true;
    let received = 0;
    let taken = 0;
    let told = 0;
    const size = (): Size => ({ columns: bounded(made.cols), rows: bounded(made.rows) });
    const tellTaken = () => {
      told = taken;
      send({ type: "TerminalTaken", terminal, bytes: taken });
    };
    const sendTyped = () => {
      for (const piece of typed.next()) send({ type: "TerminalInput", terminal, ...piece });
    };
    const show = (output: Bytes) => {
      received += output.length;
      made.write(output, () => {
        taken += output.length;
        if (taken - told >= TELL_EVERY_BYTES) tellTaken();
      });
    };
    const goOn = () => {
      if (ended) return;
      if (token) send({ type: "ResumeTerminal", terminal, token, received });
      else lost();
    };
    const stop = listen((message) => {
      if (message.type === "DashboardReady") goOn();
      if (!("terminal" in message) || message.terminal !== terminal) return;
      switch (message.type) {
        case "TerminalOpened":
          token = message.token ?? undefined;
          typed.opened(token !== undefined);
          sendTyped();
          break;
        case "TerminalResumed":
          typed.resumed(message.typed);
          tellTaken();
          send({ type: "ResizeTerminal", terminal, ...size() });
          sendTyped();
          break;
        case "TerminalTyped":
          typed.taken(message.bytes);
          sendTyped();
          break;
        case "TerminalOutput":
          show(message.output);
          break;
        case "TerminalOver":
          ended = true;
          if (typed.waiting > 0) unsure(typed.waiting);
          break;
      }
    });
    const keys = made.onData((text) => {
      const fits = typed.type(new TextEncoder().encode(text));
      if (fits) sendTyped();
      if (fits !== fitted) tooMuch(!fits);
      fitted = fits;
    });
    const resized = made.onResize(() => send({ type: "ResizeTerminal", terminal, ...size() }));
    const observer = new ResizeObserver(() => {
      if (box.clientWidth > 0) fit.fit();
    });
    observer.observe(box);
    opened(size());
    return () => {
      stop();
      keys.dispose();
      resized.dispose();
      observer.disconnect();
      made.dispose();
      screen.current = null;
    };
  }, [send, listen, terminal]);

  useEffect(() => {
    // Without a line the page takes no keys; the one who typed goes on typing here.
    if (shown && !over && standing) screen.current?.focus();
  }, [shown, over, standing]);
  useEffect(() => {
    if (screen.current) screen.current.options.disableStdin = over || !standing;
  }, [over, standing]);

  return <div ref={place} className="dash-screen" role="group" aria-label={label} />;
}

const bounded = (size: number) => Math.max(2, Math.min(1000, size));
