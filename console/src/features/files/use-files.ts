/** File Manager's desk for the life of its page, as React state. */
import { useEffect, useState } from "react";
import { useMe } from "../../foundation/api/me.ts";
import { obtainOffer } from "../../foundation/tools/offers.ts";
import { createFilesWorker } from "../../transfers/files_line.ts";
import type { ShownLine } from "../../foundation/tools/use-tool-line.ts";
import { type DeskState, FilesDesk } from "./files-desk.ts";
import { useWatched } from "../../foundation/watching/use-watched.ts";

export interface ShownFiles extends DeskState {
  readonly desk: FilesDesk;
  readonly line: ShownLine;
}

export function useFiles(sessionId: string): ShownFiles {
  const me = useMe().technician;
  const [desk] = useState(() => new FilesDesk(sessionId));
  const state = useWatched(desk);
  useEffect(
    () =>
      desk.open({
        visitor: { sessionId, technicianId: me.id, technician: me.name },
        obtainOffer: () => obtainOffer(sessionId, "files", false),
        createWorker: createFilesWorker,
      }),
    [desk, sessionId, me.id, me.name],
  );
  // Without storage, as in some private windows, there is no second pane and nothing goes on after the page.
  useEffect(() => void desk.begin().catch(() => undefined), [desk]);
  const line: ShownLine = {
    tool: "files",
    state: state.connection,
    roundTrip: state.roundTrip,
    connect: (password) => desk.connect(password),
  };
  return { ...state, desk, line };
}
