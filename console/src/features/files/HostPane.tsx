/** The PC's side: its places and folders, and everything that can be done in them. */
import { Button, Loader, Text } from "@mantine/core";
import { type KeyboardEvent, type RefObject, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { readableBytes } from "../../foundation/texts/amounts.ts";
import type { Clipping } from "./clipping.ts";
import { commandOf, type CommandId } from "./commands.ts";
import { CommandsMenu } from "./CommandsMenu.tsx";
import { asFilesProblem } from "./dialogs.tsx";
import type { FilesDesk } from "./files-desk.ts";
import { filesOfDialog, filesOfDrop } from "./chosen-files.ts";
import { filesBelow } from "./fetched-tree.ts";
import { FilesProblem } from "./host-jobs.ts";
import type { UploadItem } from "../../transfers/states.ts";
import { FileList } from "./FileList.tsx";
import { HostDialogs, type OpenDialog } from "./HostDialogs.tsx";
import type { Pane } from "./pane.ts";
import { PaneBar } from "./PaneBar.tsx";
import { PathBar } from "./PathBar.tsx";
import { joined, parent } from "./paths.ts";
import { opens, type Row } from "./rows.ts";
import { chooseAll, invert, reach, toggle } from "./selection.ts";
import { usePane } from "./use-files.ts";

interface Props {
  readonly desk: FilesDesk;
  readonly title: string;
}

export function HostPane({ desk, title }: Props) {
  const { t } = useTranslation();
  const { pane, works, transfers } = desk;
  const state = usePane(pane);
  const grid = useRef<HTMLDivElement>(null);
  const filter = useRef<HTMLInputElement>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const folderChooser = useRef<HTMLInputElement>(null);
  const [dropping, setDropping] = useState(false);
  const [problem, setProblem] = useState<FilesProblem>();
  const [typing, setTyping] = useState(false);
  const [dialog, setDialog] = useState<OpenDialog>();
  const [menuAt, setMenuAt] = useState<{ x: number; y: number }>();
  const [clipping, setClipping] = useState<Clipping>();
  const focusList = () => setTimeout(() => grid.current?.focus());
  const { path, rows, selection } = state;

  function open(row: Row): void {
    if (path === undefined || !opens(row) || row.unnameable) return;
    void pane.go(row.target ?? joined(path, row.name, pane.separator));
  }

  async function remove(forGood: boolean): Promise<void> {
    if (path === undefined) return;
    const names = pane.meant.map(({ name }) => name);
    await works.run(forGood ? "delete" : "recycle", names, (some) => ({
      type: "DeleteEntries",
      folder: path,
      names: some,
      for_good: forGood,
    }));
    await pane.refresh();
  }

  async function paste(): Promise<void> {
    if (path === undefined || !clipping) return;
    const { folder, names, move } = clipping;
    if (move) setClipping(undefined);
    await works.run(move ? "move" : "copy", names, (some, ifThere) => ({
      type: "CopyEntries",
      folder,
      names: some,
      target: path,
      move,
      // Into its own folder a copy gets another name at once, as everywhere.
      if_there: folder === path && ifThere === "ask" ? "rename" : ifThere,
    }));
    await pane.refresh();
  }

  function clip(move: boolean): void {
    if (path !== undefined) setClipping({ folder: path, names: pane.meant.map(({ name }) => name), move });
  }

  async function download(): Promise<void> {
    if (path === undefined) return;
    const meant = pane.meant;
    const one = meant.length === 1 && meant[0]?.kind === "file";
    try {
      // Several go into a folder where the browser can write into one; it must be asked for before anything is waited for.
      const into = one || !("showDirectoryPicker" in window) ? undefined : await pickFolder();
      transfers.download(path, await filesBelow(desk.jobs, path, meant), into);
    } catch (cause) {
      if (cause instanceof FilesProblem) setProblem(cause);
      else if (!(cause instanceof DOMException && cause.name === "AbortError")) throw cause;
    }
  }

  const first = rows.find((one) => one.name === selection.cursor);
  const DO: Record<CommandId, () => void> = {
    open: () => first && open(first),
    up: () => void pane.up(),
    back: () => void pane.back(),
    forward: () => void pane.forward(),
    go_to: () => setTyping(true),
    refresh: () => void pane.refresh(),
    filter: () => filter.current?.focus(),
    hidden: () => pane.sift({ hidden: !state.sieve.hidden }),
    toggle: () => {
      if (!first) return;
      const next = rows[rows.indexOf(first) + 1] ?? first;
      pane.select(reach(toggle(selection, first.name), rows, next.name, "cursor"));
    },
    select_all: () => pane.select(chooseAll(selection, rows)),
    invert: () => pane.select(invert(selection, rows)),
    select_mask: () => setDialog({ at: "mask", add: true }),
    unselect_mask: () => setDialog({ at: "mask", add: false }),
    new_folder: () => setDialog({ at: "new_folder" }),
    rename: () => first && setDialog({ at: "rename", row: first }),
    cut: () => clip(true),
    copy: () => clip(false),
    paste: () => void paste(),
    delete: () => void remove(false),
    delete_for_good: () => setDialog({ at: "delete", rows: pane.meant, action: () => remove(true) }),
    upload: () => chooser.current?.click(),
    upload_folder: () => folderChooser.current?.click(),
    download: () => void download(),
    properties: () => setDialog({ at: "properties", rows: pane.meant }),
    shortcuts: () => setDialog({ at: "shortcuts" }),
  };

  const some = selection.chosen.size > 0 || first !== undefined;
  const needs: Partial<Record<CommandId, boolean>> = {
    back: state.canBack,
    forward: state.canForward,
    up: path !== undefined && parent(path, pane.separator) !== undefined,
    open: first !== undefined && opens(first),
    rename: first !== undefined && !first.unnameable,
    toggle: first !== undefined,
    cut: some,
    copy: some,
    delete: some,
    delete_for_good: some,
    properties: some,
    upload: path !== undefined,
    upload_folder: path !== undefined,
    download: some,
    paste: clipping !== undefined,
    new_folder: path !== undefined,
    refresh: path !== undefined,
  };
  const can = (id: CommandId) => needs[id] ?? true;

  function key(event: KeyboardEvent): boolean {
    const command = commandOf(event);
    if (command && can(command)) DO[command]();
    return command !== undefined;
  }

  return (
    <section
      className="files-pane"
      aria-label={title}
      data-dropping={dropping || undefined}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        setDropping(true);
      }}
      onDragLeave={() => setDropping(false)}
      onDrop={(event) => {
        event.preventDefault();
        setDropping(false);
        if (path !== undefined) void filesOfDrop(event.dataTransfer).then((items) => transfers.upload(path, items));
      }}
    >
      <PathBar pane={pane} typing={typing} onTyping={setTyping} onGone={focusList} />
      <PaneBar pane={pane} filter={filter} can={can} onCommand={(id) => DO[id]()} onGone={focusList} />
      <FileChooser input={chooser} onFiles={(items) => path !== undefined && transfers.upload(path, items)} />
      <FileChooser
        folder
        input={folderChooser}
        onFiles={(items) => path !== undefined && transfers.upload(path, items)}
      />
      {problem && (
        <ProblemPanel problem={asFilesProblem(problem)}>
          <Button variant="default" onClick={() => setProblem(undefined)}>
            {t("console.common.close")}
          </Button>
        </ProblemPanel>
      )}
      {state.problem && (
        <ProblemPanel problem={asFilesProblem(state.problem)} onRetry={() => void pane.refresh()}>
          {state.problem.path && (
            <Button variant="default" onClick={() => void pane.go(state.problem?.path ?? "")}>
              {t("console.files.go_to_target", { path: state.problem.path })}
            </Button>
          )}
        </ProblemPanel>
      )}
      <FileList pane={pane} label={path ?? title} grid={grid} onOpen={open} onKey={key} onMenu={setMenuAt} />
      {!state.problem && <EmptyWord pane={pane} />}
      <StatusLine pane={pane} clipping={clipping} />
      {menuAt && (
        <CommandsMenu
          at={menuAt}
          opened
          onClose={() => {
            setMenuAt(undefined);
            focusList();
          }}
          can={can}
          onCommand={(id) => DO[id]()}
        />
      )}
      {dialog && (
        <HostDialogs
          desk={desk}
          dialog={dialog}
          onClose={() => {
            setDialog(undefined);
            focusList();
          }}
        />
      )}
    </section>
  );
}

