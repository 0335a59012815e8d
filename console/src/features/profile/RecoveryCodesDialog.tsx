import { Button, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../foundation/design/Dialog.tsx";
import { CopyButton } from "../../foundation/design/CopyButton.tsx";

/** Ten codes, shown this once; only the button closes it, so that nobody loses them by a click beside it. */
export function RecoveryCodesDialog({ codes, onKept }: { codes: string[]; onKept: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog
      onClose={onKept}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      title={t("console.profile.recovery_title")}
    >
      <Stack gap="md">
        <Text>{t("console.profile.recovery_explains")}</Text>
        <ul className="recovery-codes">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
        <Group justify="flex-end" gap="sm">
          <CopyButton text={codes.join("\n")} label={t("console.profile.recovery_copy")} />
          <Button onClick={onKept}>{t("console.profile.recovery_kept")}</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
