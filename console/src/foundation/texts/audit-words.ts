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
      Array.isArray(value) ? value.map((part) => inWords(t, name, part)).join(", ") : inWords(t, name, value),
    ]);
}

const WORDS_OF_VALUES: Readonly<Record<string, string>> = {
  ending: "console.session.ending_",
  tool: "console.reports.tool_",
  way: "console.audit.value.",
  wrong: "console.audit.value.",
  factor: "console.audit.value.",
  role: "console.roles.",
  plan: "console.company.plan_",
  scopes: "console.tokens.scope.",
};
const NOTHING = "–";

function inWords(t: TFunction, name: string, value: unknown): string {
  const start = WORDS_OF_VALUES[name];
  const plain = inCharacters(name, value);
  return start === undefined ? plain : t(start + plain.replaceAll(":", "_"), { defaultValue: plain });
}

/** Times are days of UTC, as in the CSV file. */
function inCharacters(name: string, value: unknown): string {
  if (value === null) return NOTHING;
  if (typeof value === "number" && name.endsWith("_at")) return new Date(value).toISOString().slice(0, 10);
  return typeof value === "string" || typeof value === "number" ? String(value) : JSON.stringify(value);
}