interface ChooserProps {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly folder?: boolean;
  readonly onFiles: (items: UploadItem[]) => void;
}

/** The browser's own dialog, opened by a command. */
function FileChooser({ input, folder = false, onFiles }: ChooserProps) {
  return (
    <input
      ref={input}
      type="file"
      hidden
      multiple
      {...(folder ? { webkitdirectory: "" } : {})}
      onChange={(event) => {
        if (event.currentTarget.files) onFiles(filesOfDialog(event.currentTarget.files));
        event.currentTarget.value = "";
      }}
    />
  );
}

/** TypeScript's types do not have it yet; only Chromium does. */
function pickFolder(): Promise<FileSystemDirectoryHandle> {
  const picking = window as unknown as {
    showDirectoryPicker(options: object): Promise<FileSystemDirectoryHandle>;
  };
  return picking.showDirectoryPicker({ id: "daypass-files", mode: "readwrite" });
}

/** Why nothing is seen, where nothing is. */
function EmptyWord({ pane }: { pane: Pane }) {
  const { t } = useTranslation();
  const { rows, all, loading } = usePane(pane);
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

function StatusLine({ pane, clipping }: { pane: Pane; clipping: Clipping | undefined }) {
  const { t, i18n } = useTranslation();
  const { rows, all, selection, loading } = usePane(pane);
  const chosen = rows.filter((one) => selection.chosen.has(one.name));
  const bytes = (of: readonly Row[]) =>
    readableBytes(
      of.reduce((sum, one) => sum + (one.size ?? 0), 0),
      i18n.language,
    );
  return (
    <div className="files-status">
      <span role="status">
        {chosen.length > 0
          ? t("console.files.chosen", { chosen: chosen.length, count: rows.length, size: bytes(chosen) })
          : t("console.files.shown", { count: rows.length, size: bytes(rows) })}
        {rows.length < all.length && ` · ${t("console.files.not_shown", { count: all.length - rows.length })}`}
      </span>
      {loading && rows.length > 0 && <Loader size="xs" aria-label={t("console.common.loading")} />}
      {clipping && (
        <span className="quiet">
          {t(clipping.move ? "console.files.clipped_move" : "console.files.clipped_copy", {
            count: clipping.names.length,
          })}
        </span>
      )}
    </div>
  );
}
