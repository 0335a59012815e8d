"""Writes console/src/protocol/messages.gen.ts from the protocol's message types, so both languages cannot drift apart.

Usage: generate_typescript.py [--check]; with --check nothing is written and a stale file is an error.
"""

import json
import sys
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import msgspec
from msgspec import inspect as types

from daypass.protocol import (
    chat,
    clipboard,
    connecting,
    dashboard,
    drawing,
    files,
    holding,
    host_api,
    messages,
    pairing,
    registry,
    remote_control,
    restarting,
    tool_line,
    viewing,
)
from daypass.protocol.version import PROTOCOL_VERSION

TARGET = Path(__file__).resolve().parent.parent / "console" / "src" / "protocol" / "messages.gen.ts"

STRUCTS: tuple[type[messages.Record], ...] = (
    messages.System,
    pairing.PairingAttempt,
    pairing.PairingShare,
    pairing.PairingReply,
    pairing.PairingConfirm,
    pairing.PairingWrong,
    pairing.PairingSealed,
    pairing.PairingOffer,
    pairing.PairingAccept,
    connecting.ConnectHello,
    connecting.ConnectReply,
    connecting.ConnectConfirm,
    connecting.ConnectAccept,
    connecting.ConnectRefused,
    connecting.ConsentAsked,
    connecting.ConsentGiven,
    remote_control.MonitorShown,
    remote_control.Screen,
    remote_control.CursorShape,
    remote_control.CursorMoved,
    tool_line.Notice,
    tool_line.Bye,
    tool_line.Pong,
    tool_line.Restarting,
    remote_control.PictureAck,
    remote_control.PointerMoved,
    remote_control.PointerButton,
    remote_control.Wheel,
    remote_control.Key,
    remote_control.CharacterKey,
    remote_control.ShortcutKey,
    remote_control.SecureAttention,
    remote_control.TextTyped,
    remote_control.ReleaseAll,
    remote_control.RefreshPicture,
    remote_control.ViewerShows,
    tool_line.ViewerEnd,
    tool_line.Ping,
    viewing.HostAbilities,
    viewing.SentWay,
    viewing.Figures,
    viewing.ChooseQuality,
    viewing.ShowFigures,
    viewing.ShowMonitor,
    clipboard.ClipboardShared,
    clipboard.ClipboardText,
    viewing.HandsHeld,
    viewing.TakeHands,
    viewing.OnlyLook,
    viewing.Recording,
    viewing.ScreenshotTaken,
    viewing.HideWallpaper,
    files.FilesReady,
    files.BrowsePlace,
    files.BrowsePlaces,
    files.FolderEntry,
    files.FolderPage,
    files.TreePage,
    files.JobProgress,
    files.JobFailure,
    files.JobConflict,
    files.JobDone,
    files.FileHash,
    files.FileHashes,
    files.FileOpened,
    files.FileThere,
    files.FileFailed,
    files.FilesTaken,
    files.FileRenamed,
    files.BytesTaken,
    files.ListPlaces,
    files.ListFolder,
    files.ListTree,
    files.MakeFolder,
    files.RenameEntry,
    files.DeleteEntries,
    files.CopyEntries,
    files.MeasureEntries,
    files.WithinFolder,
    files.HashFiles,
    files.DecideConflict,
    files.StopJob,
    files.PutFile,
    files.PutFiles,
    files.WantFile,
    files.WantFiles,
    files.StopFiles,
    files.FilesElevate,
    holding.PcHeld,
    holding.LockInput,
    holding.BlankScreen,
    drawing.Spot,
    drawing.PointAt,
    drawing.DrawLine,
    drawing.WipeDrawing,
    dashboard.DashboardReady,
    dashboard.Disk,
    dashboard.Adapter,
    dashboard.SecurityProduct,
    dashboard.Overview,
    dashboard.LoadSample,
    dashboard.TableRow,
    dashboard.TableRows,
    dashboard.PanelFailed,
    dashboard.ActionDone,
    dashboard.TerminalOpened,
    dashboard.TerminalResumed,
    dashboard.TerminalTyped,
    dashboard.TerminalOutput,
    dashboard.TerminalOver,
    dashboard.WatchPanel,
    dashboard.UnwatchPanel,
    dashboard.ReadEvents,
    dashboard.EndProcess,
    dashboard.SetPriority,
    dashboard.ControlService,
    dashboard.SetServiceStart,
    dashboard.SwitchStartup,
    registry.SubKey,
    registry.RegistryValue,
    registry.KeyPage,
    registry.ReadKey,
    registry.CreateKey,
    registry.RenameKey,
    registry.DeleteKey,
    registry.SetValue,
    registry.RenameValue,
    registry.DeleteValue,
    restarting.PlannedRestart,
    restarting.RestartState,
    restarting.PlanRestart,
    restarting.WithdrawRestart,
    dashboard.OpenTerminal,
    dashboard.ResumeTerminal,
    dashboard.TerminalInput,
    dashboard.ResizeTerminal,
    dashboard.TerminalTaken,
    dashboard.CloseTerminal,
    chat.ChatLine,
    chat.ChatLines,
    chat.ChatPeople,
    chat.ChatRefused,
    chat.ChatSince,
    chat.ChatSay,
    chat.ChatRead,
)
JSON_STRUCTS: tuple[type[messages.Record], ...] = (
    host_api.PeerPresence,
    host_api.PairingOver,
    host_api.PairingStart,
    host_api.HostStage,
)
ENUMS: tuple[type[Enum], ...] = (
    messages.Tool,
    messages.Consent,
    connecting.Mode,
    viewing.Quality,
    viewing.SentAs,
    files.PlaceKind,
    files.EntryKind,
    files.FilesRights,
    files.IfThere,
    holding.Held,
    dashboard.Panel,
    dashboard.Priority,
    dashboard.ServiceAction,
    dashboard.ServiceStart,
    dashboard.EventLevel,
    dashboard.Shell,
    registry.RegistryView,
    restarting.RestartMode,
    restarting.RestartAnswer,
    chat.Author,
)

