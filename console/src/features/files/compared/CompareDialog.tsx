/** Synchronise and replicate: what would be done to make the two open folders alike, each row to be changed, before anything is done. */
import { Button, Checkbox, Group, Loader, SegmentedControl, Stack, Text } from "@mantine/core";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../../foundation/design/Dialog.tsx";
import { ProblemPanel } from "../../../foundation/design/ProblemPanel.tsx";
import { readableBytes } from "../../../foundation/texts/amounts.ts";
import { asFilesProblem } from "../dialogs.tsx";
import type { FilesDesk } from "../files-desk.ts";
import { keyOf } from "../trees.ts";
import { carryOut } from "./carry-out.ts";
import type { Folders } from "./compare.ts";
import { type Action, type Amounts, amountsOf, type Mode, planned, type PlanRow, wayOf } from "./plan.ts";
import { PlanList } from "./PlanList.tsx";
import { useCompared } from "./use-compared.ts";
import "./compared.css";

interface Props {
  readonly desk: FilesDesk;
  readonly at: Folders;
  readonly mode: Mode;
  readonly onClose: () => void;
}

const MODES: readonly Mode[] = ["both", "to_pc", "to_local"];

export function CompareDialog({ desk, at, mode: first, onClose }: Props) {
  const { t } = useTranslation();
  const [mode, setMode] = useState(first);
  const [byContents, setByContents] = useState(false);
  const [chosen, setChosen] = useState<ReadonlyMap<string, Action>>(new Map());
  const [doing, setDoing] = useState(false);
  const [failed, setFailed] = useState<unknown>();
  const { compared, agreed, progress, problem } = useCompared(desk, at, byContents);
  const plan = useMemo(
    () => compared && planned(compared.here, compared.there, mode, { agreed, sameContents: compared.sameContents }),
    [compared, agreed, mode],
  );
  const rows = useMemo(() => plan?.rows.map((row) => withChoice(row, chosen)) ?? [], [plan, chosen]);
  const amounts = useMemo(() => amountsOf(rows), [rows]);
  const nothing = rows.every(({ action }) => action === "nothing");

  async function start(): Promise<void> {
    if (!compared || !plan) return;
    setDoing(true);
    setFailed(undefined);
    const files = new Map(compared.here.files.map((file) => [wayOf(file), file]));
    const theirs = new Map(compared.there.files.map((file) => [wayOf(file), file]));
    const remember = desk.remember(at);
    remember(
      new Map(
        plan.same.flatMap((way) => {
          const [here, there] = [files.get(way), theirs.get(way)];
          if (!here || !there) return [];
          return [[way, { size: here.size, hereAt: here.modifiedAt, thereAt: there.modifiedAt }] as const];
        }),
      ),
    );
    try {
      await carryOut(desk, at, rows, files, remember);
      onClose();
    } catch (cause) {
      setFailed(cause);
      setDoing(false);
    }
  }

  return (
    <Dialog
      onClose={onClose}
      title={t(`console.files.compare_${mode}`)}
      size="min(1080px, 96vw)"
      closeOnClickOutside={false}
    >
      <Stack gap="sm">
        <div className="compared-folders">
          <bdi>{at.here}</bdi>
          <span aria-hidden>{ARROWS[mode]}</span>
          <bdi>{at.there}</bdi>
        </div>
        <Group gap="sm" justify="space-between">
          <SegmentedControl
            className="compared-ways"
            value={mode}
            onChange={(value) => {
              setMode(value as Mode);
              setChosen(new Map());
            }}
            aria-label={t("console.files.compare_way")}
            data={MODES.map((value) => ({ value, label: t(`console.files.way_${value}`) }))}
          />
          <Checkbox
            radius={4}
            label={t("console.files.compare_contents")}
            checked={byContents}
            onChange={(event) => setByContents(event.currentTarget.checked)}
          />
        </Group>
        {(problem ?? failed) !== undefined && <ProblemPanel problem={asFilesProblem(problem ?? failed)} />}
        {!plan && !problem && <Comparing progress={progress} />}
        {plan && rows.length > 0 && (
          <PlanList rows={rows} onChoose={(row, action) => setChosen(new Map(chosen).set(keyOf(row.way), action))} />
        )}
        {plan && <Summary amounts={amounts} same={plan.same.length} rows={rows.length} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t("console.common.cancel")}
          </Button>
          <Button onClick={() => void start()} loading={doing} disabled={!plan || nothing} data-autofocus>
            {t("console.files.compare_start")}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

const ARROWS: Record<Mode, string> = { both: "⇄", to_pc: "→", to_local: "←" };

function withChoice(row: PlanRow, chosen: ReadonlyMap<string, Action>): PlanRow {
  const action = chosen.get(keyOf(row.way));
  return action && row.choices.includes(action) ? { ...row, action } : row;
}

function Comparing({ progress }: { progress: { bytes: number; of: number } | undefined }) {
  const { t, i18n } = useTranslation();
  const amount = (bytes: number) => readableBytes(bytes, i18n.language);
  return (
    <Group gap="sm" role="status" className="compared-wait">
      <Loader size="sm" aria-hidden />
      <Text>
        {t("console.files.comparing")}
        {progress && ` ${amount(progress.bytes)} / ${amount(progress.of)}`}
      </Text>
    </Group>
  );
}

/** How much will be done, and what will not. */
function Summary({ amounts, same, rows }: { amounts: Amounts; same: number; rows: number }) {
  const { t, i18n } = useTranslation();
  const { files, bytes, conflicts } = amounts;
  const parts = (["send", "fetch", "delete_pc", "delete_local"] as const)
    .filter((action) => files[action] > 0)
    .map((action) =>
      t(`console.files.sum_${action}`, { count: files[action], size: readableBytes(bytes[action], i18n.language) }),
    );
  return (
    <div className="compared-sum" role="status">
      {rows === 0 && <Text>{t("console.files.compare_alike")}</Text>}
      {parts.map((part) => (
        <Text key={part} size="sm">
          {part}
        </Text>
      ))}
      {conflicts > 0 && (
        <Text size="sm" fw={600}>
          {t("console.files.sum_conflicts", { count: conflicts })}
        </Text>
      )}
      <Text size="sm" className="quiet">
        {t("console.files.sum_same", { count: same })}
      </Text>
      {files.delete_local > 0 && <Text size="sm">{t("console.files.delete_here_warning")}</Text>}
    </div>
  );
}
