import { Button, Table, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { SupportSession } from "../../foundation/api/types.ts";
import { TextLink } from "../../foundation/design/links.tsx";
import { RemovalLine } from "../../foundation/support-sessions/RemovalLine.tsx";
import { dayAndTime, longDuration } from "../../foundation/texts/times.ts";
import { computerName, customerWords, systemWords } from "./computer-words.ts";

interface Props {
  sessions: SupportSession[];
  /** Fetches older ones; undefined when these are all. */
  onMore: (() => void) | undefined;
  loadingMore: boolean;
}

const COLUMNS = [
  "console.computers.computer",
  "console.computers.customer",
  "console.computers.ended",
  "console.computers.removal",
];

/** Computers that were under support, newest first. Roles are written out: as cards on narrow screens they stay a table. */
export function EarlierComputers({ sessions, onMore, loadingMore }: Props) {
  const { t } = useTranslation();
  return (
    <section aria-labelledby="earlier-computers">
      <Title order={3} fz={17} mb="sm" id="earlier-computers">
        {t("console.computers.earlier")}
      </Title>
      <Table
        className="card-table computers-table"
        verticalSpacing="sm"
        withTableBorder
        role="table"
        aria-labelledby="earlier-computers"
      >
        <Table.Thead role="rowgroup">
          <Table.Tr role="row">
            {COLUMNS.map((name) => (
              <Table.Th key={name} role="columnheader">
                {t(name)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody role="rowgroup">
          {sessions.map((session) => (
            <Row key={session.id} session={session} />
          ))}
        </Table.Tbody>
      </Table>
      {onMore && (
        <Button variant="default" mt="md" onClick={onMore} loading={loadingMore}>
          {t("console.table.more")}
        </Button>
      )}
    </section>
  );
}

function Row({ session }: { session: SupportSession }) {
  const { t, i18n } = useTranslation();
  const erased = session.computer_erased_at !== null && session.activated_at !== null;
  return (
    <Table.Tr role="row">
      <Table.Td role="cell" className="breakable">
        <TextLink className="standing-link" to="/sessions/$id" params={{ id: session.id }} fw={600}>
          {computerName(session, t, i18n.language)}
        </TextLink>
        <Quiet>{systemWords(session, t) || (erased && t("console.computers.system_erased"))}</Quiet>
      </Table.Td>
      <Table.Td role="cell" className="breakable">
        {customerWords(session, t, i18n.language)}
        <Quiet>{session.note}</Quiet>
      </Table.Td>
      <Table.Td role="cell" className="breakable">
        {session.ended_at !== null && <span className="figures">{dayAndTime(session.ended_at, i18n.language)}</span>}
        <Quiet>
          {[session.technician.name, lasted(session) && t("console.computers.lasted", { time: lasted(session) })]
            .filter(Boolean)
            .join(" · ")}
        </Quiet>
        <Quiet>{howEnded(session) && t(howEnded(session))}</Quiet>
      </Table.Td>
      <Table.Td role="cell">
        <RemovalLine session={session} />
        {session.leftovers !== null && session.leftovers > 0 && (
          <Text size="sm" c="red" fw={600}>
            {t("console.computers.leftovers", { count: session.leftovers })}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function lasted({ activated_at, ended_at }: SupportSession): string {
  return activated_at !== null && ended_at !== null ? longDuration(ended_at - activated_at) : "";
}

function howEnded(session: SupportSession): string {
  if (session.link_reported_at !== null) return "console.session.ending_reported";
  return session.ending === null ? "" : `console.session.ending_${session.ending}`;
}

function Quiet({ children }: { children: ReactNode }) {
  return children ? (
    <Text size="sm" className="quiet" component="div">
      {children}
    </Text>
  ) : null;
}
