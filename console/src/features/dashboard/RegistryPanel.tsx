/** The registry, one key at a time: the keys below it, then its values; everything can be changed, and stands in the activity log. */
import { ActionIcon, Button, Group, SegmentedControl, Text, TextInput, Tooltip } from "@mantine/core";
import { IconArrowUp } from "@tabler/icons-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../../foundation/api/problem.ts";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { download } from "../../foundation/browser/saved-file.ts";
import type { RegistryValue } from "../../protocol/messages.gen.ts";
import { harmless } from "../../protocol/shown-text.ts";
import { useActions } from "./ActionDialog.tsx";
import type { Column } from "./columns.ts";
import { NameDialog, ValueDialog } from "./RegistryDialogs.tsx";
import { kindName, shownData } from "./registry-data.ts";
import { type Exported, exportKey } from "./registry-export.ts";
import { registryFile } from "./registry-file.ts";
import type { ShownRow } from "./rows.ts";
import { Table } from "./Table.tsx";
import type { Dashboard } from "./use-dashboard.ts";
import { type KeyHeld, type OpenKey, readKey, useRegistry } from "./use-registry.ts";

const COLUMNS: readonly Column[] = [
  { name: "name", kind: "text", width: "minmax(180px, 2fr)" },
  { name: "type", kind: "text", width: "150px" },
  { name: "value", kind: "text", width: "minmax(220px, 4fr)" },
];
const AS_TOLD = { column: -1, down: false };
/** What a key is marked with among the rows: no value begins so. */
const KEY = "k ";

type Exporting =
  | { readonly at: "reading"; readonly keys: number }
  | ({ readonly at: "done" } & Exported)
  | { readonly at: "failed"; readonly dp: string };

type Asked =
  | { readonly what: "new_key" | "rename_key" | "rename_value"; readonly name: string }
  | { readonly what: "value"; readonly value: RegistryValue | undefined };

export function RegistryPanel({ dashboard }: { dashboard: Dashboard }) {
  const { t } = useTranslation();
  const open = useRegistry(dashboard);
  const { ask, shown } = useActions();
  const [asked, setAsked] = useState<Asked>();
  const [exporting, setExporting] = useState<Exporting>();
  const stopped = useRef(false);
  useEffect(() => () => void (stopped.current = true), []);
  const { path, view, held, failed, go, again } = open;
  const at = { path, view };
  const below = (name: string) => (path === "" ? name : `${path}\\${name}`);
  const act: Dashboard["act"] = (action) => dashboard.act(action).then(again);

  function remove(row: ShownRow): void {
    const name = nameOf(row);
    const work = isKey(row)
      ? () => act({ type: "DeleteKey", path: below(name), view })
      : () => act({ type: "DeleteValue", ...at, name });
    ask({
      title: t(isKey(row) ? "console.dashboard.key_delete_title" : "console.dashboard.value_delete_title", {
        name: harmless(name),
      }),
      explains: t(isKey(row) ? "console.dashboard.key_delete_explains" : "console.dashboard.value_delete_explains"),
      action: t("console.dashboard.delete"),
      work,
    });
  }
  function done(name: string): Promise<unknown> {
    if (asked?.what === "new_key") return act({ type: "CreateKey", ...at, name });
    if (asked?.what === "rename_key") return act({ type: "RenameKey", path: below(asked.name), view, name });
    if (asked?.what === "rename_value") return act({ type: "RenameValue", ...at, name: asked.name, new_name: name });
    return Promise.resolve();
  }
  function saveAs(row: ShownRow | undefined): void {
    const key = row && isKey(row) ? below(nameOf(row)) : path;
    stopped.current = false;
    setExporting({ at: "reading", keys: 0 });
    const told = (keys: number) => setExporting({ at: "reading", keys });
    exportKey(
      (one, bits) => readKey(dashboard, one, bits),
      key,
      view,
      told,
      () => stopped.current,
    ).then(
      (found) => {
        if (stopped.current) {
          setExporting(undefined);
          return;
        }
        const name = (key.split("\\").at(-1) ?? key).replace(/[^\p{L}\p{N} ._-]/gu, "_");
        download(new Blob([registryFile(found.keys)]), `${name}.reg`);
        setExporting({ at: "done", ...found });
      },
      (cause: unknown) =>
        setExporting({ at: "failed", dp: cause instanceof Problem ? (cause.dp ?? "DP-900") : "DP-900" }),
    );
  }
  const openRow = (row: ShownRow) => {
    if (isKey(row)) go(below(nameOf(row)));
    else setAsked({ what: "value", value: held?.values.find(({ name }) => name === nameOf(row)) });
  };

  function actions(row: ShownRow | undefined) {
    const button = (label: string, disabled: boolean, onClick: () => void) => (
      <Button size="sm" variant="default" disabled={disabled} onClick={onClick}>
        {t(`console.dashboard.${label}`)}
      </Button>
    );
    const [inRoots, fixed] = [path === "", !row || path === ""];
    return (
      <>
        {button(row && !isKey(row) ? "edit" : "open", !row, () => row && openRow(row))}
        {button("new_key", inRoots, () => setAsked({ what: "new_key", name: "" }))}
        {button("new_value", inRoots, () => setAsked({ what: "value", value: undefined }))}
        {button(
          "rename",
          fixed || row?.key === "v ",
          () => row && setAsked({ what: isKey(row) ? "rename_key" : "rename_value", name: nameOf(row) }),
        )}
        {button("delete", fixed, () => row && remove(row))}
        {button("export", exporting?.at === "reading" || (inRoots && !row), () => saveAs(row))}
      </>
    );
  }

  return (
    <>
      <PathBar key={path} open={open} />
      {held?.person !== undefined && path !== "" && (
        <p className="dash-note quiet">{t("console.dashboard.key_of_person", { person: harmless(held.person) })}</p>
      )}
      {exporting && (
        <ExportNote
          exporting={exporting}
          close={() => {
            stopped.current = true;
            setExporting(undefined);
          }}
        />
      )}
      {failed !== undefined && (
        <div className="dash-note">
          <ProblemPanel problem={new Problem(409, { code: failed, dp: failed })} onRetry={again} />
        </div>
      )}
      <Table
        key={`${path} ${view}`}
        label={t("console.dashboard.panel_registry")}
        columns={COLUMNS}
        rows={held && rowsOf(held, t("console.dashboard.default_value"), t("console.dashboard.key"))}
        failed={undefined}
        again={again}
        sortedBy={AS_TOLD}
        actions={actions}
        onOpen={openRow}
      />
      {asked && asked.what !== "value" && (
        <NameDialog what={asked.what} name={asked.name} done={done} close={() => setAsked(undefined)} />
      )}
      {asked?.what === "value" && (
        <ValueDialog
          value={asked.value}
          done={(value) => act({ type: "SetValue", ...at, ...value, fresh: asked.value === undefined })}
          close={() => setAsked(undefined)}
        />
      )}
      {shown}
    </>
  );
}

