import { Alert, Button, Group, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDevices } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../../foundation/design/Dialog.tsx";
import type { SupportSession } from "../../../foundation/api/types.ts";
import { ProblemPanel } from "../../../foundation/design/ProblemPanel.tsx";
import { PasswordForm, useChosenPassword } from "../PasswordForm.tsx";
import { beginPairing } from "./begin-pairing.ts";

interface Props {
  session: SupportSession;
  /** Another page has just taken over from this one. */
  replaced: boolean;
  onTakenOver: () => void;
}

/** Another browser, or nobody yet, holds what this session needs: offers to go on here with a new password. */
export function OtherPagePanel({ session, replaced, onTakenOver }: Props) {
  const { t } = useTranslation();
  const [asking, ask] = useDisclosure(false);
  // Made through the API, no page has answered yet: not "another browser", just a password to set.
  const nobodyYet = session.technician_key === null;
  const words = nobodyYet ? "first" : replaced ? "replaced" : "elsewhere";
  return (
    <Alert
      color="teal"
      variant="light"
      icon={<IconDevices aria-hidden />}
      title={t(`console.take_over.${words}_title`)}
    >
      <Text mb="sm">{t(`console.take_over.${words}_why`)}</Text>
      <Button onClick={ask.open}>{t(nobodyYet ? "console.take_over.set_password" : "console.take_over.here")}</Button>
      <Dialog
        opened={asking}
        onClose={ask.close}
        size="lg"
        title={t(nobodyYet ? "console.take_over.set_password" : "console.take_over.here")}
      >
        <NewPassword
          session={session}
          onDone={() => {
            ask.close();
            onTakenOver();
          }}
        />
      </Dialog>
    </Alert>
  );
}

function NewPassword({ session, onDone }: { session: SupportSession; onDone: () => void }) {
  const { t } = useTranslation();
  const chosen = useChosenPassword();
  const begin = useMutation({
    mutationFn: (password: string) => beginPairing(password, () => Promise.resolve(session)),
    onSuccess: onDone,
  });
  return (
    <PasswordForm chosen={chosen} explains={t("console.take_over.password_explains")} onPassword={begin.mutate}>
      {begin.isError && <ProblemPanel problem={begin.error} />}
      <Group justify="flex-end">
        <Button type="submit" loading={begin.isPending}>
          {t("console.take_over.go_on")}
        </Button>
      </Group>
    </PasswordForm>
  );
}
