/** Whether the chat stands beside the screen. Once opened it stays connected while it is hidden, so that no message is missed. */
import { useCallback, useState } from "react";

export interface SideChat {
  /** This session may chat, and this page can show it. */
  readonly offered: boolean;
  readonly opened: boolean;
  readonly shown: boolean;
  readonly unread: number;
  readonly toggle: () => void;
  readonly hide: () => void;
  readonly setUnread: (count: number) => void;
  readonly open: () => void;
}

export function useSideChat(offered: boolean): SideChat {
  const [standing, setStanding] = useState<"never" | "shown" | "hidden">("never");
  const [unread, setUnread] = useState(0);
  return {
    offered,
    opened: offered && standing !== "never",
    shown: offered && standing === "shown",
    unread,
    toggle: useCallback(() => setStanding((now) => (now === "shown" ? "hidden" : "shown")), []),
    hide: useCallback(() => setStanding("hidden"), []),
    open: useCallback(() => setStanding("shown"), []),
    setUnread,
  };
}
