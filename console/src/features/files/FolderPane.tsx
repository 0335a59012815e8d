/** One pane: its place, its list, its keys and its menu, whichever computer the folders are on. What only one side can do is handed in. */
import { Button, Loader, Text } from "@mantine/core";
import { type DragEvent, type KeyboardEvent, type ReactNode, type RefObject, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { useWatched } from "../../foundation/watching/use-watched.ts";
import { type Deeds, pressed } from "./commands.ts";
import { CommandsMenu } from "./CommandsMenu.tsx";
import { asFilesProblem } from "./dialogs.tsx";
import { carryAcross } from "./carried.ts";
import { dragged, otherSide, type Side } from "./dragged-rows.ts";
import { FileList } from "./FileList.tsx";
import type { FilesDesk } from "./files-desk.ts";
import type { Measure } from "./measure.ts";
import type { Pane } from "./pane.ts";
import { PaneBar } from "./PaneBar.tsx";
import { type OpenDialog, PaneDialogs } from "./PaneDialogs.tsx";
import { PathBar } from "./PathBar.tsx";
import { Clipped, StatusLine } from "./StatusLine.tsx";
import { useAcross } from "./use-across.ts";
import type { Trying } from "./use-tried.ts";
import { canBeViewed, type Read } from "./viewed.ts";
import { joined, parent } from "./paths.ts";
import { opens, type Row } from "./rows.ts";
import { chooseAll, invert, reach, toggle } from "./selection.ts";

/** What both sides are given. */
export interface SideProps {
  readonly desk: FilesDesk;
  readonly grid: RefObject<HTMLDivElement | null>;
  /** What makes the two open folders alike. */
  readonly alike: Deeds;
  /** The other pane is wanted. */
  readonly onOther: () => void;
}

interface Props extends SideProps {
  readonly side: Side;
  readonly measure: Measure;
  /** What gets a file's contents. */
  readonly read: Read;
  readonly trying: Trying;
  /** What only this side can do. */
  readonly deeds: (open: (dialog: OpenDialog) => void) => Deeds;
  /** Files of the technician's desktop are dropped here; undefined: they cannot be. */
  readonly onFiles?: ((dropped: DataTransfer) => void) | undefined;
  /** Rows were dragged out of the window, where no browser can put what comes sealed. */
  readonly onDraggedOut?: () => void;
  /** What helps with a folder that cannot be shown. */
  readonly remedy?: ReactNode;
  /** More ways to begin, in the menu of places. */
  readonly places?: ReactNode;
  readonly children?: ReactNode;
}

export function FolderPane(props: Props) {
  const { desk, side, grid, measure, read, deeds, onFiles, onDraggedOut } = props;
  const { problem, tried, seen } = props.trying;
  const { t } = useTranslation();
  const pane = desk[side];
  const state = useWatched(pane);
  const across = useAcross(desk, side, tried);
  const title = t(`console.files.pane_${side}`);
  const filter = useRef<HTMLInputElement>(null);
  const [typing, setTyping] = useState(false);
  const [dialog, setDialog] = useState<OpenDialog>();
  const [menuAt, setMenuAt] = useState<{ x: number; y: number }>();
  const [dropping, setDropping] = useState(false);
  const focusList = () => setTimeout(() => grid.current?.focus());
  const { path } = state;

  function open(row: Row): void {
    if (canBeViewed(row)) setDialog({ at: "view", row });
    if (path === undefined || !opens(row) || row.unnameable) return;
    void pane.go(row.target ?? joined(path, row.name, pane.separator));
  }
  const all = {
    ...waysOf(pane, open),
    go_to: { can: true, run: () => setTyping(true) },
    filter: { can: true, run: () => filter.current?.focus() },
    ...choicesOf(pane, setDialog),
    other_pane: { can: true, run: props.onOther },
    ...props.alike,
    ...across.deeds,
    ...deeds(setDialog),
  };

  function takes({ dataTransfer: { types } }: DragEvent): boolean {
    return (across.open && types.includes(dragged(otherSide(side)))) || (!!onFiles && types.includes("Files"));
  }
  function drop(event: DragEvent): void {
    if (!takes(event)) return;
    event.preventDefault();
    setDropping(false);
    if (event.dataTransfer.types.includes("Files")) onFiles?.(event.dataTransfer);
    else tried(carryAcross(desk, otherSide(side), false));
  }

  return (
    <section
      className="files-pane"
      aria-label={title}
      data-side={side}
      data-dropping={dropping || undefined}
      onDragOver={(event) => {
        if (!takes(event)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = "copy";
        setDropping(true);
      }}
      onDragLeave={() => setDropping(false)}
      onDrop={drop}
    >
      <PathBar pane={pane} title={title} typing={typing} onTyping={setTyping} onGone={focusList} more={props.places} />
      <PaneBar pane={pane} filter={filter} deeds={all} onGone={focusList} />
      {problem && (
        <ProblemPanel problem={asFilesProblem(problem)}>
          <Button variant="default" onClick={seen}>
            {t("console.common.close")}
          </Button>
        </ProblemPanel>
      )}
      {state.problem && (
        <ProblemPanel problem={asFilesProblem(state.problem)} onRetry={() => void pane.refresh()}>
          {props.remedy}
          {state.problem.path && state.problem.dp === "DP-708" && (
            <Button variant="default" onClick={() => void pane.go(state.problem?.path ?? "")}>
              {t("console.files.go_to_target", { path: state.problem.path })}
            </Button>
          )}
        </ProblemPanel>
      )}
      <FileList
        pane={pane}
        label={path ?? title}
        grid={grid}
        drags={dragged(side)}
        onOpen={open}
        onKey={(event: KeyboardEvent) => pressed(event, all)}
        onMenu={setMenuAt}
        {...(onDraggedOut ? { onDraggedOut } : {})}
      />
      {!state.problem && <EmptyWord pane={pane} />}
      <StatusLine pane={pane}>{across.clipped && <Clipped clipping={across.clipped} />}</StatusLine>
      {menuAt && (
        <CommandsMenu
          at={menuAt}
          opened
          onClose={() => {
            setMenuAt(undefined);
            focusList();
          }}
          deeds={all}
        />
      )}
      {dialog && (
        <PaneDialogs
          pane={pane}
          side={side}
          measure={measure}
          read={read}
          dialog={dialog}
          onClose={() => {
            setDialog(undefined);
            focusList();
          }}
        />
      )}
      {props.children}
    </section>
  );
}

/** Ways through folders, and how they are shown. */
function waysOf(pane: Pane, open: (row: Row) => void): Deeds {
  const { path, rows, selection, sieve, canBack, canForward } = pane.state;
  const first = rows.find((one) => one.name === selection.cursor);
  const above = path !== undefined && parent(path, pane.separator) !== undefined;
  return {
    open: { can: first !== undefined && opens(first), run: () => first && open(first) },
    view: { can: first !== undefined && canBeViewed(first), run: () => first && open(first) },
    up: { can: above, run: () => void pane.up() },
    back: { can: canBack, run: () => void pane.back() },
    forward: { can: canForward, run: () => void pane.forward() },
    refresh: { can: path !== undefined, run: () => void pane.refresh() },
    hidden: { can: true, run: () => pane.sift({ hidden: !sieve.hidden }) },
  };
}

/** What is chosen, and what both sides do with it. */
function choicesOf(pane: Pane, ask: (dialog: OpenDialog) => void): Deeds {
  const { path, rows, selection } = pane.state;
  const first = rows.find((one) => one.name === selection.cursor);
  const some = selection.chosen.size > 0 || first !== undefined;
  return {
    toggle: {
      can: first !== undefined,
      run: () => {
        if (!first) return;
        const next = rows[rows.indexOf(first) + 1] ?? first;
        pane.select(reach(toggle(selection, first.name), rows, next.name, "cursor"));
      },
    },
    select_all: { can: true, run: () => pane.select(chooseAll(selection, rows)) },
    invert: { can: true, run: () => pane.select(invert(selection, rows)) },
    select_mask: { can: true, run: () => ask({ at: "mask", add: true }) },
    unselect_mask: { can: true, run: () => ask({ at: "mask", add: false }) },
    new_folder: { can: path !== undefined, run: () => ask({ at: "new_folder" }) },
    rename: { can: first !== undefined && !first.unnameable, run: () => first && ask({ at: "rename", row: first }) },
    properties: { can: some, run: () => ask({ at: "properties", rows: pane.meant }) },
    shortcuts: { can: true, run: () => ask({ at: "shortcuts" }) },
  };
}

/** Why nothing is seen, where nothing is. */
function EmptyWord({ pane }: { pane: Pane }) {
  const { t } = useTranslation();
  const { rows, all, loading } = useWatched(pane);
  if (rows.length > 0) return null;
  return (
    <div className="files-empty" role="status">
      {loading ? <Loader size="sm" aria-label={t("console.common.loading")} /> : null}
      {!loading && (
        <Text className="quiet">{t(all.length > 0 ? "console.files.all_sifted" : "console.files.empty")}</Text>
      )}
    </div>
  );
}
