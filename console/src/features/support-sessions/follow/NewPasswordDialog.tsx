import { Alert, Button, Group, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconAlertTriangle, IconKey } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../../foundation/design/Dialog.tsx";
import { useMay } from "../../../foundation/api/me.ts";
import { landAnswer } from "../../../foundation/api/support-sessions.ts";
import type { SupportSession } from "../../../foundation/api/types.ts";
import { ProblemPanel } from "../../../foundation/design/ProblemPanel.tsx";
import { clockTime, useNow } from "../../../foundation/texts/times.ts";
import { PasswordForm, useChosenPassword } from "../PasswordForm.tsx";
import { beginNewPassword } from "../pairing/begin-pairing.ts";
import { failureOf } from "../pairing/new-password.ts";
import { useRequestUnderWay } from "../pairing/use-request.ts";

/** *New password*: for whoever may connect, while the PC answers and no other request is under way. */
export function NewPasswordButton({ session, reachable }: { session: SupportSession; reachable: boolean }) {
  const { t } = useTranslation();
  const allowed = useMay("sessions:connect");
  const underWay = useRequestUnderWay(session);
  const [asking, ask] = useDisclosure(false);
  if (!allowed) return null;
  return (
    <>
      <Button
        size="md"
        variant="default"
        leftSection={<IconKey size={18} aria-hidden />}
        disabled={!reachable || underWay !== null}
        title={reachable ? undefined : t("console.new_password.offline")}
        onClick={ask.open}
      >
        {t("console.new_password.action")}
      </Button>
      <Dialog opened={asking} onClose={ask.close} size="lg" title={t("console.new_password.title")}>
        <NewPasswordForm session={session} onDone={ask.close} />
      </Dialog>
    </>
  );
}

function NewPasswordForm({ session, onDone }: { session: SupportSession; onDone: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const chosen = useChosenPassword();
  const begin = useMutation({
    mutationFn: (password: string) => beginNewPassword(password, session),
    onSuccess: (asked) => {
      landAnswer(queries, asked);
      onDone();
    },
  });
  return (
    <PasswordForm
      chosen={chosen}
      explains={t("console.new_password.explains")}
      keepIt={t("console.new_password.keep_it")}
      onPassword={begin.mutate}
    >
      {begin.isError && <ProblemPanel problem={begin.error} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onDone}>
          {t("console.common.cancel")}
        </Button>
        <Button type="submit" loading={begin.isPending}>
          {t("console.new_password.ask")}
        </Button>
      </Group>
    </PasswordForm>
  );
}

/** What became of the newest request: in force since when, or why the password stayed as it was. */
export function NewPasswordOutcome({ session }: { session: SupportSession }) {
  const { t, i18n } = useTranslation();
  const now = useNow(10_000);
  const asked = session.new_password;
  const failure = failureOf(asked, now);
  if (asked?.stage === "done") {
    const facts = { time: clockTime(asked.told_at ?? now, now, i18n.language), technician: asked.technician.name };
    return (
      <Text className="quiet" role="status">
        {t("console.new_password.in_force", facts)}
      </Text>
    );
  }
  if (failure === null) return null;
  return (
    <Alert color="yellow" variant="light" role="alert" icon={<IconAlertTriangle aria-hidden />}>
      {t(`console.new_password.${failure}`)}
      {asked?.stage_dp && ` (${asked.stage_dp})`}
    </Alert>
  );
}
