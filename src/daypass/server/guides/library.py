"""Every article in every language, read once: the files of `guides/`, and one article for each error code of the protocol."""

import functools
from dataclasses import dataclass
from pathlib import Path

from daypass.protocol.errors import PROBLEMS
from daypass.server.guides.markdown import Block, Line, Span, blocks_of, plain_text
from daypass.translation import LANGUAGES, Translation

GUIDE_PATH = "/guide"
FOR_EVERYBODY = ("connect", "questions")
FOR_TECHNICIANS = ("technician",)
_DETAILS = "errors"


@dataclass(frozen=True, slots=True)
class Article:
    """What one page shows. `slug` is its last address part and the name under which answers are kept."""

    slug: str
    title: str
    lead: Line
    blocks: tuple[Block, ...]
    code: str = ""
    """`DP-…` when the article is about that error."""


class Library:
    """The articles by language."""

    def __init__(self, folder: Path) -> None:
        self._of = {language: _read(folder / language, language) for language in LANGUAGES}

    def articles(self, language: str, for_technicians: bool = False) -> list[Article]:
        """The articles that are not about one code, the technicians' first."""
        slugs = (*(FOR_TECHNICIANS if for_technicians else ()), *FOR_EVERYBODY)
        return [self._of[language][slug] for slug in slugs]

    def errors(self, language: str) -> list[Article]:
        """One article per code, in the order of the table."""
        return [self._of[language][dp] for dp in PROBLEMS]

    def find(self, slug: str, language: str, for_technicians: bool = False) -> Article | None:
        """The article, if this reader may see it."""
        if slug in FOR_TECHNICIANS and not for_technicians:
            return None
        return self._of[language].get(slug)


@functools.cache
def library() -> Library:
    """The library of this installation."""
    return Library(guides_folder())


def guides_folder() -> Path:
    """Where the articles lie: in the package, or at the root of the tree."""
    packaged = Path(__file__).resolve().parents[2] / "guides"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[4] / "guides"


def pictures_folder() -> Path:
    """The small pictures of the real page and host, one folder per language; the console's own, not a second copy."""
    packaged = Path(__file__).resolve().parents[2] / "guides" / "pictures"
    in_tree = Path(__file__).resolve().parents[4] / "console/src/features/support-sessions/follow/pictures"
    return packaged if packaged.is_dir() else in_tree


def _read(folder: Path, language: str) -> dict[str, Article]:
    articles = {
        slug: _article(slug, (folder / f"{slug}.md").read_text(encoding="utf-8"))
        for slug in (*FOR_TECHNICIANS, *FOR_EVERYBODY)
    }
    details = _details((folder / f"{_DETAILS}.md").read_text(encoding="utf-8"))
    return articles | {dp: _error_article(dp, details.get(dp, ()), language) for dp in PROBLEMS}


def _article(slug: str, source: str) -> Article:
    title, lead, *rest = blocks_of(source)
    if title.kind != "title" or lead.kind != "paragraph":
        raise ValueError(f"{slug}: an article begins with its title and one paragraph that says what it is for")
    return Article(slug, plain_text(title.lines[0]), lead.lines[0], tuple(rest))


def _details(source: str) -> dict[str, tuple[Block, ...]]:
    """What to do in detail, by code: the blocks below each `## DP-…`."""
    details: dict[str, tuple[Block, ...]] = {}
    dp = ""
    for block in blocks_of(source):
        if block.kind == "part":
            dp = plain_text(block.lines[0])
            details[dp] = ()
        elif dp:
            details[dp] += (block,)
    return details


def _error_article(dp: str, details: tuple[Block, ...], language: str) -> Article:
    happened, why, next_step = (text.replace("….", "…") for text in Translation(language).problem(dp))
    blocks = (Block("paragraph", ((Span(next_step, "strong"),),)), *details)
    return Article(dp, happened, (Span(why),), blocks, dp)
