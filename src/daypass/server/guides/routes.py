"""The guides in the console: articles as blocks, the same question at their end, and what readers said for owner and admins."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from daypass.server.accounts.door import Door
from daypass.server.accounts.fields import Asked, Language, Number, PlainText, Truth
from daypass.server.accounts.models import SignedIn
from daypass.server.accounts.rights import Right
from daypass.server.csv_download import CsvAsked, csv_answer
from daypass.server.csv_file import csv_lines
from daypass.server.cursors import piece_of_all
from daypass.server.guides import answers_file
from daypass.server.guides.library import Article, Library
from daypass.server.guides.markdown import Line, plain_text
from daypass.server.guides.models import LONGEST_COMMENT, Opinion, OpinionRefused, Tally
from daypass.server.guides.opinions import Given, Opinions
from daypass.server.guides.page_rendering import GuidePictures
from daypass.server.local_times import local_times
from daypass.server.paging import Paged
from daypass.server.problems import Refusal, not_found
from daypass.translation import Translation

Slug = Annotated[str, Path(max_length=40, pattern="^[A-Za-z0-9-]+$")]


class SpanView(BaseModel):
    """Words of one kind."""

    text: str
    kind: Literal["", "strong", "named", "code", "link"]
    href: str = Field(description="of a link: an address of this server")


class BlockView(BaseModel):
    """One piece of an article."""

    kind: Literal["part", "paragraph", "say", "list", "steps", "picture"]
    lines: list[list[SpanView]]
    picture: str = Field(description="address of the picture; empty where there is none")


class ArticleTitle(BaseModel):
    """An article in the list."""

    slug: str
    title: str
    lead: str


class ListedArticle(ArticleTitle):
    """The same, with the part of the list that it stands in."""

    about: Literal["guide", "error"]


class GuideList(BaseModel):
    """Articles in one language, those by error code last; `next` goes into `cursor` for what follows."""

    items: list[ListedArticle]
    next: str | None


class ArticleView(ArticleTitle):
    """An article, and the question that tells people from robots: the sum of two numbers."""

    lead_spans: list[SpanView]
    blocks: list[BlockView]
    form: str = Field(description="goes back with the answer; good for a day and one answer")
    first: int
    second: int


class NewOpinion(Asked):
    """Was this article helpful?"""

    language: Language
    helpful: Truth
    reasons: list[Annotated[PlainText, Field(max_length=40)]] = Field(default=[], max_length=20)
    comment: Annotated[PlainText, Field(max_length=LONGEST_COMMENT)] = ""
    form: Annotated[PlainText, Field(max_length=200)]
    total: Number = Field(ge=0, le=999, description="the sum that was asked for")


class OpinionView(BaseModel):
    """What somebody said; who is not kept."""

    id: str
    article: str
    language: str
    helpful: bool
    reasons: list[str]
    comment: str
    given_at: int = Field(description="ms since 1970")


class OpinionList(BaseModel):
    """Newest first; `next` goes into `cursor` for what follows."""

    items: list[OpinionView]
    next: str | None


class TallyView(BaseModel):
    """How often an article was helpful, how often not, and why."""

    article: str
    helpful: int
    not_helpful: int
    reasons: dict[str, int]


class TallyList(BaseModel):
    """Per article, the least helpful first; `next` goes into `cursor` for what follows."""

    items: list[TallyView]
    next: str | None


def router(library: Library, opinions: Opinions, pictures: GuidePictures, door: Door) -> APIRouter:
    """Routes for signed-in people."""
    routes = APIRouter(prefix="/api", tags=["guides"])
    Reader = Annotated[SignedIn, Depends(door.may(Right.SESSIONS_READ))]
    Reporter = Annotated[SignedIn, Depends(door.may(Right.REPORTS_READ))]

    @routes.get("/guides")
    async def guides(_who: Reader, page: Paged, language: Language = "pt-BR") -> GuideList:
        listed = [_listed(article, "guide") for article in library.articles(language, for_technicians=True)]
        listed += [_listed(article, "error") for article in library.errors(language)]
        found = piece_of_all(listed, page.after, page.limit)
        return GuideList(items=found.items, next=str(found.next) if found.next else None)

    @routes.get("/guides/{slug}")
    async def guide(_who: Reader, slug: Slug, language: Language = "pt-BR") -> ArticleView:
        article = library.find(slug, language, for_technicians=True)
        if article is None:
            raise not_found()
        question = opinions.ask(article.slug)
        return ArticleView(
            **_title(article).model_dump(),
            lead_spans=_spans(article.lead),
            blocks=_blocks(article, language, pictures),
            form=question.token,
            first=question.first,
            second=question.second,
        )

    @routes.post("/guides/{slug}/opinions", status_code=204)
    async def give_opinion(who: Reader, slug: Slug, asked: NewOpinion, request: Request) -> None:
        if library.find(slug, asked.language, for_technicians=True) is None:
            raise not_found()
        said = "yes" if asked.helpful else "no"
        given = Given(slug, asked.language, said, asked.reasons, asked.comment, asked.form, str(asked.total))
        try:
            await opinions.take(given, request.client.host if request.client else "", who.company.id)
        except OpinionRefused as refused:
            raise Refusal("opinion_refused", reason=refused.reason) from refused

    @routes.get("/guide-opinions")
    async def listed(who: Reporter, page: Paged) -> OpinionList:
        items, next_ = (await opinions.listed(who.company.id, page.after, page.limit)).shown(_opinion)
        return OpinionList(items=items, next=next_)

    @routes.get("/guide-opinions/file.csv", response_class=StreamingResponse)
    async def file(who: Reporter, csv: Annotated[CsvAsked, Depends(CsvAsked)]) -> StreamingResponse:
        """Every answer as a CSV file."""
        words, times = Translation(csv.language), local_times(csv.zone)
        lines = csv_lines(
            answers_file.header(words, times), answers_file.rows(opinions.every(who.company.id), words, times)
        )
        return csv_answer(lines, "daypass-guide-answers")

    @routes.get("/guide-opinions/tallies")
    async def tallied(who: Reporter, page: Paged) -> TallyList:
        found = piece_of_all(await opinions.tallied(who.company.id), page.after, page.limit)
        items, next_ = found.shown(_tally)
        return TallyList(items=items, next=next_)

    return routes


def _title(article: Article) -> ArticleTitle:
    return ArticleTitle(slug=article.slug, title=article.title, lead=plain_text(article.lead))


def _listed(article: Article, about: Literal["guide", "error"]) -> ListedArticle:
    return ListedArticle(slug=article.slug, title=article.title, lead=plain_text(article.lead), about=about)


def _spans(line: Line) -> list[SpanView]:
    return [SpanView.model_validate({"text": span.text, "kind": span.kind, "href": span.href}) for span in line]


def _blocks(article: Article, language: str, pictures: GuidePictures) -> list[BlockView]:
    """The blocks that the console can draw: what is drawn of boxes on the public pages has no picture file."""
    views = []
    for block in article.blocks:
        address = pictures.address(language, block.name) if block.kind == "picture" else ""
        if block.kind == "picture" and not address:
            continue
        lines = [_spans(line) for line in block.lines]
        views.append(BlockView.model_validate({"kind": block.kind, "lines": lines, "picture": address}))
    return views


def _opinion(opinion: Opinion) -> OpinionView:
    return OpinionView(
        id=opinion.id,
        article=opinion.article,
        language=opinion.language,
        helpful=opinion.helpful,
        reasons=list(opinion.reasons),
        comment=opinion.comment,
        given_at=opinion.given_at,
    )


def _tally(tally: Tally) -> TallyView:
    return TallyView(article=tally.article, helpful=tally.helpful, not_helpful=tally.not_helpful, reasons=tally.reasons)
