/** The PC's side: its places and folders, and what only it can do. */
import { type RefObject, useRef, useState } from "react";
import { useWatched } from "../../foundation/watching/use-watched.ts";
import type { UploadItem } from "../../transfers/states.ts";
import { filesOfDialog, filesOfDrop } from "./chosen-files.ts";
import type { Deeds } from "./commands.ts";
import { FolderPane, type SideProps } from "./FolderPane.tsx";
import { measureOnHost } from "./measure.ts";
import type { OpenDialog } from "./PaneDialogs.tsx";
import { hostTree, unreadOf } from "./trees.ts";
import { useTried } from "./use-tried.ts";
import { readFromHost } from "./viewed.ts";

export function HostPane(props: SideProps) {
  const { desk } = props;
  const { pc, works, transfers } = desk;
  const { path, selection } = useWatched(pc);
  const chooser = useRef<HTMLInputElement>(null);
  const folderChooser = useRef<HTMLInputElement>(null);
  const trying = useTried();
  const { tried } = trying;
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

  /** As the browser saves downloads: each file by itself. */
  async function download(): Promise<void> {
    if (path === undefined) return;
    const tree = await hostTree(desk.jobs, path, pc.meant);
    transfers.download(path, tree.files, undefined, { failures: unreadOf(tree) });
  }

  const upload = (items: readonly UploadItem[]) => there && transfers.upload(path, items);
  const deeds = (ask: (dialog: OpenDialog) => void): Deeds => ({
    delete: { can: some, run: () => void remove(false) },
    delete_for_good: { can: some, run: () => ask({ at: "delete", rows: pc.meant, action: () => remove(true) }) },
    upload: { can: there, run: () => chooser.current?.click() },
    upload_folder: { can: there, run: () => folderChooser.current?.click() },
    download: { can: some, run: () => tried(download()) },
  });

  return (
    <FolderPane
      {...props}
      side="pc"
      measure={measure}
      read={readFromHost(transfers, path ?? "")}
      trying={trying}
      deeds={deeds}
      onFiles={there ? (dropped) => tried(filesOfDrop(dropped).then(upload)) : undefined}
      onDraggedOut={() => tried(download())}
    >
      <FileChooser input={chooser} onFiles={upload} />
      <FileChooser folder input={folderChooser} onFiles={upload} />
    </FolderPane>
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
