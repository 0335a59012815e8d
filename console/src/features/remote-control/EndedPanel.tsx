import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Problem } from "../../foundation/api/problem.ts";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";

/** The connection cannot go on: why, and the way back. */
export function EndedPanel({ sessionId, problem }: { sessionId: string; problem: Problem }) {
  const { t } = useTranslation();
  return (
    <div className="viewer-panel">
      <ProblemPanel problem={problem}>
        <Button component={Link} to={`/sessions/${sessionId}`}>
          {t("console.remote_control.to_session")}
        </Button>
      </ProblemPanel>
    </div>
  );
}
