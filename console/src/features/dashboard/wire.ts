/** What Dashboard and the host say to one another. */
import type {
  ActionDone,
  CloseTerminal,
  ControlService,
  CreateKey,
  DashboardReady,
  DeleteKey,
  DeleteValue,
  EndProcess,
  KeyPage,
  LoadSample,
  OpenTerminal,
  Overview,
  Panel,
  PanelFailed,
  PANEL_COLUMNS,
  PlanRestart,
  ReadEvents,
  ReadKey,
  RenameKey,
  RenameValue,
  ResizeTerminal,
  ResumeTerminal,
  RestartState,
  SetPriority,
  SetServiceStart,
  SetValue,
  SwitchStartup,
  TableRows,
  TerminalInput,
  TerminalOpened,
  TerminalOutput,
  TerminalOver,
  TerminalResumed,
  TerminalTaken,
  TerminalTyped,
  UnwatchPanel,
  WatchPanel,
  WithdrawRestart,
} from "../../protocol/messages.gen.ts";

export type Action =
  | EndProcess
  | SetPriority
  | ControlService
  | SetServiceStart
  | SwitchStartup
  | CreateKey
  | RenameKey
  | DeleteKey
  | SetValue
  | RenameValue
  | DeleteValue
  | PlanRestart
  | WithdrawRestart;

export type ToHost =
  | WatchPanel
  | UnwatchPanel
  | ReadEvents
  | ReadKey
  | Action
  | OpenTerminal
  | ResumeTerminal
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
  | TerminalResumed
  | TerminalTyped
  | TerminalOutput
  | TerminalOver
  | KeyPage
  | RestartState;

export const HEARS: readonly FromHost["type"][] = [
  "DashboardReady",
  "Overview",
  "LoadSample",
  "TableRows",
  "PanelFailed",
  "ActionDone",
  "TerminalOpened",
  "TerminalResumed",
  "TerminalTyped",
  "TerminalOutput",
  "TerminalOver",
  "KeyPage",
  "RestartState",
];

export type TablePanelName = keyof typeof PANEL_COLUMNS & Panel;
