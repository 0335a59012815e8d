import { Alert, Button, Group, Paper, Text, Title } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { TeamInvitation } from "../../foundation/api/types.ts";
import { CopyButton } from "../../foundation/design/CopyButton.tsx";
import { MoreButton } from "../../foundation/design/MoreButton.tsx";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { presentLanguage } from "../../foundation/texts/texts.ts";
import { dayAndTime } from "../../foundation/texts/times.ts";
import { invitationsQuery, revokeInvitation } from "./team.ts";

/** Invitations that nobody has accepted yet; when there are none, a word to who is `alone`. */
export function OpenInvitations({ alone }: { alone: boolean }) {
  const { t } = useTranslation();
  const invitations = useInfiniteQuery(invitationsQuery);
  const open = invitations.data?.pages.flatMap((page) => page.items);
  if (invitations.isError && !open) return <ProblemPanel problem={invitations.error} />;
  if (!open) return null;
  if (open.length === 0)
    return alone ? (
      <Alert color="teal" variant="light" role="note">
        {t("console.team.only_you")}
      </Alert>
    ) : null;
  return (
    <section aria-labelledby="open-invitations">
      <Title order={2} fz={20} mb="sm" id="open-invitations">
        {t("console.team.invitations")}
      </Title>
      <Paper withBorder shadow="sm" px="lg" py="xs">
        <ul className="things">
          {open.map((invitation) => (
            <InvitationRow key={invitation.id} invitation={invitation} />
          ))}
        </ul>
      </Paper>
      <MoreButton query={invitations} />
    </section>
  );
}

function InvitationRow({ invitation }: { invitation: TeamInvitation }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => revokeInvitation(invitation.id),
    onSettled: () => queries.invalidateQueries({ queryKey: invitationsQuery.queryKey }),
  });
  const until = t("console.team.invited_until", { when: dayAndTime(invitation.expires_at, presentLanguage()) });
  return (
    <li className="thing">
      <div className="thing-words">
        <Text fw={600} className="breakable">
          {invitation.email}
        </Text>
        <Text size="sm" className="quiet breakable">
          {[invitation.name, t(`console.roles.${invitation.role}`), until].filter(Boolean).join(" · ")}
        </Text>
      </div>
      <Group gap="sm">
        <CopyButton size="sm" text={invitation.link} label={t("console.team.copy_link")} />
        <Button size="sm" variant="subtle" color="red" loading={revoke.isPending} onClick={() => revoke.mutate()}>
          {t("console.team.revoke")}
        </Button>
      </Group>
    </li>
  );
}
