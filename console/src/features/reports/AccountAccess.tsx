import { Table } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ACCOUNT_ACCESS, accountAccessQuery, csvAddress, type ReportFilter } from "../../foundation/api/audit.ts";
import { detailWords, kindWords } from "../../foundation/texts/audit-words.ts";
import { dayAndTime } from "../../foundation/texts/times.ts";
import { ReportFrame } from "./ReportFrame.tsx";

/** Pseudonyms say nothing to a reader who has the names beside them. */
const PSEUDONYMS = ["address", "customer"];

/** Sign-ins, failures and changes of proofs, newest first. */
export function AccountAccess({ filter }: { filter: ReportFilter }) {
  const { t, i18n } = useTranslation();
  const found = useInfiniteQuery(accountAccessQuery(filter));
  const lines = (found.data?.pages ?? []).flatMap((page) => page.items);
  return (
    <ReportFrame found={found} empty={lines.length === 0} csv={csvAddress(ACCOUNT_ACCESS, filter, i18n.language)}>
      <Table className="card-table" verticalSpacing="sm" withTableBorder>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("console.audit.when")}</Table.Th>
            <Table.Th>{t("console.reports.column_technician")}</Table.Th>
            <Table.Th>{t("console.reports.column_what")}</Table.Th>
            <Table.Th>{t("console.reports.column_address")}</Table.Th>
            <Table.Th>{t("console.reports.column_details")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {lines.map((line) => (
            <Table.Tr key={line.no}>
              <Table.Td className="figures">{dayAndTime(line.at, i18n.language)}</Table.Td>
              <Table.Td className="breakable">{line.technician?.name ?? t("console.audit.erased")}</Table.Td>
              <Table.Td>{kindWords(t, line.kind)}</Table.Td>
              <Table.Td className="figures breakable">
                {line.address ?? ("address" in line.details && t("console.reports.address_erased"))}
              </Table.Td>
              <Table.Td className="breakable">
                {detailWords(
                  t,
                  Object.fromEntries(Object.entries(line.details).filter(([name]) => !PSEUDONYMS.includes(name))),
                )
                  .map(([name, value]) => `${name}: ${value}`)
                  .join(" · ")}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ReportFrame>
  );
}
