/** One terminal: xterm.js shows what the shell writes, and says how much it has shown, so that the PC never runs far ahead. */
import { FitAddon } from "@xterm/addon-fit";
import { Terminal } from "@xterm/xterm";
import "@xterm/xterm/css/xterm.css";
import { useEffect, useEffectEvent, useRef } from "react";
import type { Bytes, Shell } from "../../protocol/messages.gen.ts";
import type { Dashboard } from "./use-dashboard.ts";

/** Output after which the host hears how much has been shown. */
const TELL_EVERY_BYTES = 32 * 1024;
const MOST_INPUT = 16 * 1024;

interface Props {
  readonly dashboard: Dashboard;
  readonly terminal: number;
  readonly shell: Shell;
  readonly elevated: boolean;
  readonly label: string;
  readonly shown: boolean;
  readonly over: boolean;
}

export function TerminalScreen({ dashboard, terminal, shell, elevated, label, shown, over }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const screen = useRef<Terminal | null>(null);
  const { send, listen } = dashboard;
  const opened = useEffectEvent((columns: number, rows: number) =>
    send({ type: "OpenTerminal", terminal, shell, elevated, columns, rows }),
  );

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
    let taken = 0;
    let told = 0;
    const stop = listen((message) => {
      if (message.type !== "TerminalOutput" || message.terminal !== terminal) return;
      const { output } = message;
      made.write(output, () => {
        taken += output.length;
        if (taken - told < TELL_EVERY_BYTES) return;
        told = taken;
        send({ type: "TerminalTaken", terminal, bytes: taken });
      });
    });
    const typed = made.onData((text) => {
      for (const input of pieces(text)) send({ type: "TerminalInput", terminal, input });
    });
    const resized = made.onResize(({ cols, rows }) =>
      send({ type: "ResizeTerminal", terminal, columns: bounded(cols), rows: bounded(rows) }),
    );
    const observer = new ResizeObserver(() => {
      if (box.clientWidth > 0) fit.fit();
    });
    observer.observe(box);
    opened(bounded(made.cols), bounded(made.rows));
    return () => {
      stop();
      typed.dispose();
      resized.dispose();
      observer.disconnect();
      made.dispose();
      screen.current = null;
    };
  }, [send, listen, terminal]);

  useEffect(() => {
    if (shown && !over) screen.current?.focus();
  }, [shown, over]);
  useEffect(() => {
    if (screen.current) screen.current.options.disableStdin = over;
  }, [over]);

  return <div ref={place} className="dash-screen" role="group" aria-label={label} />;
}

const bounded = (size: number) => Math.max(2, Math.min(1000, size));

/** What was typed or pasted as UTF-8, in pieces that a message holds. */
function* pieces(text: string): Generator<Bytes> {
  const bytes = new TextEncoder().encode(text);
  for (let start = 0; start < bytes.length; start += MOST_INPUT) yield bytes.slice(start, start + MOST_INPUT);
}
