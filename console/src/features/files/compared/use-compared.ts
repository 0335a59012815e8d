/** The comparison of two folders while its dialog is open. */
import { useEffect, useState } from "react";
import type { FilesDesk } from "../files-desk.ts";
import { type Compared, compareFolders, type Folders } from "./compare.ts";
import type { Agreed } from "./plan.ts";

interface State {
  readonly compared?: Compared;
  readonly agreed: ReadonlyMap<string, Agreed>;
  readonly progress?: { readonly bytes: number; readonly of: number };
  readonly problem?: unknown;
}

const BEGUN: State = { agreed: new Map() };

export function useCompared(desk: FilesDesk, { here, there }: Folders, byContents: boolean): State {
  const [state, setState] = useState<State & { readonly byContents: boolean }>({ ...BEGUN, byContents });
  // What was compared otherwise is not shown for a moment under the new choice.
  if (state.byContents !== byContents) setState({ ...BEGUN, byContents });
  useEffect(() => {
    const gone = new AbortController();
    const set = (next: State) => !gone.signal.aborted && setState({ ...next, byContents });
    const { folders, pc, jobs } = desk;
    const host = pc.source;
    if (!folders || !host) return;
    const at = { here, there };
    const tell = (bytes: number, of: number) => set({ ...BEGUN, progress: { bytes, of } });
    const compare = async () => {
      const agreed = await desk.agreed(at);
      set({
        compared: await compareFolders({ folders, jobs, host }, at, agreed, byContents, gone.signal, tell),
        agreed,
      });
    };
    compare().catch((problem: unknown) => set({ ...BEGUN, problem }));
    return () => gone.abort();
  }, [desk, here, there, byContents]);
  return state;
}
