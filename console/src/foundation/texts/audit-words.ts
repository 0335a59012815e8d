/** What an audit entry says, in words; what the catalogue does not know is shown as it is written. */
import type { TFunction } from "i18next";

/** `session.activated` in the reader's language. */
export function kindWords(t: TFunction, kind: string): string {
  return t(`console.audit.kind.${kind.replaceAll(".", "_")}`, { defaultValue: kind });
}

/** Pairs of name and value, in words where there are some. */
export function detailWords(t: TFunction, details: Readonly<Record<string, unknown>>): [name: string, value: string][] {
  return Object.entries(details)
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([name, value]) => [
      t(`console.audit.detail.${name}`, { defaultValue: name }),
      inWords(t, name, plain(value)),
    ]);
}

const WORDS_OF_VALUES: Readonly<Record<string, string>> = {
  ending: "console.session.ending_",
  tool: "console.reports.tool_",
  way: "console.audit.value.",
  wrong: "console.audit.value.",
  factor: "console.audit.value.",
  role: "console.roles.",
};

function inWords(t: TFunction, name: string, value: string): string {
  const start = WORDS_OF_VALUES[name];
  return start === undefined ? value : t(start + value, { defaultValue: value });
}

function plain(value: unknown): string {
  if (Array.isArray(value) && value.every((part) => typeof part === "string")) return value.join(", ");
  return typeof value === "string" || typeof value === "number" ? String(value) : JSON.stringify(value);
}
