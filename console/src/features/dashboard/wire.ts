/** What Dashboard and the host say to one another. */
import type {
  ActionDone,
  CloseTerminal,
  ControlService,
  DashboardReady,
  EndProcess,
  LoadSample,
  OpenTerminal,
  Overview,
  Panel,
  PanelFailed,
  PANEL_COLUMNS,
  PlanRestart,
  ReadEvents,
  ResizeTerminal,
  RestartState,
  SetPriority,
  SetServiceStart,
  TableRows,
  TerminalInput,
  TerminalOpened,
  TerminalOutput,
  TerminalOver,
  TerminalTaken,
  UnwatchPanel,
  WatchPanel,
  WithdrawRestart,
} from "../../protocol/messages.gen.ts";

export type Action = EndProcess | SetPriority | ControlService | SetServiceStart | PlanRestart | WithdrawRestart;

export type ToHost =
  | WatchPanel
  | UnwatchPanel
  | ReadEvents
  | Action
  | OpenTerminal
  | TerminalInput
  | ResizeTerminal
  | TerminalTaken
  | CloseTerminal;

export type FromHost =
  | DashboardReady
  | Overview
  | LoadSample
  | TableRows
  | PanelFailed
  | ActionDone
  | TerminalOpened
  | TerminalOutput
  | TerminalOver
  | RestartState;

export const HEARS: readonly FromHost["type"][] = [
  "DashboardReady",
  "Overview",
  "LoadSample",
  "TableRows",
  "PanelFailed",
  "ActionDone",
  "TerminalOpened",
  "TerminalOutput",
  "TerminalOver",
  "RestartState",
];

export type TablePanelName = keyof typeof PANEL_COLUMNS & Panel;
