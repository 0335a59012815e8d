import { Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { inviteColleague, invitableQuery, landAnswer, withdrawInvitation } from "../api/support-sessions.ts";
import type { Colleague, SupportSession } from "../api/types.ts";
import { Dialog } from "../design/Dialog.tsx";
import { ProblemPanel } from "../design/ProblemPanel.tsx";

interface Props {
  session: SupportSession;
  opened: boolean;
  close: () => void;
}

/** *Invite a colleague*: who may join, what they need to hear, and the way to take it back. */
export function InviteColleagueDialog({ session, opened, close }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog opened={opened} onClose={close} title={t("console.colleagues.title")} transitionProps={{ duration: 0 }}>
      {opened && <Colleagues session={session} />}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={close}>
          {t("console.common.close")}
        </Button>
      </Group>
    </Dialog>
  );
}

function Colleagues({ session }: { session: SupportSession }) {
  const { t } = useTranslation();
  const colleagues = useQuery(invitableQuery(session.id));
  if (colleagues.isPending)
    return <Skeleton height={160} role="status" aria-busy aria-label={t("console.common.loading")} />;
  if (colleagues.isError) return <ProblemPanel problem={colleagues.error} onRetry={() => void colleagues.refetch()} />;
  if (colleagues.data.length === 0) return <Text>{t("console.colleagues.nobody")}</Text>;
  const someInvited = colleagues.data.some((colleague) => colleague.invited_at !== null);
  return (
    <Stack gap="md">
      <Text>{t("console.colleagues.explains")}</Text>
      <ul className="colleagues">
        {colleagues.data.map((colleague) => (
          <ColleagueRow key={colleague.technician_id} session={session} colleague={colleague} />
        ))}
      </ul>
      <div role="status">{someInvited && <Text fw={600}>{t("console.colleagues.tell_password")}</Text>}</div>
    </Stack>
  );
}

function ColleagueRow({ session, colleague }: { session: SupportSession; colleague: Colleague }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const invited = colleague.invited_at !== null;
  const change = useMutation({
    mutationFn: () => (invited ? withdrawInvitation : inviteColleague)(session.id, colleague.technician_id),
    onSuccess: async (changed) => {
      landAnswer(queries, changed);
      await queries.invalidateQueries({ queryKey: invitableQuery(session.id).queryKey });
    },
  });
  const presence = t(colleague.present ? "console.colleagues.present" : "console.colleagues.away");
  return (
    <li>
      <Group justify="space-between" gap="sm" wrap="nowrap">
        <div>
          <Text fw={600} className="breakable">
            {colleague.name}
          </Text>
          <span className="presence quiet">
            <span className={`presence-dot presence-${colleague.present ? "online" : "offline"}`} aria-hidden />
            {invited ? `${presence} · ${t("console.colleagues.is_invited")}` : presence}
          </span>
        </div>
        <Button
          variant={invited ? "default" : "light"}
          flex="none"
          loading={change.isPending}
          aria-label={t(invited ? "console.colleagues.withdraw_of" : "console.colleagues.invite_of", {
            name: colleague.name,
          })}
          onClick={() => change.mutate()}
        >
          {t(invited ? "console.colleagues.withdraw" : "console.colleagues.invite")}
        </Button>
      </Group>
      {change.isError && <ProblemPanel problem={change.error} />}
    </li>
  );
}
