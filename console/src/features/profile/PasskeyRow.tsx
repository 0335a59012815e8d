import { Button, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconFingerprint } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { request } from "../../foundation/api/request.ts";
import type { Passkey } from "../../foundation/api/types.ts";
import { useConfirmed } from "../../foundation/design/confirmation.tsx";
import { QuestionDialog } from "../../foundation/design/QuestionDialog.tsx";
import { presentLanguage } from "../../foundation/texts/texts.ts";
import { dayAndTime } from "../../foundation/texts/times.ts";

/** One passkey: its name, when it was used, and its removal. */
export function PasskeyRow({ passkey, onRemoved }: { passkey: Passkey; onRemoved: () => Promise<void> }) {
  const { t } = useTranslation();
  const confirmed = useConfirmed();
  const [removing, remove] = useDisclosure(false);
  const used =
    passkey.last_used_at === null
      ? t("console.profile.passkey_unused")
      : t("console.profile.passkey_used", { when: dayAndTime(passkey.last_used_at, presentLanguage()) });
  return (
    <li className="thing">
      <IconFingerprint size={24} stroke={1.5} aria-hidden />
      <div className="thing-words">
        <Text fw={600} className="breakable">
          {passkey.name}
        </Text>
        <Text size="sm" className="quiet">
          {used}
        </Text>
      </div>
      <Button size="sm" variant="subtle" color="red" onClick={remove.open}>
        {t("console.profile.remove")}
      </Button>
      {removing && (
        <QuestionDialog
          title={t("console.profile.remove_question", { what: passkey.name })}
          explains={t("console.profile.remove_explains")}
          action={t("console.profile.remove")}
          onAction={async () => {
            const address = `/api/me/passkeys/${encodeURIComponent(passkey.id)}`;
            await confirmed(() => request<undefined>("DELETE", address));
            await onRemoved();
          }}
          onClose={remove.close}
        />
      )}
    </li>
  );
}
