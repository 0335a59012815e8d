import { Paper, Table, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { csvAddress, REMOTE_ACCESS, remoteAccessQuery, type ReportFilter } from "../../foundation/api/audit.ts";
import type { RemoteAccessLine, RemoteAccessTotals } from "../../foundation/api/types.ts";
import { TextLink } from "../../foundation/design/links.tsx";
import { readableBytes } from "../../foundation/texts/amounts.ts";
import { dayAndTime, longDuration } from "../../foundation/texts/times.ts";
import { ReportFrame } from "./ReportFrame.tsx";

/** One line for each session that was activated, under the figures of the whole range. */
export function RemoteAccess({ filter }: { filter: ReportFilter }) {
  const { t, i18n } = useTranslation();
  const found = useInfiniteQuery(remoteAccessQuery(filter));
  const pages = found.data?.pages ?? [];
  const lines = pages.flatMap((page) => page.items);
  const totals = pages[0]?.totals;
  return (
    <ReportFrame found={found} empty={lines.length === 0} csv={csvAddress(REMOTE_ACCESS, filter, i18n.language)}>
      {totals && <Totals totals={totals} />}
      <Table className="card-table" verticalSpacing="sm" withTableBorder>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w="26%">{t("console.reports.column_customer")}</Table.Th>
            <Table.Th>{t("console.reports.column_technician")}</Table.Th>
            <Table.Th>{t("console.reports.start")}</Table.Th>
            <Table.Th>{t("console.reports.access")}</Table.Th>
            <Table.Th>{t("console.reports.column_ending")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {lines.map((line) => (
            <Row key={line.session_id} line={line} />
          ))}
        </Table.Tbody>
      </Table>
    </ReportFrame>
  );
}

function Totals({ totals }: { totals: RemoteAccessTotals }) {
  const { t, i18n } = useTranslation();
  const number = new Intl.NumberFormat(i18n.language);
  const figures: [string, string][] = [
    ["sessions", number.format(totals.sessions)],
    ["duration", longDuration(totals.duration_ms)],
    ["connections", number.format(totals.connections)],
    ["connected", longDuration(totals.connected_ms)],
    ["bytes", readableBytes(totals.bytes, i18n.language)],
  ];
  return (
    <Paper withBorder p="lg">
      <dl className="totals">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt className="quiet">{t(`console.reports.total_${name}`)}</dt>
            <dd className="figures">{value}</dd>
          </div>
        ))}
      </dl>
    </Paper>
  );
}

function Row({ line }: { line: RemoteAccessLine }) {
  const { t, i18n } = useTranslation();
  return (
    <Table.Tr>
      <Table.Td className="breakable">
        <TextLink className="standing-link" to="/sessions/$id" params={{ id: line.session_id }}>
          {line.customer || t("console.reports.no_customer")}
        </TextLink>
        <Text size="sm" className="quiet" component="div">
          {line.computer_name}
        </Text>
        {line.closing_note !== "" && (
          <Text size="sm" component="div" className="closing-note">
            {line.closing_note}
          </Text>
        )}
      </Table.Td>
      <Table.Td className="breakable">
        {line.technician.name}
        <OtherPeople line={line} />
      </Table.Td>
      <Table.Td className="figures">
        {dayAndTime(line.activated_at, i18n.language)}
        <div>
          {line.ended_at === null ? t("console.reports.still_active") : dayAndTime(line.ended_at, i18n.language)}
        </div>
        <Text size="sm" className="quiet" component="div">
          {longDuration(line.duration_ms)}
        </Text>
      </Table.Td>
      <Table.Td>
        <Access line={line} />
      </Table.Td>
      <Table.Td>
        {line.ending !== null && t(`console.session.ending_${line.ending}`)}
        <Text size="sm" className="quiet" component="div">
          {t("console.reports.column_removal")}: {t(`console.reports.removal_${line.removal}`)}
        </Text>
      </Table.Td>
    </Table.Tr>
  );
}

/** Who connected, when that is not just whoever has the session: it was handed over, or an administrator helped. */
function OtherPeople({ line }: { line: RemoteAccessLine }) {
  const { t, i18n } = useTranslation();
  if (line.people.every((person) => person.id === line.technician.id)) return null;
  const names = new Intl.ListFormat(i18n.language).format(line.people.map((person) => person.name));
  return (
    <Text size="sm" className="quiet" component="div">
      {t("console.reports.connected_too", { names })}
    </Text>
  );
}

function Access({ line }: { line: RemoteAccessLine }) {
  const { t, i18n } = useTranslation();
  const up = readableBytes(line.bytes_to_host ?? 0, i18n.language);
  const down = readableBytes(line.bytes_to_technician ?? 0, i18n.language);
  return (
    <>
      {line.connections === 0
        ? t("console.reports.no_connection")
        : t("console.reports.connections", { count: line.connections, time: longDuration(line.connected_ms) })}
      {line.refused > 0 && <div>{t("console.reports.refused", { count: line.refused })}</div>}
      <Text size="sm" className="quiet" component="div">
        {line.tools.map((tool) => t(`console.reports.tool_${tool}`)).join(", ")}
      </Text>
      {line.recorded_ms !== null && (
        <div>{t("console.reports.recorded", { time: longDuration(line.recorded_ms) })}</div>
      )}
      {line.bytes_to_host !== null && (
        <Text size="sm" className="quiet figures" component="div">
          <span aria-hidden>{t("console.reports.bytes", { up, down })}</span>
          <span className="visually-hidden">{t("console.reports.bytes_spoken", { up, down })}</span>
        </Text>
      )}
    </>
  );
}
