/** File Manager: the PC's folders, and what is done with them. */
import { Button, Loader } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Problem } from "../../foundation/api/problem.ts";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { ToolPage } from "../../foundation/tools/ToolPage.tsx";
import { HostPane } from "./HostPane.tsx";
import { RightsStrip, RightsSwitch } from "./RightsSwitch.tsx";
import { useFiles } from "./use-files.ts";
import { TransferPanel } from "./TransferPanel.tsx";
import { WorkPanel } from "./WorkPanel.tsx";
import "./files.css";

export function FilesPage() {
  const { id } = useParams({ from: "/signed-in/sessions/$id/files" });
  const { t } = useTranslation();
  const files = useFiles(id);
  const { ready, notice, desk } = files;
  return (
    <ToolPage
      sessionId={id}
      line={files.line}
      actions={ready && <RightsSwitch ready={ready} elevate={(on) => desk.elevate(on)} />}
    >
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
      {ready && !ready.dp && (
        <div className="files-panes">
          <HostPane desk={desk} title={t("console.files.pane_pc")} />
        </div>
      )}
      <WorkPanel works={desk.works} />
      <TransferPanel transfers={desk.transfers} />
    </ToolPage>
  );
}
