/** The live stream for pages: what arrives lands in the queries, and the banner knows when nothing arrives. */
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from "react";
import { LiveStream, type LiveStatus } from "./live-stream.ts";

interface Live {
  status: LiveStatus;
  retryNow: () => void;
}

const LiveContext = createContext<Live>({ status: "connecting", retryNow: () => undefined });

/** Whether news arrives, and a way to try again at once. */
export function useLive(): Live {
  return useContext(LiveContext);
}

function liveAddress(): string {
  return `${location.origin.replace(/^http/, "ws")}/api/live`;
}

interface Props {
  /** Called for every message of the server; `null` means anything may have changed. */
  onNews: (message: unknown) => void;
  children: ReactNode;
}

/** Joins the browser's one live stream while it is mounted. `onNews` must be stable. */
export function LiveProvider({ onNews, children }: Props) {
  const [status, setStatus] = useState<LiveStatus>("connecting");
  const stream = useRef<LiveStream | null>(null);
  useEffect(() => {
    const made = new LiveStream({
      openSocket: () => new WebSocket(liveAddress()),
      locks: navigator.locks,
      openChannel: () => new BroadcastChannel("daypass-live"),
      random: Math.random,
    });
    made.listen((news) => {
      if (news.kind === "status") setStatus(news.status);
      else onNews(news.kind === "message" ? news.data : null);
    });
    const retry = () => made.retryNow();
    addEventListener("online", retry);
    made.start();
    stream.current = made;
    return () => {
      removeEventListener("online", retry);
      made.stop();
    };
  }, [onNews]);
  return <LiveContext value={{ status, retryNow: () => stream.current?.retryNow() }}>{children}</LiveContext>;
}
