import { useTranslation } from "react-i18next";
import { cellText, type Column } from "./columns.ts";
import type { ShownRow } from "./rows.ts";

/** Letters that a column of the details holds in one line, about. */
const LONG = 60;

/** All cells of one row in full, also those that are cut off above or have no column there. */
export function RowDetail({ columns, row }: { readonly columns: readonly Column[]; readonly row: ShownRow }) {
  const { t, i18n } = useTranslation();
  const said = columns.map((column, place) => cellText(t, i18n.language, column, row.cells[place] ?? ""));
  return (
    <dl className="dash-cells">
      {columns.map(
        ({ name }, place) =>
          said[place] !== "" && (
            <div key={name} data-long={(said[place]?.length ?? 0) > LONG || undefined}>
              <dt className="quiet">{t(`console.dashboard.column_${name}`)}</dt>
              <dd>{said[place]}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
