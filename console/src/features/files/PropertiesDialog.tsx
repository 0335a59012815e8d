/** What is chosen: how much it is, counted where it lies, and what is known of a single thing. */
import { Loader, Table, Text } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../foundation/design/Dialog.tsx";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { readableBytes } from "../../foundation/texts/amounts.ts";
import { dayAndTime } from "../../foundation/texts/times.ts";
import { harmless } from "../../protocol/shown-text.ts";
import { asFilesProblem } from "./dialogs.tsx";
import { type Counted, type Measure, NOTHING_COUNTED } from "./measure.ts";
import type { Row } from "./rows.ts";

interface Props {
  readonly measure: Measure;
  readonly folder: string;
  readonly rows: readonly Row[];
  readonly onClose: () => void;
}

export function PropertiesDialog({ measure, folder, rows, onClose }: Props) {
  const { t, i18n } = useTranslation();
  const counted = useCounted(measure, folder, rows);
  const [only] = rows;
  const one = rows.length === 1 ? only : undefined;
  const amount = new Intl.NumberFormat(i18n.language);
  const { files, folders, bytes, unread, over, problem } = counted;
  return (
    <Dialog onClose={onClose} title={t("console.files.do_properties")}>
      <Table className="files-facts" verticalSpacing={6}>
        <Table.Tbody>
          <Fact name={t("console.files.column_name")}>
            <bdi>{one ? harmless(one.name) : t("console.files.things", { count: rows.length })}</bdi>
          </Fact>
          <Fact name={t("console.files.in_folder")}>
            <bdi>{harmless(folder)}</bdi>
          </Fact>
          {one?.target && <Fact name={t("console.files.leads_to")}>{harmless(one.target)}</Fact>}
          <Fact name={t("console.files.column_size")}>
            {t("console.files.size_exact", {
              size: readableBytes(bytes, i18n.language),
              bytes: amount.format(bytes),
            })}{" "}
            {!over && <Loader size="xs" aria-label={t("console.common.loading")} />}
          </Fact>
          <Fact name={t("console.files.contains")}>
            {t("console.files.files", { count: files })}, {t("console.files.folders", { count: folders })}
          </Fact>
          {one?.modified_at && (
            <Fact name={t("console.files.column_modified")}>{dayAndTime(one.modified_at, i18n.language)}</Fact>
          )}
          {one?.created_at && (
            <Fact name={t("console.files.created")}>{dayAndTime(one.created_at, i18n.language)}</Fact>
          )}
          {one && <Attributes row={one} />}
        </Table.Tbody>
      </Table>
      {problem !== undefined && <ProblemPanel problem={asFilesProblem(problem)} />}
      {unread > 0 && (
        <Text size="sm" mt="sm">
          {t("console.files.not_counted", { count: unread })}
        </Text>
      )}
    </Dialog>
  );
}

function Attributes({ row }: { row: Row }) {
  const { t } = useTranslation();
  const flags = (["read_only", "hidden", "system", "online_only"] as const).filter((flag) => row[flag]);
  return (
    flags.length > 0 && (
      <Fact name={t("console.files.attributes")}>
        {flags.map((flag) => t(`console.files.attribute_${flag}`)).join(", ")}
      </Fact>
    )
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Table.Tr>
      <Table.Th scope="row">{name}</Table.Th>
      <Table.Td>{children}</Table.Td>
    </Table.Tr>
  );
}

interface Shown extends Counted {
  /** It is all counted. */
  readonly over: boolean;
  readonly problem?: unknown;
}

/** Counts until it is done or the dialog goes. */
function useCounted(measure: Measure, folder: string, rows: readonly Row[]): Shown {
  const [shown, setShown] = useState<Shown>({ ...NOTHING_COUNTED, over: false });
  useEffect(() => {
    const gone = new AbortController();
    const tell = (told: Shown) => !gone.signal.aborted && setShown(told);
    let last = NOTHING_COUNTED;
    measure(folder, rows, (counted) => tell({ ...(last = counted), over: false }), gone.signal).then(
      (counted) => tell({ ...counted, over: true }),
      (problem: unknown) => tell({ ...last, over: true, problem }),
    );
    return () => gone.abort();
  }, [measure, folder, rows]);
  return shown;
}
