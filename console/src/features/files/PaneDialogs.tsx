/** The dialogs of a pane; one at a time. */
import { useTranslation } from "react-i18next";
import { QuestionDialog } from "../../foundation/design/QuestionDialog.tsx";
import { harmless } from "../../protocol/shown-text.ts";
import { MaskDialog, NameDialog, ShortcutsDialog } from "./dialogs.tsx";
import { PropertiesDialog } from "./PropertiesDialog.tsx";
import type { Side } from "./dragged-rows.ts";
import type { Measure } from "./measure.ts";
import type { Pane } from "./pane.ts";
import type { Row } from "./rows.ts";
import { chooseByMask } from "./selection.ts";
import { ViewDialog } from "./ViewDialog.tsx";
import type { Read } from "./viewed.ts";

export type OpenDialog =
  | { readonly at: "new_folder" | "shortcuts" }
  | { readonly at: "rename" | "view"; readonly row: Row }
  | { readonly at: "mask"; readonly add: boolean }
  | { readonly at: "delete"; readonly rows: readonly Row[]; readonly action: () => Promise<void> }
  | { readonly at: "properties"; readonly rows: readonly Row[] };

interface Props {
  readonly pane: Pane;
  readonly side: Side;
  /** What counts what is chosen. */
  readonly measure: Measure;
  /** What gets a file's contents. */
  readonly read: Read;
  readonly dialog: OpenDialog;
  readonly onClose: () => void;
}

export function PaneDialogs({ pane, side, measure, read, dialog, onClose }: Props) {
  const { t } = useTranslation();
  const { path = "", rows, selection } = pane.state;
  switch (dialog.at) {
    case "new_folder":
      return (
        <NameDialog
          title={t("console.files.do_new_folder")}
          action={t("console.files.make")}
          name=""
          onName={async (name) => {
            await pane.source?.makeFolder(path, name);
            await pane.refresh(name);
          }}
          onClose={onClose}
        />
      );
    case "rename":
      return (
        <NameDialog
          title={t("console.files.rename_title", { name: harmless(dialog.row.name) })}
          action={t("console.files.do_rename")}
          name={dialog.row.name}
          onName={async (name) => {
            await pane.source?.rename(path, dialog.row.name, name);
            await pane.refresh(name);
          }}
          onClose={onClose}
        />
      );
    case "view":
      return <ViewDialog row={dialog.row} read={read} onClose={onClose} />;
    case "mask":
      return (
        <MaskDialog
          add={dialog.add}
          onMask={(masks) => pane.select(chooseByMask(selection, rows, masks, dialog.add))}
          onClose={onClose}
        />
      );
    case "delete": {
      const [only] = dialog.rows;
      return (
        <QuestionDialog
          title={t("console.files.do_delete_for_good")}
          explains={
            dialog.rows.length === 1
              ? t(side === "pc" ? "console.files.delete_one" : "console.files.delete_here_one", {
                  name: harmless(only?.name ?? ""),
                })
              : t(side === "pc" ? "console.files.delete_many" : "console.files.delete_here_many", {
                  count: dialog.rows.length,
                })
          }
          action={t("console.files.do_delete_for_good")}
          // The dialog goes at once; how far it is stands under the list.
          onAction={() => {
            void dialog.action();
            return Promise.resolve();
          }}
          onClose={onClose}
        />
      );
    }
    case "properties":
      return <PropertiesDialog measure={measure} folder={path} rows={dialog.rows} onClose={onClose} />;
    case "shortcuts":
      return <ShortcutsDialog onClose={onClose} />;
  }
}
