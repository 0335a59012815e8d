/** What stands in the place of an area that has nothing to show yet, or nothing at all. */
import { Loader } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Problem } from "../../foundation/api/problem.ts";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";

export function Failed({ dp, again }: { readonly dp: string; readonly again: () => void }) {
  return (
    <div className="dash-note">
      <ProblemPanel problem={new Problem(409, { code: dp, dp })} onRetry={again} />
    </div>
  );
}

export function Loading() {
  const { t } = useTranslation();
  return (
    <div className="dash-note quiet" role="status">
      <Loader size="xs" aria-hidden /> {t("console.dashboard.loading")}
    </div>
  );
}
