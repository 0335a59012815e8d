/** What is shown, to take away: on the clipboard, or as a file. */
import { ActionIcon, Menu } from "@mantine/core";
import { IconCheck, IconCopy, IconDownload, IconTableExport, IconX } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { download, fileName } from "../../foundation/browser/saved-file.ts";
import type { Column } from "./columns.ts";
import type { ShownRow } from "./rows.ts";
import { asCsv, asText } from "./table-text.ts";

const SAID_MS = 2500;

interface Props {
  readonly label: string;
  readonly columns: readonly Column[];
  readonly rows: readonly ShownRow[];
}

export function TakeAway({ label, columns, rows }: Props) {
  const { t, i18n } = useTranslation();
  const [said, say] = useState<"copied" | "copy_refused">();
  useEffect(() => {
    if (said === undefined) return;
    const timer = setTimeout(() => say(undefined), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = () =>
    navigator.clipboard.writeText(asText(t, i18n.language, columns, rows)).then(
      () => say("copied"),
      () => say("copy_refused"),
    );
  const save = () =>
    download(
      new Blob([asCsv(t, columns, rows)], { type: "text/csv;charset=utf-8" }),
      fileName(label, new Date(), "csv"),
    );
  const Icon = said === undefined ? IconTableExport : said === "copied" ? IconCheck : IconX;
  return (
    <>
      <span className="dash-said" role="status">
        {said && t(`console.common.${said}`)}
      </span>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size="lg" aria-label={t("console.dashboard.take_away")}>
            <Icon size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconCopy size={16} aria-hidden />} onClick={() => void copy()}>
            {t("console.dashboard.copy_rows")}
          </Menu.Item>
          <Menu.Item leftSection={<IconDownload size={16} aria-hidden />} onClick={save}>
            {t("console.dashboard.save_csv")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
