/** Under a pane: how much is shown, how much of it is chosen, and what waits to be pasted. */
import { Loader } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { readableBytes } from "../../foundation/texts/amounts.ts";
import { useWatched } from "../../foundation/watching/use-watched.ts";
import type { Clipping } from "./carried.ts";
import type { Pane } from "./pane.ts";
import type { Row } from "./rows.ts";

export function StatusLine({ pane, children }: { pane: Pane; children: ReactNode }) {
  const { t, i18n } = useTranslation();
  const { rows, all, selection, loading } = useWatched(pane);
  const chosen = rows.filter((one) => selection.chosen.has(one.name));
  const bytes = (of: readonly Row[]) =>
    readableBytes(
      of.reduce((sum, one) => sum + (one.size ?? 0), 0),
      i18n.language,
    );
  return (
    <div className="files-status">
      <span role="status">
        {chosen.length > 0
          ? t("console.files.chosen", { chosen: chosen.length, count: rows.length, size: bytes(chosen) })
          : t("console.files.shown", { count: rows.length, size: bytes(rows) })}
        {rows.length < all.length && ` · ${t("console.files.not_shown", { count: all.length - rows.length })}`}
      </span>
      {loading && rows.length > 0 && <Loader size="xs" aria-label={t("console.common.loading")} />}
      {children}
    </div>
  );
}

export function Clipped({ clipping: { move, rows } }: { clipping: Clipping }) {
  const { t } = useTranslation();
  return (
    <span className="quiet">
      {t(move ? "console.files.clipped_move" : "console.files.clipped_copy", { count: rows.length })}
    </span>
  );
}
