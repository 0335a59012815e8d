/** The rows of a table, only those in sight: sorted by its heads, walked through and folded with the arrow keys. */
import { IconArrowDown, IconArrowUp, IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { type KeyboardEvent, type ReactNode, useId, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { cellText, type Column, isNumeric } from "./columns.ts";
import { inWindow, type ShownRow, type Sorting } from "./rows.ts";

const ROW_HEIGHT = 32;
/** Pixels that each level of a tree is moved in. */
const STEP = 16;
const DEEPEST = 12;

interface Props {
  readonly label: string;
  readonly columns: readonly Column[];
  readonly shown: readonly ShownRow[];
  readonly sorting: Sorting;
  readonly setSorting: (sorting: Sorting) => void;
  readonly chosenKey: string | undefined;
  readonly choose: (key: string | undefined) => void;
  /** Whether the pointer or the focus is among the rows. */
  readonly setHeld: (held: boolean) => void;
  /** For a tree: hides or shows what is below a row. */
  readonly fold: ((key: string, shut: boolean) => void) | undefined;
  readonly onOpen: ((row: ShownRow) => void) | undefined;
  /** Control + C on the chosen row. */
  readonly onCopy: (row: ShownRow) => void;
  readonly note: string | undefined;
  readonly foot: ReactNode;
}

export function Grid(props: Props) {
  const { label, columns, shown, sorting, setSorting, chosenKey, choose, setHeld, fold, onOpen, onCopy, note, foot } =
    props;
  const { t } = useTranslation();
  const id = useId();
  const room = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 600 });
  const [inside, setInside] = useState({ pointer: false, focus: false });
  const enter = (change: Partial<typeof inside>) => {
    const next = { ...inside, ...change };
    setInside(next);
    setHeld(next.pointer || next.focus);
  };
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
  const visible = columns.map((column, place) => ({ column, place })).filter(({ column }) => !column.aside);
  const layout = { gridTemplateColumns: visible.map(({ column }) => column.width).join(" ") };

  function goTo(index: number): void {
    const place = Math.max(0, Math.min(shown.length - 1, index));
    const [row, box] = [shown[place], room.current];
    if (!row || !box) return;
    choose(row.key);
    const top = place * ROW_HEIGHT;
    // The head covers the first row's height of the window.
    if (top < box.scrollTop) box.scrollTop = top;
    else if (top + 2 * ROW_HEIGHT > box.scrollTop + box.clientHeight)
      box.scrollTop = top + 2 * ROW_HEIGHT - box.clientHeight;
  }
  /** Right opens or goes to the first below, left shuts or goes to whom it is below: as every tree. */
  function walkTree(row: ShownRow, inwards: boolean): void {
    if (row.open === !inwards) fold?.(row.key, !inwards);
    else if (inwards && row.open) goTo(at + 1);
    else if (!inwards) {
      const above = shown.slice(0, at).findLastIndex((one) => (one.depth ?? 0) < (row.depth ?? 0));
      if (above >= 0) goTo(above);
    }
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
    const [row, target] = [shown[at], moves[event.key]];
    if (event.key === "Enter" && row && onOpen) onOpen(row);
    else if (event.key === "Escape" && row) choose(undefined);
    else if (row && isCopy(event)) onCopy(row);
    else if (fold && row && (event.key === "ArrowRight" || event.key === "ArrowLeft"))
      walkTree(row, event.key === "ArrowRight");
    else if (target !== undefined) goTo(target);
    else return;
    event.preventDefault();
  }

  return (
    <div
      ref={room}
      className="dash-room"
      onPointerEnter={() => enter({ pointer: true })}
      onPointerLeave={() => enter({ pointer: false })}
      onFocus={() => enter({ focus: true })}
      onBlur={() => enter({ focus: false })}
    >
      <div
        className="dash-width"
        role={fold ? "treegrid" : "grid"}
        aria-label={label}
        aria-rowcount={shown.length + 1}
        aria-colcount={visible.length}
        aria-activedescendant={at >= from && at < to ? `${id}-${String(at)}` : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div className="dash-row dash-head" role="row" aria-rowindex={1} style={layout}>
          {visible.map(({ column, place }) => {
            const sorted = sorting.column === place;
            const Arrow = sorting.down ? IconArrowDown : IconArrowUp;
            return (
              <div
                key={column.name}
                role="columnheader"
                aria-sort={sorted ? (sorting.down ? "descending" : "ascending") : "none"}
              >
                <button
                  type="button"
                  onClick={() => setSorting({ column: place, down: sorted ? !sorting.down : isNumeric(column) })}
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
              aria-level={fold && (row.depth ?? 0) + 1}
              aria-expanded={fold && row.open}
              aria-selected={row.key === chosenKey}
              style={{ ...layout, transform: `translateY(${String((from + index) * ROW_HEIGHT)}px)` }}
              onClick={() => choose(row.key)}
              onDoubleClick={() => (row.open === undefined ? onOpen?.(row) : fold?.(row.key, row.open))}
            >
              {visible.map(({ column, place }, index) => (
                <Cell key={column.name} column={column} cell={row.cells[place] ?? ""}>
                  {index === 0 && fold && <Fold row={row} fold={fold} />}
                </Cell>
              ))}
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

/** Text that is marked is copied by the browser. */
function isCopy({ key, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return (ctrlKey || metaKey) && key.toLowerCase() === "c" && (getSelection()?.isCollapsed ?? true);
}

function Cell({ column, cell, children }: { column: Column; cell: string; children: ReactNode }) {
  const { t, i18n } = useTranslation();
  const text = cellText(t, i18n.language, column, cell);
  return (
    <div
      role="gridcell"
      data-numeric={isNumeric(column) || undefined}
      data-word={column.kind === "word" ? cell : undefined}
      title={text}
    >
      {children}
      {text}
    </div>
  );
}

/** For the pointer; the row itself says to everybody else whether it is open. */
function Fold({ row, fold }: { row: ShownRow; fold: (key: string, shut: boolean) => void }) {
  const Icon = row.open ? IconChevronDown : IconChevronRight;
  const { depth = 0, open } = row;
  return (
    <span
      className="dash-fold"
      aria-hidden
      style={{ marginLeft: Math.min(depth, DEEPEST) * STEP }}
      onDoubleClick={(event) => event.stopPropagation()}
      onClick={() => open !== undefined && fold(row.key, open)}
    >
      {open !== undefined && <Icon size={16} />}
    </span>
  );
}
