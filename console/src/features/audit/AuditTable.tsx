import { Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { AuditEntry } from "../../foundation/api/types.ts";
import { TextLink } from "../../foundation/design/links.tsx";
import { detailWords, kindWords } from "../../foundation/texts/audit-words.ts";
import { dayAndTime } from "../../foundation/texts/times.ts";

/** Entries, newest first: when, what, who, and the facts of each. */
export function AuditTable({ entries, ofOneSession }: { entries: AuditEntry[]; ofOneSession: boolean }) {
  const { t } = useTranslation();
  return (
    <Table className="card-table" verticalSpacing="sm" withTableBorder>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("console.audit.when")}</Table.Th>
          <Table.Th>{t("console.audit.column_what")}</Table.Th>
          <Table.Th>{t("console.audit.column_technician")}</Table.Th>
          <Table.Th>{t("console.audit.column_details")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {entries.map((entry) => (
          <Row key={entry.no} entry={entry} ofOneSession={ofOneSession} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Row({ entry, ofOneSession }: { entry: AuditEntry; ofOneSession: boolean }) {
  const { t, i18n } = useTranslation();
  return (
    <Table.Tr>
      <Table.Td>
        <span className="figures">{dayAndTime(entry.at, i18n.language)}</span>
        <Text size="sm" className="quiet figures" component="div">
          {t("console.audit.column_no")} {entry.no}
        </Text>
      </Table.Td>
      <Table.Td>
        <Text fw={600} component="div">
          {kindWords(t, entry.kind)}
        </Text>
        {entry.session_id !== null && (
          <TextLink className="standing-link" size="sm" to="/sessions/$id" params={{ id: entry.session_id }}>
            {t("console.audit.column_session")}
          </TextLink>
        )}
        {entry.session_id !== null && !ofOneSession && (
          <>
            {" · "}
            <TextLink className="standing-link" size="sm" to="/audit" search={{ session: entry.session_id }}>
              {t("console.audit.only_session")}
            </TextLink>
          </>
        )}
      </Table.Td>
      <Table.Td className="breakable">
        <Who entry={entry} />
        {entry.address !== null && (
          <Text size="sm" className="quiet figures" component="div">
            {entry.address}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        {detailWords(t, { ...entry.details, ...(entry.of && { of: entry.of.name }) }).map(([name, value]) => (
          <Text key={name} size="sm" component="div" className="breakable">
            <span className="quiet">{name}: </span>
            {value}
          </Text>
        ))}
        <details>
          <summary className="quiet">{t("console.audit.column_hash")}</summary>
          <span className="hash">{entry.hash}</span>
        </details>
      </Table.Td>
    </Table.Tr>
  );
}

function Who({ entry }: { entry: AuditEntry }) {
  const { t } = useTranslation();
  if (entry.technician) return <>{entry.technician.name}</>;
  return (
    <span className="quiet">{t(entry.pseudonym === null ? "console.audit.by_host" : "console.audit.erased")}</span>
  );
}