function ExportNote({ exporting, close }: { exporting: Exporting; close: () => void }) {
  const { t } = useTranslation();
  if (exporting.at === "failed")
    return (
      <div className="dash-note">
        <ProblemPanel problem={new Problem(409, { code: exporting.dp, dp: exporting.dp })} />
      </div>
    );
  const count = exporting.at === "reading" ? exporting.keys : exporting.keys.length;
  return (
    <Group className="dash-note" gap="sm">
      <Text size="sm" role="status">
        {t(exporting.at === "reading" ? "console.dashboard.export_reading" : "console.dashboard.export_done", {
          count,
        })}
        {exporting.at === "done" && exporting.cut && ` ${t("console.dashboard.export_cut")}`}
        {exporting.at === "done" &&
          exporting.leftOut > 0 &&
          ` ${t("console.dashboard.export_left_out", { count: exporting.leftOut })}`}
      </Text>
      <Button size="compact-sm" variant="default" onClick={close}>
        {t(exporting.at === "reading" ? "common.cancel" : "common.close")}
      </Button>
    </Group>
  );
}

function PathBar({ open }: { open: OpenKey }) {
  const { t } = useTranslation();
  const { path, view, go, look } = open;
  const up = path.includes("\\") ? path.slice(0, path.lastIndexOf("\\")) : "";
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const typed = new FormData(event.currentTarget).get("path");
    go(cleaned(typeof typed === "string" ? typed : ""));
  }
  return (
    <form className="dash-bar dash-path" onSubmit={submit}>
      <Tooltip label={t("console.dashboard.key_up")} openDelay={300}>
        <ActionIcon
          variant="default"
          size="lg"
          disabled={path === ""}
          onClick={() => go(up)}
          aria-label={t("console.dashboard.key_up")}
        >
          <IconArrowUp size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <TextInput
        size="sm"
        name="path"
        aria-label={t("console.dashboard.key_path")}
        placeholder="HKEY_LOCAL_MACHINE\Software"
        defaultValue={harmless(path)}
        maxLength={8000}
      />
      <SegmentedControl
        size="xs"
        aria-label={t("console.dashboard.key_view")}
        value={view}
        onChange={(value) => look(value === "32" ? "32" : "64")}
        data={(["64", "32"] as const).map((bits) => ({ value: bits, label: t("console.dashboard.bits", { bits }) }))}
      />
    </form>
  );
}

const SHORT: Readonly<Record<string, string>> = {
  HKLM: "HKEY_LOCAL_MACHINE",
  HKCU: "HKEY_CURRENT_USER",
  HKCR: "HKEY_CLASSES_ROOT",
  HKU: "HKEY_USERS",
  HKCC: "HKEY_CURRENT_CONFIG",
};

/** A path as it is typed or pasted: short roots, and what the registry editor writes before it. */
function cleaned(typed: string): string {
  const [root = "", ...below] = typed
    .trim()
    .replace(/^(Computer|Computador|Equipo)\\/i, "")
    .split("\\")
    .filter((part) => part !== "");
  const name = root.toUpperCase();
  return [SHORT[name] ?? name, ...below].join("\\");
}

const isKey = (row: ShownRow) => row.key.startsWith(KEY);
const nameOf = (row: ShownRow) => row.key.slice(2);

function rowsOf(held: KeyHeld, defaultName: string, key: string): ReadonlyMap<string, readonly string[]> {
  return new Map([
    ...held.keys.map(({ name }) => [KEY + name, [name, key, ""]] as const),
    ...held.values.map(
      ({ name, kind, data }) =>
        [`v ${name}`, [name === "" ? defaultName : name, kindName(kind), shownData(kind, data)]] as const,
    ),
  ]);
}
