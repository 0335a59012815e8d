/** With whose rights File Manager works; the system's only on purpose, and never without it being seen. */
import { Button, Text } from "@mantine/core";
import { IconShieldHalfFilled } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { QuestionDialog } from "../../foundation/design/QuestionDialog.tsx";
import type { FilesReady } from "../../protocol/messages.gen.ts";

interface Props {
  readonly ready: FilesReady;
  readonly elevate: (on: boolean) => void;
  /** Whether the question is open; its keys open it from anywhere on the page. */
  readonly asking: boolean;
  readonly onAsking: (asking: boolean) => void;
}

export function RightsSwitch({ ready, elevate, asking, onAsking }: Props) {
  const { t } = useTranslation();
  if (ready.rights === "system")
    return (
      <Button className="files-rights-back" size="sm" variant="default" onClick={() => elevate(false)}>
        {t("console.files.rights_back")}
      </Button>
    );
  return (
    <>
      {ready.person !== "" && (
        <Text size="sm" className="quiet files-person">
          {t("console.files.rights_person", { person: ready.person })}
        </Text>
      )}
      {ready.may_elevate && (
        <Button
          size="sm"
          variant="default"
          leftSection={<IconShieldHalfFilled size={16} aria-hidden />}
          onClick={() => onAsking(true)}
          aria-label={t("console.files.elevate")}
          className="files-elevate"
        >
          <span>{t("console.files.elevate")}</span>
        </Button>
      )}
      {asking && (
        <QuestionDialog
          title={t("console.files.elevate")}
          explains={t("console.files.elevate_explains")}
          action={t("console.files.elevate")}
          onAction={() => {
            elevate(true);
            return Promise.resolve();
          }}
          onClose={() => onAsking(false)}
        />
      )}
    </>
  );
}

/** Stays in sight for as long as the system's rights hold. */
export function RightsStrip({ ready }: { ready: FilesReady | undefined }) {
  const { t } = useTranslation();
  if (ready?.rights !== "system") return null;
  return (
    <div className="files-elevated" role="status">
      <IconShieldHalfFilled size={18} aria-hidden />
      {t("console.files.elevated")}
    </div>
  );
}
