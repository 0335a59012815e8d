/** What a technician can do on a PC, in the order of the buttons, and why something cannot be opened now. */
import { IconFolders, IconGauge, IconMessageCircle, IconScreenShare, type TablerIcon } from "@tabler/icons-react";
import type { Tool } from "../../protocol/messages.gen.ts";
import type { SupportSession } from "../api/types.ts";

/** Addresses of the pages of tools; every one of them is a route. */
export type ToolAddress =
  "/sessions/$id/remote-control" | "/sessions/$id/files" | "/sessions/$id/dashboard" | "/sessions/$id/chat";

export interface ToolPlace {
  readonly tool: Tool;
  readonly icon: TablerIcon;
  /** Undefined: not in this version. */
  readonly to: ToolAddress | undefined;
}

export const TOOLS: readonly ToolPlace[] = [
  { tool: "remote_control", icon: IconScreenShare, to: "/sessions/$id/remote-control" },
  { tool: "files", icon: IconFolders, to: "/sessions/$id/files" },
  { tool: "dashboard", icon: IconGauge, to: "/sessions/$id/dashboard" },
  { tool: "chat", icon: IconMessageCircle, to: "/sessions/$id/chat" },
];

/** Why a tool cannot be opened now; texts are `console.tools.lacks_<value>`. */
export type Lack = "plan" | "version" | "pc";
export const LACKS: readonly Lack[] = ["pc", "plan", "version"];

/** The plan is named first, since no waiting helps against it. */
export function lackOf(session: Pick<SupportSession, "rights" | "presence">, { tool, to }: ToolPlace): Lack | null {
  if (!session.rights.includes(tool)) return "plan";
  if (to === undefined) return "version";
  return session.presence === "offline" ? "pc" : null;
}
