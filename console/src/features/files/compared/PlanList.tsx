/** The rows of a plan: what lies on each side, what is done, and why. Only those in sight are drawn. */
import { NativeSelect } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconFile, IconFolderFilled, IconLink } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { readableBytes } from "../../../foundation/texts/amounts.ts";
import { dayAndTime } from "../../../foundation/texts/times.ts";
import { keyOf, shownWay } from "../trees.ts";
import type { Version } from "../../../transfers/states.ts";
import { harmless } from "../../../protocol/shown-text.ts";
import { type Action, CONFLICTS, type PlanRow } from "./plan.ts";

interface Props {
  readonly rows: readonly PlanRow[];
  readonly onChoose: (row: PlanRow, action: Action) => void;
}

/** Without room beside it, the choice stands under the name. */
const NARROW = "(max-width: 760px)";

export function PlanList({ rows, onChoose }: Props) {
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  const height = useMediaQuery(NARROW) ? 96 : 58;
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing of it is kept beyond this drawing
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => list.current,
    estimateSize: () => height,
    overscan: 8,
  });
  useEffect(() => virtual.measure(), [virtual, height]);
  return (
    <div className="compared">
      <div className="compared-row compared-head" aria-hidden>
        <span />
        <span>{t("console.files.pane_local")}</span>
        <span />
        <span>{t("console.files.pane_pc")}</span>
      </div>
      <div ref={list} className="compared-list" tabIndex={0} role="group" aria-label={t("console.files.compare_rows")}>
        <ul style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            return (
              row && (
                <li key={keyOf(row.way)} style={{ height, transform: `translateY(${start}px)` }}>
                  <PlanLine row={row} onChoose={(action) => onChoose(row, action)} />
                </li>
              )
            );
          })}
        </ul>
      </div>
    </div>
  );
}

function PlanLine({ row, onChoose }: { row: PlanRow; onChoose: (action: Action) => void }) {
  const { t } = useTranslation();
  const { way, kind, here, there, action, choices, reason } = row;
  const Icon = reason === "link" ? IconLink : kind === "folder" ? IconFolderFilled : IconFile;
  const conflict = action === "nothing" && CONFLICTS.has(reason);
  return (
    <div className="compared-row" data-conflict={conflict || undefined} data-still={action === "nothing" || undefined}>
      <div className="compared-name">
        <span className="files-icon" data-kind={reason === "link" ? reason : kind}>
          <Icon size={18} aria-hidden />
        </span>
        <span className="compared-what">
          <bdi title={harmless(shownWay(way))}>{harmless(shownWay(way))}</bdi>
          <span className="compared-why">{t(`console.files.why_${reason}`)}</span>
        </span>
      </div>
      <Side title={t("console.files.pane_local")} version={here} kind={kind} />
      {choices.length > 0 ? (
        <NativeSelect
          size="xs"
          className="compared-choice"
          aria-label={t("console.files.compare_choice", { name: harmless(way.at(-1) ?? "") })}
          value={action}
          onChange={(event) => onChoose(event.currentTarget.value as Action)}
          data={choices.map((value) => ({ value, label: t(`console.files.action_${value}`) }))}
        />
      ) : (
        <span className="compared-choice quiet">{t("console.files.action_nothing")}</span>
      )}
      <Side title={t("console.files.pane_pc")} version={there} kind={kind} />
    </div>
  );
}

/** What lies on one side; nothing is a dash. */
function Side({ title, version, kind }: { title: string; version: Version | undefined; kind: PlanRow["kind"] }) {
  const { i18n } = useTranslation();
  return (
    <div className="compared-side" title={title}>
      {version ? readableBytes(version.size, i18n.language) : kind === "file" && "–"}
      {version && version.modifiedAt > 0 && (
        <span className="quiet">{dayAndTime(version.modifiedAt, i18n.language)}</span>
      )}
    </div>
  );
}
