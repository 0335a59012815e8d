/** File Manager: the technician's computer beside the PC, and what is done between them. */
import { Button, Loader, SegmentedControl } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../../foundation/api/problem.ts";
import { useWatched } from "../../foundation/watching/use-watched.ts";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { ToolPage } from "../../foundation/tools/ToolPage.tsx";
import { type Deeds, pressed } from "./commands.ts";
import { CompareDialog } from "./compared/CompareDialog.tsx";
import type { Folders } from "./compared/compare.ts";
import type { Mode } from "./compared/plan.ts";
import type { Side } from "./dragged-rows.ts";
import type { FilesDesk } from "./files-desk.ts";
import { HostPane } from "./HostPane.tsx";
import { LeftTransfers } from "./LeftTransfers.tsx";
import { chooseFolder, LocalPane } from "./LocalPane.tsx";
import { focusList, focusQueue } from "./QueueRow.tsx";
import { RightsStrip, RightsSwitch } from "./RightsSwitch.tsx";
import { TransferPanel } from "./TransferPanel.tsx";
import { useFiles } from "./use-files.ts";
import { WorkPanel } from "./WorkPanel.tsx";
import "./files.css";

export function FilesPage() {
  const { id } = useParams({ from: "/signed-in/sessions/$id/files" });
  const { t } = useTranslation();
  const { ready, notice, desk, line } = useFiles(id);
  const [asking, setAsking] = useState(false);
  const elevate = (on: boolean) => desk.elevate(on);
  const { transfers } = desk;
  const page = useRef<HTMLDivElement>(null);
  const everywhere: Deeds = {
    other_pane: { can: true, run: () => focusList(page.current) },
    queue: { can: true, run: () => focusQueue(page.current) },
    choose_folder: {
      can: desk.folders !== undefined,
      run: () => void chooseFolder(desk).catch(() => undefined),
    },
    pause_all: { can: true, run: () => transfers.pauseAll() },
    cancel_all: { can: true, run: () => transfers.cancelAll() },
    clear: { can: true, run: () => transfers.clear() },
    elevate: {
      can: ready !== undefined && (ready.may_elevate || ready.rights === "system"),
      run: () => (ready?.rights === "system" ? elevate(false) : setAsking(true)),
    },
  };
  const key = (event: KeyboardEvent) => {
    if (!event.defaultPrevented && pressed(event, everywhere)) event.preventDefault();
  };
  return (
    <ToolPage
      sessionId={id}
      line={line}
      actions={ready && <RightsSwitch ready={ready} elevate={elevate} asking={asking} onAsking={setAsking} />}
    >
      <div className="files-page" ref={page} onKeyDown={key}>
        <RightsStrip ready={ready} />
        {notice && (
          <ProblemPanel problem={new Problem(409, { code: notice, dp: notice })}>
            <Button variant="default" onClick={() => desk.dismissNotice()}>
              {t("console.common.close")}
            </Button>
          </ProblemPanel>
        )}
        {!ready && (
          <div className="files-empty" role="status">
            <Loader size="sm" aria-label={t("console.common.loading")} />
          </div>
        )}
        {ready?.dp && (
          <div className="files-unready">
            <ProblemPanel problem={new Problem(409, { code: ready.dp, dp: ready.dp })} />
          </div>
        )}
        {ready && !ready.dp && <Panes desk={desk} />}
        <WorkPanel works={desk.works} />
        {transfers.queue && <LeftTransfers queue={transfers.queue} transfers={transfers} />}
        <TransferPanel transfers={transfers} waits={line.state.at !== "connected" || Boolean(ready?.dp)} />
      </div>
    </ToolPage>
  );
}

/** Side by side; where there is no room for two, one of them. */
function Panes({ desk }: { desk: FilesDesk }) {
  const { t } = useTranslation();
  const here = useRef<HTMLDivElement>(null);
  const there = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState<Side>("pc");
  const [comparing, setComparing] = useState<{ at: Folders; mode: Mode }>();
  function goTo(side: Side): void {
    setSeen(side);
    setTimeout(() => (side === "pc" ? there : here).current?.focus());
  }
  const [ours, theirs] = [useWatched(desk.local), useWatched(desk.pc)];
  const { path: local } = ours;
  const { path: pc } = theirs;
  const listed = pc !== undefined;
  useEffect(() => {
    // Its keys work at once, without taking the focus from whoever is somewhere already.
    if (listed && document.activeElement === document.body) there.current?.focus();
  }, [listed]);
  const both = local !== undefined && pc !== undefined && !ours.problem && !theirs.problem;
  const compare = (mode: Mode) => ({
    can: both,
    run: () => both && setComparing({ at: { here: local, there: pc }, mode }),
  });
  const alike = (replicate: Mode): Deeds =>
    desk.folders ? { synchronise: compare("both"), replicate: compare(replicate) } : {};
  return (
    <>
      <SegmentedControl
        className="files-sides"
        fullWidth
        value={seen}
        onChange={(side) => setSeen(side as Side)}
        aria-label={t("console.files.sides")}
        data={[
          { value: "local", label: t("console.files.pane_local") },
          { value: "pc", label: t("console.files.pane_pc") },
        ]}
      />
      <div className="files-panes" data-seen={seen}>
        <LocalPane desk={desk} grid={here} alike={alike("to_pc")} onOther={() => goTo("pc")} />
        <HostPane desk={desk} grid={there} alike={alike("to_local")} onOther={() => goTo("local")} />
      </div>
      {comparing && <CompareDialog desk={desk} {...comparing} onClose={() => setComparing(undefined)} />}
    </>
  );
}