_HEAD = """\
/** Generated by tools/generate_typescript.py from src/daypass/protocol/. Do not edit: change the Python types instead. */

/** Bytes as WebCrypto and the codec take and give them. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** How one field is checked at the door. */
export type FieldType =
  | { readonly kind: "int"; readonly min: number; readonly max: number }
  | { readonly kind: "text"; readonly min: number; readonly max: number; readonly pattern?: RegExp }
  | { readonly kind: "bytes"; readonly min: number; readonly max: number }
  | { readonly kind: "flag" }
  | { readonly kind: "choice"; readonly values: readonly string[] }
  | { readonly kind: "list"; readonly max: number; readonly of: FieldType }
  | { readonly kind: "record"; readonly name: RecordName };

/** A field of a message; one with `fallback` may be missing, and is left out when it equals it. */
export interface Field {
  readonly name: string;
  readonly type: FieldType;
  readonly fallback?: string | number | boolean | null;
}
"""


def typescript(kind: types.Type) -> str:
    """The TypeScript type of a field."""
    match kind:
        case types.IntType():
            return "number"
        case types.StrType():
            return "string"
        case types.BytesType():
            return "Bytes"
        case types.BoolType():
            return "boolean"
        case types.EnumType():
            return str(kind.cls.__name__)
        case types.LiteralType():
            return " | ".join(f'"{value}"' for value in kind.values)
        case types.VarTupleType():
            return f"readonly {typescript(kind.item_type)}[]"
        case types.StructType():
            return str(kind.cls.__name__)
        case types.CustomType() if issubclass(kind.cls, host_api.WireBytes):
            return "string"
        case types.UnionType():
            return " | ".join(typescript(member) for member in kind.types if not isinstance(member, types.NoneType))
    raise TypeError(f"no TypeScript for {kind}")


def field_type(kind: types.Type) -> str:
    """The check of a field."""
    match kind:
        case types.IntType(ge=low, le=high) if low is not None and high is not None:
            return f'{{ kind: "int", min: {low}, max: {high} }}'
        case types.StrType(max_length=high) if high is not None:
            pattern = f", pattern: /{kind.pattern}/" if kind.pattern else ""
            return f'{{ kind: "text", min: {kind.min_length or 0}, max: {high}{pattern} }}'
        case types.BytesType(max_length=high) if high is not None:
            return f'{{ kind: "bytes", min: {kind.min_length or 0}, max: {high} }}'
        case types.BoolType():
            return '{ kind: "flag" }'
        case types.EnumType():
            return f'{{ kind: "choice", values: {constant(kind.cls)} }}'
        case types.VarTupleType(max_length=high) if high is not None:
            return f'{{ kind: "list", max: {high}, of: {field_type(kind.item_type)} }}'
        case types.StructType():
            return f'{{ kind: "record", name: "{kind.cls.__name__}" }}'
        case types.UnionType():
            (member,) = (member for member in kind.types if not isinstance(member, types.NoneType))
            return field_type(member)
    raise TypeError(f"a field without caps, or of a kind TypeScript does not check: {kind}")


