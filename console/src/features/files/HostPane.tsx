/** The PC's side: its places and folders, and everything that can be done in them. */
import { type RefObject, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useWatched } from "../../foundation/watching/use-watched.ts";
import type { UploadItem } from "../../transfers/states.ts";
import * as between from "./between-panes.ts";
import { filesOfDialog, filesOfDrop } from "./chosen-files.ts";
import type { Clipping } from "./clipping.ts";
import type { Deeds } from "./commands.ts";
import type { FilesDesk } from "./files-desk.ts";
import { FolderPane } from "./FolderPane.tsx";
import { measureOnHost } from "./measure.ts";
import type { OpenDialog } from "./PaneDialogs.tsx";
import { hostTree, unreadOf } from "./trees.ts";
import { useTried } from "./use-tried.ts";

interface Props {
  readonly desk: FilesDesk;
  readonly grid: RefObject<HTMLDivElement | null>;
  /** What makes the two open folders alike. */
  readonly alike: Deeds;
  /** The other pane is wanted. */
  readonly onOther: () => void;
}

export function HostPane({ desk, grid, alike, onOther }: Props) {
  const { t } = useTranslation();
  const { pc, local, works, transfers } = desk;
  const { path, selection } = useWatched(pc);
  const here = useWatched(local);
  const chooser = useRef<HTMLInputElement>(null);
  const folderChooser = useRef<HTMLInputElement>(null);
  const { problem, tried, seen } = useTried();
  const [clipping, setClipping] = useState<Clipping>();
  const [measure] = useState(() => measureOnHost(desk.jobs));
  const some = selection.chosen.size > 0 || selection.cursor !== undefined;
  const there = path !== undefined;

  async function remove(forGood: boolean): Promise<void> {
    if (path === undefined) return;
    const names = pc.meant.map(({ name }) => name);
    await works.run(forGood ? "delete" : "recycle", names, (some) => ({
      type: "DeleteEntries",
      folder: path,
      names: some,
      for_good: forGood,
    }));
    await pc.refresh();
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
    await pc.refresh();
  }

  function clip(move: boolean): void {
    if (path !== undefined) setClipping({ folder: path, names: pc.meant.map(({ name }) => name), move });
  }

  /** As the browser saves downloads: each file by itself. */
  async function download(): Promise<void> {
    if (path === undefined) return;
    const tree = await hostTree(desk.jobs, path, pc.meant);
    transfers.download(path, tree.files, undefined, { failures: unreadOf(tree) });
  }

  const upload = (items: readonly UploadItem[]) => there && transfers.upload(path, items);
  const fetch = {
    can: some && there && here.path !== undefined && !here.problem,
    run: () => tried(between.fetch(desk)),
  };
  const deeds = (ask: (dialog: OpenDialog) => void): Deeds => ({
    ...alike,
    other_pane: { can: true, run: onOther },
    ...(desk.folders ? { fetch } : {}),
    cut: { can: some, run: () => clip(true) },
    copy: { can: some, run: () => clip(false) },
    paste: { can: there && clipping !== undefined, run: () => void paste() },
    delete: { can: some, run: () => void remove(false) },
    delete_for_good: { can: some, run: () => ask({ at: "delete", rows: pc.meant, action: () => remove(true) }) },
    upload: { can: there, run: () => chooser.current?.click() },
    upload_folder: { can: there, run: () => folderChooser.current?.click() },
    download: { can: some, run: () => tried(download()) },
  });

  return (
    <FolderPane
      pane={pc}
      side="pc"
      title={t("console.files.pane_pc")}
      grid={grid}
      measure={measure}
      deeds={deeds}
      onRows={there ? () => tried(between.send(desk)) : undefined}
      onFiles={there ? (dropped) => tried(filesOfDrop(dropped).then(upload)) : undefined}
      onDraggedOut={() => tried(download())}
      problem={problem}
      onProblemSeen={seen}
      status={clipping && <Clipped clipping={clipping} />}
    >
      <FileChooser input={chooser} onFiles={upload} />
      <FileChooser folder input={folderChooser} onFiles={upload} />
    </FolderPane>
  );
}

function Clipped({ clipping: { move, names } }: { clipping: Clipping }) {
  const { t } = useTranslation();
  return (
    <span className="quiet">
      {t(move ? "console.files.clipped_move" : "console.files.clipped_copy", { count: names.length })}
    </span>
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
