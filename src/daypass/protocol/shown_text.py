"""Text from the other side, made harmless to show: what cannot be seen or turns a line around is shown by its number.

A message is kept and hashed as it came; only what is shown goes through here. The TypeScript twin is `shown-text.ts`.
"""

import re

# Control characters (C0 without line end and tab, DEL, C1), bidi marks, embeddings, overrides and isolates, line and paragraph
# separators, the byte-order mark, interlinear annotation, tags, and halves of surrogate pairs.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def harmless(text: str) -> str:
    """`text` with every such character as ⟨U+202E⟩; line ends and tabs stay."""
    return _HIDDEN.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text.replace("\r\n", "\n"))
