/** A table of any length: filtered, sorted, copied; the chosen row stands below it in full. */
import { ActionIcon, TextInput } from "@mantine/core";
import { IconSearch, IconX } from "@tabler/icons-react";
import { type ReactNode, useDeferredValue, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Column, isNumeric } from "./columns.ts";
import { Grid } from "./Grid.tsx";
import { useHeldOrder } from "./held-order.ts";
import { Failed } from "./notes.tsx";
import { folded } from "./process-tree.ts";
import { RowDetail } from "./RowDetail.tsx";
import { type Rows, type ShownRow, shownRows, type Sorting } from "./rows.ts";
import { rowText } from "./table-text.ts";
import { TakeAway } from "./TakeAway.tsx";

interface Props {
  readonly label: string;
  readonly columns: readonly Column[];
  readonly rows: Rows | undefined;
  readonly failed: string | undefined;
  readonly again: () => void;
  readonly sortedBy?: Sorting;
  /** Beside the filter: what can be done with the chosen row. */
  readonly actions?: (chosen: ShownRow | undefined) => ReactNode;
  /** Below the rows, for tables that are read on. */
  readonly foot?: ReactNode;
  /** Below the table, instead of all cells of the chosen row. */
  readonly detail?: (chosen: ShownRow) => ReactNode;
  /** The sorted rows in the order of a tree, each with its depth; the same function each time. */
  readonly asTree?: ((rows: readonly ShownRow[]) => readonly ShownRow[]) | undefined;
  /** A row is opened: by a double click, or by Enter. */
  readonly onOpen?: (row: ShownRow) => void;
  /** Cells change all the time: rows keep their places under the pointer and the focus. */
  readonly live?: boolean;
  /** The host has filtered already: by something (`narrowed`), or by nothing. */
  readonly unfiltered?: boolean;
  readonly narrowed?: boolean;
}

export function Table(props: Props) {
  const { label, columns, rows, failed, again, actions, foot, detail, asTree } = props;
  const { t, i18n } = useTranslation();
  const [filter, setFilter] = useState("");
  const [sorting, setSorting] = useState<Sorting>(props.sortedBy ?? { column: 0, down: false });
  const [chosenKey, choose] = useState<string>();
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [held, setHeld] = useState(false);
  const wanted = useDeferredValue(filter);
  const column = columns[sorting.column];
  const sorted = useMemo(
    () => shownRows(rows ?? new Map(), wanted, sorting, column !== undefined && isNumeric(column), i18n.language),
    [rows, wanted, sorting, column, i18n.language],
  );
  const sortedBy = `${String(sorting.column)} ${String(sorting.down)} ${String(asTree !== undefined)} ${wanted}`;
  const still = useHeldOrder(sorted, sortedBy, props.live ?? false, held);
  const shown = useMemo(() => (asTree ? folded(asTree(still), closed) : still), [still, asTree, closed]);
  const chosen = shown.find((row) => row.key === chosenKey);
  const fold = (key: string, shut: boolean) => {
    const next = new Set(closed);
    if (shut) next.add(key);
    else next.delete(key);
    setClosed(next);
  };
  if (failed !== undefined) return <Failed dp={failed} again={again} />;
  return (
    <div className="dash-table">
      <div className="dash-bar">
        {!props.unfiltered && (
          <TextInput
            size="sm"
            leftSection={<IconSearch size={16} aria-hidden />}
            aria-label={t("console.dashboard.filter")}
            placeholder={t("console.dashboard.filter")}
            value={filter}
            maxLength={200}
            onChange={(event) => setFilter(event.currentTarget.value)}
          />
        )}
        {actions?.(chosen)}
        <span className="dash-count quiet" role="status">
          {rows && t("console.dashboard.rows", { count: sorted.length })}
        </span>
        <TakeAway label={label} columns={columns} rows={shown} />
      </div>
      <Grid
        {...{ label, columns, shown, sorting, setSorting, chosenKey, choose, setHeld, foot }}
        fold={asTree && fold}
        onOpen={props.onOpen}
        onCopy={(row) =>
          void navigator.clipboard.writeText(rowText(t, i18n.language, columns, row)).catch(() => undefined)
        }
        note={
          rows === undefined
            ? t("console.dashboard.loading")
            : sorted.length === 0
              ? t(rows.size === 0 && !props.narrowed ? "console.dashboard.empty" : "console.dashboard.nothing_fits")
              : undefined
        }
      />
      {chosen && (
        <section className="dash-detail" aria-label={t("console.dashboard.chosen_row")}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("console.dashboard.close_detail")}
            onClick={() => choose(undefined)}
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
          {detail ? detail(chosen) : <RowDetail columns={columns} row={chosen} />}
        </section>
      )}
    </div>
  );
}
