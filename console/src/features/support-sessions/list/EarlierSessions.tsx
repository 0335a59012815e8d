import { Button, Table, Text, Title } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { TextLink } from "../../../foundation/design/links.tsx";
import type { SupportSession } from "../../../foundation/api/types.ts";
import { dayAndTime, longDuration } from "../../../foundation/texts/times.ts";
import { customerOf } from "../../../foundation/support-sessions/naming.ts";
import { RemovalLine } from "../../../foundation/support-sessions/RemovalLine.tsx";

interface Props {
  sessions: SupportSession[];
  /** Fetches older ones; undefined when these are all. */
  onMore: (() => void) | undefined;
  loadingMore: boolean;
}

/** What is over: when, who, how it ended, whether the host is gone. */
export function EarlierSessions({ sessions, onMore, loadingMore }: Props) {
  const { t, i18n } = useTranslation();
  if (sessions.length === 0) return null;
  return (
    <section aria-labelledby="earlier">
      <Title order={2} fz={20} mb="sm" id="earlier">
        {t("console.list.earlier")}
      </Title>
      <Table className="stacking" verticalSpacing="sm" withTableBorder>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("console.list.column_customer")}</Table.Th>
            <Table.Th>{t("console.list.column_when")}</Table.Th>
            <Table.Th>{t("console.list.column_ended")}</Table.Th>
            <Table.Th>{t("console.list.column_removal")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sessions.map((session) => (
            <Table.Tr key={session.id}>
              <Table.Td>
                <TextLink to="/sessions/$id" params={{ id: session.id }} className="breakable standing-link">
                  {customerOf(session) || t("console.session.no_customer")}
                </TextLink>
              </Table.Td>
              <Table.Td>{dayAndTime(session.created_at, i18n.language)}</Table.Td>
              <Table.Td>
                <Ending session={session} />
                {session.activated_at !== null && session.ended_at !== null && (
                  <span className="quiet"> · {longDuration(session.ended_at - session.activated_at)}</span>
                )}
              </Table.Td>
              <Table.Td>
                <RemovalLine session={session} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {onMore && (
        <Button variant="default" mt="md" onClick={onMore} loading={loadingMore}>
          {t("console.list.more")}
        </Button>
      )}
    </section>
  );
}

/** How it ended. A report stands out: somebody says that they never asked for this help. */
function Ending({ session }: { session: SupportSession }) {
  const { t } = useTranslation();
  if (session.link_reported_at === null) return session.ending && t(`console.session.ending_${session.ending}`);
  return (
    <Text span inherit c="red" fw={600}>
      <IconAlertTriangle size={16} aria-hidden style={{ verticalAlign: "-2px" }} />{" "}
      {t("console.session.ending_reported")}
    </Text>
  );
}