def constant(enum: type[Enum]) -> str:
    """`ConsentValues` for `Consent`."""
    return f"{enum.__name__}Values"


def literal(value: Any) -> str:
    """A default in TypeScript."""
    return {None: "null", True: "true", False: "false"}.get(value) or msgspec.json.encode(value).decode()


def documentation(struct: type) -> str:
    """The docstring as one comment."""
    return f"/** {' '.join((struct.__doc__ or '').split())} */"


def interface(info: types.StructType) -> Iterator[str]:
    """The TypeScript interface of a struct."""
    yield documentation(info.cls)
    yield f"export interface {info.cls.__name__} {{"
    if info.tag is not None:
        yield f'  readonly {info.tag_field}: "{info.tag}";'
    for field in info.fields:
        optional = field.default is not msgspec.NODEFAULT
        absent = " | null" if optional and field.default is None else ""
        yield f"  readonly {field.encode_name}{'?' if optional else ''}: {typescript(field.type)}{absent};"
    yield "}"
    yield ""


def checks(info: types.StructType) -> Iterator[str]:
    """The table entry that the codec checks a struct by."""
    tagged = "true" if info.tag is not None else "false"
    yield f"  {info.cls.__name__}: {{"
    yield f"    tagged: {tagged},"
    yield "    fields: ["
    for field in info.fields:
        fallback = "" if field.default is msgspec.NODEFAULT else f", fallback: {literal(field.default)}"
        yield f'      {{ name: "{field.encode_name}", type: {field_type(field.type)}{fallback} }},'
    yield "    ],"
    yield "  },"


def generated() -> str:
    """The whole file."""
    lines = [_HEAD, f"export const PROTOCOL_VERSION = {PROTOCOL_VERSION};", ""]
    for enum in ENUMS:
        values = ", ".join(f'"{member.value}"' for member in enum)
        lines += [
            documentation(enum),
            f"export type {enum.__name__} = (typeof {constant(enum)})[number];",
            f"export const {constant(enum)} = [{values}] as const;",
            "",
        ]
    lines += ["/** The columns of each panel of Dashboard that is a table. */", "export const PANEL_COLUMNS = {"]
    lines += [f"  {panel.value}: {json.dumps(columns)}," for panel, columns in dashboard.COLUMNS.items()]
    lines += ["} as const satisfies Partial<Record<Panel, readonly string[]>>;", ""]
    infos = [info for info in types.multi_type_info(STRUCTS) if isinstance(info, types.StructType)]
    json_infos = [info for info in types.multi_type_info(JSON_STRUCTS) if isinstance(info, types.StructType)]
    for info in (*infos, *json_infos):
        lines += interface(info)
    lines += ["/** Every record of the wire by its name. */", "export interface Records {"]
    lines += [f"  {info.cls.__name__}: {info.cls.__name__};" for info in infos]
    lines += ["}", "export type RecordName = keyof Records;", ""]
    lines += ["/** The records that say their own name in `type`. */", "export type Message ="]
    lines += [f"  | {info.cls.__name__}" for info in infos if info.tag is not None]
    lines[-1] += ";"
    lines += [
        "",
        "export const SCHEMAS: Readonly<Record<RecordName, { tagged: boolean; fields: readonly Field[] }>> = {",
    ]
    for info in infos:
        lines += checks(info)
    lines += ["};", ""]
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Write the file, or say whether it is stale."""
    text = generated()
    if "--check" in arguments:
        fresh = TARGET.is_file() and TARGET.read_text(encoding="utf-8") == text
        print("messages.gen.ts: fresh" if fresh else "messages.gen.ts is stale: run tools/generate_typescript.py")
        return 0 if fresh else 1
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
