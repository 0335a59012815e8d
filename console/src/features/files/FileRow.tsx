import { IconFile, IconFolderFilled, IconLink, IconQuestionMark } from "@tabler/icons-react";
import type { DragEvent, MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import { readableBytes } from "../../foundation/texts/amounts.ts";
import { dayAndTime } from "../../foundation/texts/times.ts";
import type { EntryKind } from "../../protocol/messages.gen.ts";
import { harmless } from "../../protocol/shown-text.ts";
import { opens, type Row } from "./rows.ts";

interface Props {
  readonly id: string;
  readonly row: Row;
  readonly index: number;
  readonly top: number;
  readonly height: number;
  readonly chosen: boolean;
  readonly atCursor: boolean;
  readonly onClick: (event: MouseEvent) => void;
  /** Chosen or not, by its sign at the front: how fingers choose several. */
  readonly onMark: () => void;
  readonly onOpen: () => void;
  readonly onMenu: (event: MouseEvent) => void;
  readonly onDrag: (event: DragEvent) => void;
}

const ICONS: Record<EntryKind, typeof IconFile> = {
  file: IconFile,
  folder: IconFolderFilled,
  link: IconLink,
  other: IconQuestionMark,
};

/** One entry. A finger opens a folder by one touch; a mouse by two clicks. */
export function FileRow(props: Props) {
  const { id, row, index, top, height, chosen, atCursor, onClick, onMark, onOpen, onMenu, onDrag } = props;
  const { t, i18n } = useTranslation();
  const Icon = ICONS[row.kind];
  const kind = row.kind === "file" ? row.ending.toUpperCase() : t(`console.files.kind_${row.kind}`);
  return (
    <div
      id={id}
      role="row"
      className="files-row"
      aria-rowindex={index + 2}
      aria-selected={chosen}
      data-cursor={atCursor || undefined}
      data-faint={row.hidden || row.system || undefined}
      style={{ height, transform: `translateY(${top}px)` }}
      onClick={(event) => {
        const touched = (event.nativeEvent as PointerEvent).pointerType === "touch";
        if (touched && opens(row)) onOpen();
        else onClick(event);
      }}
      onDoubleClick={onOpen}
      onContextMenu={onMenu}
      draggable={!row.unnameable}
      onDragStart={onDrag}
    >
      <div role="gridcell" className="files-cell files-name">
        <span
          className="files-icon"
          data-kind={row.kind}
          onClick={(event) => {
            if ((event.nativeEvent as PointerEvent).pointerType !== "touch") return;
            event.stopPropagation();
            onMark();
          }}
        >
          <Icon size={18} aria-hidden />
        </span>
        <bdi className="files-text" title={harmless(row.name)}>
          {harmless(row.target ? `${row.name} → ${row.target}` : row.name)}
        </bdi>
        {row.dp && <span className="files-fault">{row.dp}</span>}
      </div>
      <div role="gridcell" className="files-cell files-ending quiet">
        {kind}
      </div>
      <div role="gridcell" className="files-cell files-size">
        {row.kind === "file" ? readableBytes(row.size ?? 0, i18n.language) : ""}
      </div>
      <div role="gridcell" className="files-cell files-modified quiet">
        {row.modified_at ? dayAndTime(row.modified_at, i18n.language) : ""}
      </div>
    </div>
  );
}
