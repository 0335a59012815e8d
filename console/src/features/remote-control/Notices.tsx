import { CloseButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Problem } from "../../foundation/api/problem.ts";
import { problemText } from "../../foundation/texts/problem-text.ts";

interface Props {
  readonly notices: readonly string[];
  readonly dismiss: (dp: string) => void;
}

/** What the host says beside the picture, such as keys that cannot be pressed there. */
export function Notices({ notices, dismiss }: Props) {
  const { t } = useTranslation();
  return (
    <div className="viewer-notices" role="status">
      {notices.map((dp) => {
        const text = problemText(t, new Problem(409, { code: dp, dp }));
        return (
          <div key={dp} className="viewer-notice">
            <span>
              {text.happened} {text.why} {text.next} ({text.code})
            </span>
            <CloseButton
              variant="transparent"
              c="white"
              aria-label={t("console.remote_control.dismiss")}
              onClick={() => dismiss(dp)}
            />
          </div>
        );
      })}
    </div>
  );
}
