import { Button, Group, NativeSelect, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../foundation/design/Dialog.tsx";
import { useMe } from "../../foundation/api/me.ts";
import type { Role, TeamInvitation } from "../../foundation/api/types.ts";
import { useConfirmed } from "../../foundation/design/confirmation.tsx";
import { CopyButton } from "../../foundation/design/CopyButton.tsx";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { LANGUAGE_NAMES, LANGUAGES } from "../../foundation/texts/texts.ts";
import { RoleChoice } from "./MemberRow.tsx";
import { invitationsQuery, invite, type NewInvitation, rolesUpTo } from "./team.ts";
import { EmailField, NameField } from "../../foundation/design/fields.tsx";

/** Whom to invite; then the link, in case the mail does not arrive or there is none. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const confirmed = useConfirmed();
  const send = useMutation({
    mutationFn: (asked: NewInvitation) => confirmed(() => invite(asked)),
    onSuccess: () => queries.invalidateQueries({ queryKey: invitationsQuery.queryKey }),
  });
  return (
    <Dialog onClose={onClose} title={t("console.team.invite_title")}>
      {send.data ? (
        <Invited invitation={send.data} onClose={onClose} />
      ) : (
        <InviteForm
          problem={send.error}
          busy={send.isPending}
          onAsked={(asked) => send.mutate(asked)}
          onCancel={onClose}
        />
      )}
    </Dialog>
  );
}

interface FormProps {
  problem: Error | null;
  busy: boolean;
  onAsked: (asked: NewInvitation) => void;
  onCancel: () => void;
}

function InviteForm({ problem, busy, onAsked, onCancel }: FormProps) {
  const { t } = useTranslation();
  const me = useMe();
  const [role, setRole] = useState<Role>("technician");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const fields = new FormData(event.currentTarget);
        const text = (name: string) => String(fields.get(name) ?? "").trim();
        onAsked({ email: text("email"), name: text("name"), role, language: text("language") });
      }}
    >
      <Stack gap="md">
        {problem && <ProblemPanel problem={problem} />}
        <EmailField required autoComplete="off" data-autofocus label={t("console.team.email")} />
        <NameField autoComplete="off" label={t("console.team.name")} />
        <RoleChoice roles={rolesUpTo(me.technician.role)} role={role} onRole={setRole} />
        <NativeSelect
          name="language"
          size="md"
          defaultValue={me.company.language}
          label={t("console.team.language")}
          data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
        />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onCancel}>
            {t("console.common.cancel")}
          </Button>
          <Button type="submit" loading={busy}>
            {t(me.server.sends_mail ? "console.team.send" : "console.team.make_link")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Invited({ invitation, onClose }: { invitation: TeamInvitation; onClose: () => void }) {
  const { t } = useTranslation();
  const says = invitation.mailed ? "console.team.invited_mail" : "console.team.invited_link";
  return (
    <Stack gap="md">
      <Text role="status">{t(says, { email: invitation.email })}</Text>
      <Text className="secret">{invitation.link}</Text>
      <Group justify="flex-end" gap="sm">
        <CopyButton text={invitation.link} label={t("console.team.copy_link")} />
        <Button onClick={onClose}>{t("console.team.done")}</Button>
      </Group>
    </Stack>
  );
}
