/** What people type or paste to search, without what nobody sees: the server refuses it rather than find nothing. */

/** As long as the longest e-mail address. */
export const LONGEST_SEARCH = 254;

/** One line, single spaces, no control, direction or other invisible characters, not too long. */
export function tidySearch(typed: string): string {
  const seen = typed
    .normalize("NFC")
    .replace(/[\s\p{Z}\p{Cc}]+/gu, " ")
    .replace(/[\p{C}]/gu, "")
    .trim();
  return Array.from(seen).slice(0, LONGEST_SEARCH).join("").trim();
}
