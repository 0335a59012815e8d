import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { isGone, type Problem } from "../api/problem.ts";
import { ProblemPanel } from "../design/ProblemPanel.tsx";

/** The connection cannot go on: why, and the way back; to the list when the session's own page would only say the same. */
export function EndedPanel({ sessionId, problem }: { sessionId: string; problem: Problem }) {
  const { t } = useTranslation();
  const gone = isGone(problem);
  return (
    <div className="tool-panel">
      <ProblemPanel problem={problem}>
        <Button component={Link} to={gone ? "/" : `/sessions/${sessionId}`}>
          {t(gone ? "console.tools.to_list" : "console.tools.to_session")}
        </Button>
      </ProblemPanel>
    </div>
  );
}
