/** Finds addresses of web pages in a line, so that they can be asked about before they open. Nothing else becomes a link. */

export interface Piece {
  readonly text: string;
  /** The address as the browser would open it; undefined for plain text. */
  readonly address: string | undefined;
}

const ADDRESS = /https?:\/\/[^\s<>"'`⟨⟩]{3,2000}/giu;
/** At the end of a sentence these belong to the sentence. */
const TRAILING = /[.,;:!?)\]}]+$/u;

export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const shown = match[0].replace(TRAILING, "");
    const address = opened(shown);
    if (address === undefined) continue;
    if (match.index > from) found.push({ text: text.slice(from, match.index), address: undefined });
    found.push({ text: shown, address });
    from = match.index + shown.length;
  }
  if (from < text.length) found.push({ text: text.slice(from), address: undefined });
  return found;
}

/** Names of other alphabets come as the browser resolves them (`xn--…`): what is asked about is what opens. */
function opened(text: string): string | undefined {
  try {
    const url = new URL(text);
    const web = url.protocol === "http:" || url.protocol === "https:";
    return web && url.username === "" && url.password === "" ? url.href : undefined;
  } catch {
    return undefined;
  }
}
