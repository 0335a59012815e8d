/** What is chosen: how much it is, counted on the PC, and what the PC knows of a single thing. */
import { Loader, Table, Text } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../foundation/design/Dialog.tsx";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { readableBytes } from "../../foundation/texts/amounts.ts";
import { dayAndTime } from "../../foundation/texts/times.ts";
import type { JobProgress } from "../../protocol/messages.gen.ts";
import { asFilesProblem } from "./dialogs.tsx";
import { FilesProblem, type HostJobs, type Outcome } from "./host-jobs.ts";
import type { Row } from "./rows.ts";

interface Props {
  readonly jobs: HostJobs;
  readonly folder: string;
  readonly rows: readonly Row[];
  readonly onClose: () => void;
}

const MOST_AT_ONCE = 1000;

export function PropertiesDialog({ jobs, folder, rows, onClose }: Props) {
  const { t, i18n } = useTranslation();
  const counted = useCounted(jobs, folder, rows);
  const [only] = rows;
  const one = rows.length === 1 ? only : undefined;
  const amount = new Intl.NumberFormat(i18n.language);
  const { files, folders, bytes, outcome } = counted;
  return (
    <Dialog onClose={onClose} title={t("console.files.do_properties")}>
      <Table className="files-facts" verticalSpacing={6}>
        <Table.Tbody>
          <Fact name={t("console.files.column_name")}>
            <bdi>{one?.name ?? t("console.files.things", { count: rows.length })}</bdi>
          </Fact>
          <Fact name={t("console.files.in_folder")}>
            <bdi>{folder}</bdi>
          </Fact>
          {one?.target && <Fact name={t("console.files.leads_to")}>{one.target}</Fact>}
          <Fact name={t("console.files.column_size")}>
            {t("console.files.size_exact", {
              size: readableBytes(bytes, i18n.language),
              bytes: amount.format(bytes),
            })}{" "}
            {!outcome && <Loader size="xs" aria-label={t("console.common.loading")} />}
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
      {outcome?.dp && <ProblemPanel problem={asFilesProblem(new FilesProblem(outcome.dp))} />}
      {outcome && outcome.failures.length > 0 && (
        <Text size="sm" mt="sm">
          {t("console.files.not_counted", { count: outcome.failures.length })}
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

interface Counted {
  readonly files: number;
  readonly folders: number;
  readonly bytes: number;
  /** Undefined while it counts. */
  readonly outcome: Outcome | undefined;
}

/** Counts on the PC until it is done or the dialog goes. */
function useCounted(jobs: HostJobs, folder: string, rows: readonly Row[]): Counted {
  const [counted, setCounted] = useState<Counted>({ files: 0, folders: 0, bytes: 0, outcome: undefined });
  useEffect(() => {
    const names = rows.map(({ name }) => name);
    const parts = new Map<number, JobProgress>();
    const total = (key: "files" | "folders" | "bytes") => [...parts.values()].reduce((sum, part) => sum + part[key], 0);
    const tell = (outcome?: Outcome) =>
      setCounted({ files: total("files"), folders: total("folders"), bytes: total("bytes"), outcome });
    let gone = false;
    let stop: (() => void) | undefined;
    void (async () => {
      for (let at = 0; at < names.length && !gone; at += MOST_AT_ONCE) {
        const job = jobs.run(
          { type: "MeasureEntries", folder, names: names.slice(at, at + MOST_AT_ONCE) },
          { progress: (progress) => !gone && (parts.set(at, progress), tell()) },
        );
        stop = job.stop;
        const outcome = await job.done;
        if (!gone && (at + MOST_AT_ONCE >= names.length || outcome.dp)) return tell(outcome);
      }
    })();
    return () => {
      gone = true;
      stop?.();
    };
  }, [jobs, folder, rows]);
  return counted;
}
