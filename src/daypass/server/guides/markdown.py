"""The little Markdown that guides are written in, as blocks that pages draw themselves: no markup ever passes through as markup.

Known: `# title`, `## part`, `- item`, `1. step`, `> a sentence to say`, `![words](picture)`, paragraphs; inside a line `**strong**`,
`*named*` (what stands on a screen), `` `code` `` and `[words](/address)`. Links go to our own pages only. Everything else is text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_INLINE = re.compile(
    r"\*\*(?P<strong>[^*]+)\*\*|\*(?P<named>[^*]+)\*|`(?P<code>[^`]+)`|\[(?P<words>[^\]]+)\]\((?P<href>[^)\s]+)\)"
)
_PICTURE = re.compile(r"!\[([^\]]+)\]\(([a-z_]+)\)")
_OWN_PAGE = re.compile(r"(/[a-z0-9A-Z/_-]*(#[a-z0-9-]+)?|#[a-z0-9-]+)")
_STEP = re.compile(r"\d+\. ")


class UnknownMarkdown(ValueError):
    """An article uses something that this renderer does not draw."""


@dataclass(frozen=True, slots=True)
class Span:
    """Words of one kind: plain (""), `strong`, `named`, `code` or `link` (with `href`)."""

    text: str
    kind: str = ""
    href: str = ""


Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of an article. `kind`: title, part, paragraph, say, list, steps (these two: several `lines`), picture (`name`)."""

    kind: str
    lines: tuple[Line, ...]
    name: str = ""


def blocks_of(source: str) -> tuple[Block, ...]:
    """The article's blocks, in order. Raises UnknownMarkdown."""
    return tuple(_block(chunk) for chunk in _chunks(source))


def spans_of(text: str) -> Line:
    """One line's words."""
    return tuple(_spans(text))


def plain_text(line: Line) -> str:
    """The words alone."""
    return "".join(span.text for span in line)


def _chunks(source: str) -> Iterator[list[str]]:
    chunk: list[str] = []
    for line in [*source.splitlines(), ""]:
        if line.strip():
            chunk.append(line.rstrip())
        elif chunk:
            yield chunk
            chunk = []


def _block(chunk: list[str]) -> Block:
    first = chunk[0]
    if len(chunk) == 1 and first.startswith("# "):
        return Block("title", (spans_of(first[2:]),))
    if len(chunk) == 1 and first.startswith("## "):
        return Block("part", (spans_of(first[3:]),))
    if first.startswith("!["):
        picture = _PICTURE.fullmatch(" ".join(chunk))
        if picture is None:
            raise UnknownMarkdown(first)
        return Block("picture", ((Span(picture[1]),),), picture[2])
    if first.startswith("> "):
        return Block("say", (spans_of(" ".join(line.removeprefix(">").strip() for line in chunk)),))
    if first.startswith("- "):
        return Block("list", _items(chunk, re.compile("- ")))
    if _STEP.match(first):
        return Block("steps", _items(chunk, _STEP))
    if first.startswith(("#", "```", "|", "* ", "<")):
        raise UnknownMarkdown(first)
    return Block("paragraph", (spans_of(" ".join(line.strip() for line in chunk)),))


def _items(chunk: list[str], mark: re.Pattern[str]) -> tuple[Line, ...]:
    items: list[str] = []
    for line in chunk:
        if begun := mark.match(line):
            items.append(line[begun.end() :].strip())
        else:
            items[-1] += " " + line.strip()
    return tuple(spans_of(item) for item in items)


def _spans(text: str) -> Iterator[Span]:
    at = 0
    for found in _INLINE.finditer(text):
        if found.start() > at:
            yield Span(text[at : found.start()])
        at = found.end()
        if found["strong"]:
            yield Span(found["strong"], "strong")
        elif found["named"]:
            yield Span(found["named"], "named")
        elif found["code"]:
            yield Span(found["code"], "code")
        elif _OWN_PAGE.fullmatch(found["href"]):
            yield Span(found["words"], "link", found["href"])
        else:
            raise UnknownMarkdown(f"a link to somewhere else: {found['href']}")
    if at < len(text):
        yield Span(text[at:])
