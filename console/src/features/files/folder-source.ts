/** Where a pane's folders are: on the PC, or on the technician's computer. */
import type { BrowsePlace, FolderEntry } from "../../protocol/messages.gen.ts";
import type { HostJobs } from "./host-jobs.ts";

export interface FolderSource {
  readonly separator: string;
  places(): Promise<readonly BrowsePlace[]>;
  /** Hands the entries over in parts. Throws FilesProblem. */
  list(path: string, entries: (entries: readonly FolderEntry[]) => void): Promise<void>;
  makeFolder(path: string, name: string): Promise<void>;
  rename(path: string, name: string, newName: string): Promise<void>;
}

/** The PC at the other end of the line. */
export function hostFolders(jobs: HostJobs, separator: string): FolderSource {
  return {
    separator,
    async places() {
      let places: readonly BrowsePlace[] = [];
      await jobs.whole(
        { type: "ListPlaces" },
        {
          answer: (answer) => {
            if (answer.type === "BrowsePlaces") places = answer.places;
          },
        },
      );
      return places;
    },
    list: (path, entries) => jobs.whole({ type: "ListFolder", path }, { entries }),
    makeFolder: (folder, name) => jobs.whole({ type: "MakeFolder", folder, inside: [name], fresh: true }),
    rename: (folder, name, newName) => jobs.whole({ type: "RenameEntry", folder, name, new_name: newName }),
  };
}
