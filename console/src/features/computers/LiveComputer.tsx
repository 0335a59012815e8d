import { Badge, Box, Group, Paper, Text, Title } from "@mantine/core";
import { IconDeviceDesktop } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { SupportSession } from "../../foundation/api/types.ts";
import { ButtonLink } from "../../foundation/design/links.tsx";
import { EndSessionButton } from "../../foundation/support-sessions/EndSessionButton.tsx";
import { HandOverButton } from "../../foundation/support-sessions/HandOverButton.tsx";
import { useIsOnlyInvited } from "../../foundation/support-sessions/invited.ts";
import { spokenNumber } from "../../foundation/support-sessions/naming.ts";
import { InvitedBadge } from "../../foundation/support-sessions/OfTechnician.tsx";
import { PresenceLine } from "../../foundation/support-sessions/PresenceLine.tsx";
import { countdown, longDuration, useNow } from "../../foundation/texts/times.ts";
import { computerName, customerWords, systemWords } from "./computer-words.ts";
import { ToolButtons } from "../../foundation/tools/ToolButtons.tsx";

const HOUR_MS = 3_600_000;

/** A computer under support, or one that is awaited: who, how long, what can be done. */
export function LiveComputer({ session }: { session: SupportSession }) {
  const { t, i18n } = useTranslation();
  const active = session.state === "active";
  const onlyInvited = useIsOnlyInvited(session);
  const name = computerName(session, t, i18n.language);
  const facts: [string, string][] = [
    ["customer", customerWords(session, t, i18n.language)],
    ["technician", session.technician.name],
    ["system", systemWords(session, t)],
    ["number", !active && session.number ? spokenNumber(session.number) : ""],
    ["note", session.note],
  ];
  return (
    <Paper withBorder shadow="sm" p="lg" component="li" aria-labelledby={`pc-${session.id}`}>
      <Group justify="space-between" align="flex-start" gap="xs">
        <Group gap="sm" className="computer-head">
          <IconDeviceDesktop size={24} stroke={1.5} aria-hidden className="computer-icon" />
          <Title order={4} fz={18} className="breakable" id={`pc-${session.id}`}>
            {name}
          </Title>
          <Badge color={active ? "teal" : "gray"} variant={active ? "filled" : "light"} radius="md">
            {t(active ? "console.session.state_active" : "console.session.state_prepared")}
          </Badge>
          <InvitedBadge session={session} />
        </Group>
        <TimeLeft session={session} />
      </Group>
      {active && <PresenceLine session={session} />}
      <dl className="computer-facts">
        {facts.map(
          ([fact, words]) =>
            words !== "" && (
              <div key={fact}>
                <dt>{t(`console.computers.${fact}`)}</dt>
                <dd className="breakable">{words}</dd>
              </div>
            ),
        )}
      </dl>
      {active && (
        <Box mt="md">
          <ToolButtons session={session} name={name} />
        </Box>
      )}
      <Group gap="sm" mt="sm" className="computer-actions">
        <ButtonLink to="/sessions/$id" params={{ id: session.id }} variant={active ? "default" : "filled"}>
          {t(active ? "console.list.open" : "console.list.continue")}
        </ButtonLink>
        {!onlyInvited && (
          <>
            <HandOverButton session={session} />
            <EndSessionButton session={session} quiet />
          </>
        )}
      </Group>
    </Paper>
  );
}

/** Until the deadline, or until the link expires; with seconds in the last hour. */
function TimeLeft({ session }: { session: SupportSession }) {
  const until = session.deadline_at ?? session.prepared_until;
  const coarse = useNow(30_000);
  return until - coarse > HOUR_MS ? (
    <TimeWords session={session} left={until - coarse} />
  ) : (
    <LastHour session={session} until={until} />
  );
}

function LastHour({ session, until }: { session: SupportSession; until: number }) {
  return <TimeWords session={session} left={until - useNow(1000)} />;
}

function TimeWords({ session, left }: { session: SupportSession; left: number }) {
  const { t } = useTranslation();
  const time = left > HOUR_MS ? longDuration(left) : countdown(left);
  return (
    <Text fw={600} className="figures" role="timer" data-last-hour={left <= HOUR_MS || undefined}>
      {left <= 0
        ? t("console.computers.time_over")
        : t(session.state === "active" ? "console.computers.time_left" : "console.computers.link_left", { time })}
    </Text>
  );
}
