/** A colleague's invitation, said wherever the technician is in the console: whoever is asked to help must not find it by chance. */
import { Alert, Button, CloseButton, Group, Text } from "@mantine/core";
import { IconUserPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { sessionIn } from "../foundation/api/support-sessions.ts";
import { customerOf } from "../foundation/support-sessions/naming.ts";
import { invitationIn, isOver, type NewInvitation } from "./new-invitation.ts";

/** The newest invitation that came while this page was open; `hear` takes every piece of live news. */
export function useNewInvitation(technicianId: string) {
  const [newest, setNewest] = useState<NewInvitation>();
  const hear = useCallback(
    (news: unknown) => {
      const session = sessionIn(news);
      const found = session && invitationIn(session, technicianId, Date.now());
      if (found) setNewest((shown) => (shown?.invitedAt === found.invitedAt ? shown : found));
      // Taken back, or over: nothing is left to open.
      else if (session)
        setNewest((shown) => (shown?.session.id === session.id && isOver(session, technicianId) ? undefined : shown));
    },
    [technicianId],
  );
  return { newest, hear, dismiss: useCallback(() => setNewest(undefined), []) };
}

export function InvitationBanner({ newest, dismiss }: { newest: NewInvitation | undefined; dismiss: () => void }) {
  const { t } = useTranslation();
  return (
    <div role="status" aria-live="polite">
      {newest && (
        <Alert role="presentation" color="teal" variant="light" mb="lg" icon={<IconUserPlus aria-hidden />}>
          <Group justify="space-between" gap="sm">
            <Text className="breakable">
              {t("console.colleagues.notice", { inviter: newest.inviter, customer: customerOf(newest.session) })}
            </Text>
            <Group gap="xs" wrap="nowrap">
              <Button size="xs" component={Link} to={`/sessions/${newest.session.id}`} onClick={dismiss}>
                {t("console.colleagues.open")}
              </Button>
              <CloseButton aria-label={t("console.colleagues.dismiss")} onClick={dismiss} />
            </Group>
          </Group>
        </Alert>
      )}
    </div>
  );
}
