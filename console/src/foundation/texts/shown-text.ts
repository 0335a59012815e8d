/** Text from the PC, made harmless to show: what cannot be seen or turns a line around is shown by its number. Twin of `shown_text.py`. */

const HIDDEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\p{Cs}\u{e0000}-\u{e007f}]/gu;

/** `text` with every such character as ⟨U+202E⟩; line ends and tabs stay. */
export function harmless(text: string): string {
  return text.replaceAll("\r\n", "\n").replace(HIDDEN, (found) => {
    const code = found.codePointAt(0) ?? 0;
    return `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
  });
}
