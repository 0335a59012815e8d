import { Badge, Group, Paper, Text } from "@mantine/core";
import { IconScreenShare } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { ButtonLink } from "../../../foundation/design/links.tsx";
import type { SupportSession } from "../../../foundation/api/types.ts";
import { longDuration, useNow } from "../../../foundation/texts/times.ts";
import { EndSessionButton } from "../../../foundation/support-sessions/EndSessionButton.tsx";
import { useIsOnlyInvited } from "../../../foundation/support-sessions/invited.ts";
import { customerOf, spokenNumber } from "../../../foundation/support-sessions/naming.ts";
import { InvitedBadge, OfTechnician } from "../../../foundation/support-sessions/OfTechnician.tsx";
import { PresenceLine } from "../../../foundation/support-sessions/PresenceLine.tsx";

const HALF_A_MINUTE_MS = 30_000;

/** One live session: who, how long, and the way on. */
export function LiveSessionCard({ session }: { session: SupportSession }) {
  const { t } = useTranslation();
  const onlyInvited = useIsOnlyInvited(session);
  const active = session.state === "active";
  return (
    <Paper withBorder shadow="sm" p="lg" component="article" aria-label={customerOf(session)}>
      <Group justify="space-between" align="flex-start" gap="xs">
        <Group gap="sm">
          <Badge color={active ? "teal" : "gray"} variant={active ? "filled" : "light"} size="lg" radius="md">
            {t(active ? "console.session.state_active" : "console.session.state_prepared")}
          </Badge>
          <InvitedBadge session={session} />
          <Text fw={600} fz="lg" className="breakable">
            {[customerOf(session) || t("console.session.no_customer"), session.computer_name]
              .filter(Boolean)
              .join(" · ")}
          </Text>
        </Group>
        <TimeLeft session={session} />
      </Group>
      <Text mt={4} className="quiet" component="div">
        {active ? (
          <PresenceLine session={session} />
        ) : (
          session.number && t("console.list.number", { number: spokenNumber(session.number) })
        )}
      </Text>
      <OfTechnician session={session} />
      <Group mt="md" gap="sm">
        {active && (
          <ButtonLink
            to="/sessions/$id/remote-control"
            params={{ id: session.id }}
            disabled={!session.rights.includes("remote_control")}
            leftSection={<IconScreenShare size={18} aria-hidden />}
          >
            {t("console.tools.name_remote_control")}
          </ButtonLink>
        )}
        <ButtonLink to="/sessions/$id" params={{ id: session.id }} variant={active ? "default" : "filled"}>
          {t(active ? "console.list.open" : "console.list.continue")}
        </ButtonLink>
        {!onlyInvited && <EndSessionButton session={session} quiet />}
      </Group>
    </Paper>
  );
}

function TimeLeft({ session }: { session: SupportSession }) {
  const { t } = useTranslation();
  const now = useNow(HALF_A_MINUTE_MS);
  const until = session.deadline_at ?? session.prepared_until;
  return (
    <Text fw={600} className="figures">
      {t(session.state === "active" ? "console.list.left" : "console.list.link_left", {
        time: longDuration(until - now),
      })}
    </Text>
  );
}
