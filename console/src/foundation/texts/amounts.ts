/** Amounts as people read them. */

const UNITS = ["B", "kB", "MB", "GB", "TB"] as const;

/** `1.2 MB`, with the language's own decimal mark; steps of a thousand. */
export function readableBytes(bytes: number, language: string): string {
  let amount = bytes;
  let unit = 0;
  while (amount >= 1000 && unit < UNITS.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || amount >= 100 ? 0 : 1;
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(amount)} ${UNITS[unit] ?? "B"}`;
}
