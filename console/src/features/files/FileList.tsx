/** The rows of one folder: a grid with one cursor that keys move. Only what is in sight is drawn, so that a hundred thousand rows scroll like ten. */
import { UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { type DragEvent, type KeyboardEvent, type MouseEvent, type RefObject, useEffect, useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useWatched } from "../../foundation/watching/use-watched.ts";
import { endedOutside } from "./dragged-rows.ts";
import { FileRow } from "./FileRow.tsx";
import type { Pane } from "./pane.ts";
import { COLUMNS, type Row } from "./rows.ts";
import { reach, toggle } from "./selection.ts";
import { TypedAhead } from "./typed-ahead.ts";

const ROW_PX = window.matchMedia("(pointer: coarse)").matches ? 44 : 30;
const HEAD_PX = 34;

interface Props {
  readonly pane: Pane;
  readonly label: string;
  readonly grid: RefObject<HTMLDivElement | null>;
  /** The kind of drag that rows go by. */
  readonly drags: string;
  /** They were let go outside of the window. */
  readonly onDraggedOut?: () => void;
  readonly onOpen: (row: Row) => void;
  /** Keys that are no way through the rows; answers whether they meant something. */
  readonly onKey: (event: KeyboardEvent) => boolean;
  readonly onMenu: (at: { x: number; y: number }) => void;
}

export function FileList({ pane, label, grid, drags, onDraggedOut, onOpen, onKey, onMenu }: Props) {
  const { t } = useTranslation();
  const { rows, selection, sorting, path, loading } = useWatched(pane);
  const id = useId();
  const typed = useRef(new TypedAhead());
  const cursor = rows.findIndex((one) => one.name === selection.cursor);
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing of it is kept beyond this drawing
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => grid.current,
    estimateSize: () => ROW_PX,
    overscan: 10,
    scrollMargin: HEAD_PX,
    scrollPaddingStart: HEAD_PX,
    // The cursor's row is always there: the grid names it to screen readers.
    rangeExtractor: (range) => {
      const seen = defaultRangeExtractor(range);
      return cursor < 0 || seen.includes(cursor) ? seen : [...seen, cursor].sort((one, other) => one - other);
    },
  });
  useEffect(() => {
    grid.current?.scrollTo({ top: 0 });
  }, [grid, path]);
  useEffect(() => {
    if (cursor >= 0) virtual.scrollToIndex(cursor);
    // Only when the cursor moves: scrolling away from it by wheel is allowed.
  }, [virtual, cursor]);

  function move(to: number, event: KeyboardEvent): void {
    const row = rows[Math.min(rows.length - 1, Math.max(0, to))];
    if (!row) return;
    const how = event.shiftKey ? "range" : event.ctrlKey || event.metaKey ? "cursor" : "alone";
    pane.select(reach(selection, rows, row.name, how));
  }

  function key(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(((grid.current?.clientHeight ?? 0) - HEAD_PX) / ROW_PX) - 1);
    const ways: Record<string, number> = {
      ArrowDown: cursor + 1,
      ArrowUp: Math.max(0, cursor - 1),
      PageDown: cursor + page,
      PageUp: cursor - page,
      Home: 0,
      End: rows.length - 1,
    };
    const way = event.altKey ? undefined : ways[event.key];
    const plain = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (way !== undefined) move(way, event);
    else if ((plain && typed.current.goesOn(event.key, rows)) || !onKey(event)) {
      const found = plain ? typed.current.find(event.key, rows, cursor) : undefined;
      if (!plain) return;
      if (found) pane.select(reach(selection, rows, found.name, "alone"));
    }
    event.preventDefault();
  }

  function click(row: Row, event: MouseEvent): void {
    if (event.ctrlKey || event.metaKey) pane.select(toggle(selection, row.name));
    else pane.select(reach(selection, rows, row.name, event.shiftKey ? "range" : "alone"));
  }

  function menu(event: MouseEvent, row?: Row): void {
    event.preventDefault();
    event.stopPropagation();
    if (row && !selection.chosen.has(row.name)) pane.select(reach(selection, rows, row.name, "alone"));
    onMenu({ x: event.clientX, y: event.clientY });
  }

  function drag(row: Row, event: DragEvent): void {
    if (!selection.chosen.has(row.name)) pane.select(reach(selection, rows, row.name, "alone"));
    event.dataTransfer.setData(drags, row.name);
    event.dataTransfer.effectAllowed = "copy";
  }

  const focused = rows[cursor];
  return (
    <div
      ref={grid}
      className="files-grid"
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-multiselectable
      aria-rowcount={rows.length + 1}
      aria-busy={loading}
      aria-activedescendant={focused ? `${id}-${cursor}` : undefined}
      onKeyDown={(event) => {
        if (event.target === event.currentTarget) key(event);
      }}
      onFocus={(event) => {
        const [first] = rows;
        if (event.target === event.currentTarget && cursor < 0 && first)
          pane.select(reach(selection, rows, first.name, "cursor"));
      }}
      onContextMenu={(event) => menu(event)}
      onDragEnd={(event) => {
        if (endedOutside({ dropEffect: event.dataTransfer.dropEffect, x: event.clientX, y: event.clientY }))
          onDraggedOut?.();
      }}
    >
      <div role="rowgroup" className="files-head">
        <div role="row" aria-rowindex={1} className="files-row">
          {COLUMNS.map((column) => (
            <div
              key={column}
              role="columnheader"
              className={`files-cell files-${column}`}
              aria-sort={sorting.column !== column ? "none" : sorting.descending ? "descending" : "ascending"}
            >
              <UnstyledButton className="files-sort" onClick={() => pane.sort(column)}>
                {t(`console.files.column_${column}`)}
                {sorting.column === column &&
                  (sorting.descending ? (
                    <IconChevronDown size={14} aria-hidden />
                  ) : (
                    <IconChevronUp size={14} aria-hidden />
                  ))}
              </UnstyledButton>
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" className="files-rows" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          return (
            row && (
              <FileRow
                key={row.name}
                id={`${id}-${index}`}
                row={row}
                index={index}
                top={start - HEAD_PX}
                height={ROW_PX}
                chosen={selection.chosen.has(row.name)}
                atCursor={index === cursor}
                onClick={(event) => click(row, event)}
                onMark={() => pane.select(toggle(selection, row.name))}
                onOpen={() => onOpen(row)}
                onMenu={(event) => menu(event, row)}
                onDrag={(event) => drag(row, event)}
              />
            )
          );
        })}
      </div>
    </div>
  );
}
