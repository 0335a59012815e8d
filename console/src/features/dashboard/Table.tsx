/** A table of any length: only the rows in sight are on the page. Sorted by its heads, walked through with the arrow keys. */
import { TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconSearch } from "@tabler/icons-react";
import {
  type KeyboardEvent,
  type ReactNode,
  useDeferredValue,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { useTranslation } from "react-i18next";
import { cellText, type Column, isNumeric } from "./columns.ts";
import { Failed } from "./notes.tsx";
import { inWindow, type Rows, type ShownRow, shownRows, type Sorting } from "./rows.ts";

const ROW_HEIGHT = 32;
/** Pixels that each level of a tree is moved in. */
const STEP = 16;

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
  /** Below the table: the chosen row in full. */
  readonly detail?: (chosen: ShownRow) => ReactNode;
  /** Another order of the sorted rows, as of a tree; the same each time. */
  readonly arranged?: ((rows: readonly ShownRow[]) => readonly ShownRow[]) | undefined;
  /** A row is opened: by a double click, or by Enter. */
  readonly onOpen?: (row: ShownRow) => void;
  /** The host has filtered already: by something (`narrowed`), or by nothing. */
  readonly unfiltered?: boolean;
  readonly narrowed?: boolean;
}

export function Table(props: Props) {
  const { label, columns, rows, failed, again, actions, foot, detail } = props;
  const { t, i18n } = useTranslation();
  const [filter, setFilter] = useState("");
  const [sorting, setSorting] = useState<Sorting>(props.sortedBy ?? { column: 0, down: false });
  const [chosenKey, choose] = useState<string>();
  const wanted = useDeferredValue(filter);
  const column = columns[sorting.column];
  const { arranged } = props;
  const shown = useMemo(() => {
    const numeric = column !== undefined && isNumeric(column);
    const sorted = shownRows(rows ?? new Map(), wanted, sorting, numeric, i18n.language);
    return arranged ? arranged(sorted) : sorted;
  }, [rows, wanted, sorting, column, i18n.language, arranged]);
  const chosen = shown.find((row) => row.key === chosenKey);
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
          {rows && t("console.dashboard.rows", { count: shown.length })}
        </span>
      </div>
      <Grid
        {...{ label, columns, shown, sorting, setSorting, chosenKey, choose }}
        onOpen={props.onOpen}
        note={
          rows === undefined
            ? t("console.dashboard.loading")
            : shown.length === 0
              ? t(rows.size === 0 && !props.narrowed ? "console.dashboard.empty" : "console.dashboard.nothing_fits")
              : undefined
        }
        foot={foot}
      />
      {chosen && detail?.(chosen)}
    </div>
  );
}

interface GridProps {
  readonly label: string;
  readonly columns: readonly Column[];
  readonly shown: readonly ShownRow[];
  readonly sorting: Sorting;
  readonly setSorting: (sorting: Sorting) => void;
  readonly chosenKey: string | undefined;
  readonly choose: (key: string | undefined) => void;
  readonly onOpen: ((row: ShownRow) => void) | undefined;
  readonly note: string | undefined;
  readonly foot: ReactNode;
}

function Grid({ label, columns, shown, sorting, setSorting, chosenKey, choose, onOpen, note, foot }: GridProps) {
  const { t, i18n } = useTranslation();
  const id = useId();
  const room = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 600 });
  useLayoutEffect(() => {
    const box = room.current;
    if (!box) return;
    const measure = () => setView({ top: box.scrollTop, height: box.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    box.addEventListener("scroll", measure, { passive: true });
    return () => {
      observer.disconnect();
      box.removeEventListener("scroll", measure);
    };
  }, []);
  const { from, to } = inWindow(shown.length, ROW_HEIGHT, view.top, view.height);
  const at = shown.findIndex((row) => row.key === chosenKey);
  const layout = { gridTemplateColumns: columns.map((column) => column.width).join(" ") };

  function goTo(index: number): void {
    const row = shown[Math.max(0, Math.min(shown.length - 1, index))];
    const box = room.current;
    if (!row || !box) return;
    choose(row.key);
    const top = shown.indexOf(row) * ROW_HEIGHT;
    // The head covers the first row's height of the window.
    if (top < box.scrollTop) box.scrollTop = top;
    else if (top + 2 * ROW_HEIGHT > box.scrollTop + box.clientHeight)
      box.scrollTop = top + 2 * ROW_HEIGHT - box.clientHeight;
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.target !== event.currentTarget) return;
    const page = Math.max(1, Math.floor(view.height / ROW_HEIGHT) - 2);
    const moves: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at < 0 ? 0 : at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: shown.length - 1,
    };
    const row = shown[at];
    if (event.key === "Enter" && row && onOpen) {
      event.preventDefault();
      onOpen(row);
    }
    const target = moves[event.key];
    if (target === undefined) return;
    event.preventDefault();
    goTo(target);
  }

  return (
    <div ref={room} className="dash-room">
      <div
        className="dash-width"
        role="grid"
        aria-label={label}
        aria-rowcount={shown.length + 1}
        aria-colcount={columns.length}
        aria-activedescendant={at >= from && at < to ? `${id}-${String(at)}` : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div className="dash-row dash-head" role="row" aria-rowindex={1} style={layout}>
          {columns.map((column, index) => {
            const sorted = sorting.column === index;
            const Arrow = sorting.down ? IconArrowDown : IconArrowUp;
            return (
              <div
                key={column.name}
                role="columnheader"
                aria-sort={sorted ? (sorting.down ? "descending" : "ascending") : "none"}
              >
                <button
                  type="button"
                  onClick={() => setSorting({ column: index, down: sorted ? !sorting.down : isNumeric(column) })}
                >
                  {t(`console.dashboard.column_${column.name}`)}
                  {sorted && <Arrow size={14} aria-hidden />}
                </button>
              </div>
            );
          })}
        </div>
        <div className="dash-rows" role="rowgroup" style={{ height: shown.length * ROW_HEIGHT }}>
          {shown.slice(from, to).map((row, index) => (
            <div
              key={row.key}
              id={`${id}-${String(from + index)}`}
              className="dash-row"
              role="row"
              aria-rowindex={from + index + 2}
              aria-selected={row.key === chosenKey}
              style={{ ...layout, transform: `translateY(${String((from + index) * ROW_HEIGHT)}px)` }}
              onClick={() => choose(row.key)}
              onDoubleClick={() => onOpen?.(row)}
            >
              {columns.map((column, place) => {
                const text = cellText(t, i18n.language, column, row.cells[place] ?? "");
                return (
                  <div
                    key={column.name}
                    role="gridcell"
                    data-numeric={isNumeric(column) || undefined}
                    title={text}
                    style={place === 0 && row.depth ? { paddingLeft: 8 + Math.min(row.depth, 12) * STEP } : undefined}
                  >
                    {text}
                  </div>
                );
              })}
            </div>
          ))}
        </div>
      </div>
      {note !== undefined && (
        <p className="dash-empty quiet" role="status">
          {note}
        </p>
      )}
      {foot}
    </div>
  );
}
