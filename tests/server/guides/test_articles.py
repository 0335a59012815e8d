"""The articles: whole in three languages, one for every code, drawn without letting anything through as markup."""

import re

import pytest
from tests.server.asking import asking

from daypass.protocol.errors import PROBLEMS
from daypass.server.app import Parts, create_app
from daypass.server.guides.library import guides_folder, library, pictures_folder
from daypass.server.guides.markdown import Block, UnknownMarkdown, blocks_of
from daypass.server.guides.page_rendering import DRAWN_PICTURES
from daypass.translation import LANGUAGES

CODE_OF_ARTICLE = re.compile(r"^## (DP-\d{3})$", re.MULTILINE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_says_what_to_do_in_detail_and_no_code_is_made_up(language: str) -> None:
    source = (guides_folder() / language / "errors.md").read_text(encoding="utf-8")
    assert CODE_OF_ARTICLE.findall(source) == list(PROBLEMS)
    for article in library().errors(language):
        assert len(article.blocks) >= 2, article.slug


@pytest.mark.parametrize("language", LANGUAGES)
def test_articles_of_all_languages_have_the_same_parts_and_pictures(language: str) -> None:
    first = library().articles(LANGUAGES[0], for_technicians=True)
    same = library().articles(language, for_technicians=True)
    assert [[(b.kind, b.name, len(b.lines)) for b in a.blocks] for a in first] == [
        [(b.kind, b.name, len(b.lines)) for b in a.blocks] for a in same
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_of_an_article_exists(language: str) -> None:
    there = {path.stem for path in (pictures_folder() / language).glob("*.webp")} | set(DRAWN_PICTURES)
    wanted = {block.name for article in library().articles(language, True) for block in article.blocks if block.name}
    assert wanted and wanted <= there


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_in_articles_lead_to_articles(language: str) -> None:
    articles = [*library().articles(language, True), *library().errors(language)]
    links = {span.href for a in articles for block in a.blocks for line in block.lines for span in line if span.href}
    for link in links:
        slug = link.removeprefix("/guide/")
        assert slug == "errors" or library().find(slug, language) is not None, link


def test_what_looks_like_markup_stays_text() -> None:
    (block,) = blocks_of('Type <script>alert("1")</script> & go')
    assert (
        block == Block("paragraph", block.lines) and block.lines[0][0].text == 'Type <script>alert("1")</script> & go'
    )


@pytest.mark.parametrize(
    "source",
    [
        "[here](https://example.org/)",
        "[here](javascript:alert)",
        "[here](//example.org/x)",
        "<div>raw</div>",
        "### too deep",
        "```code```",
        "![a picture](../../secret)",
    ],
)
def test_what_the_renderer_does_not_draw_is_refused_when_the_article_is_read(source: str) -> None:
    with pytest.raises(UnknownMarkdown):
        blocks_of(source)


async def test_public_pages_need_no_sign_in_and_load_nothing_from_elsewhere(parts_on: Parts) -> None:
    async with asking(create_app(parts_on.settings, parts_on)) as http:
        for path in (
            "/guide",
            "/guide/errors",
            "/guide/connect",
            "/guide/questions",
            *(f"/guide/{dp}" for dp in PROBLEMS),
        ):
            page = await http.get(path, params={"lang": "en"})
            assert page.status_code == 200, path
            assert not re.findall(r'(?:src|href|action)="(?!/|\?|#)', page.text), path
            policy = page.headers["content-security-policy"]
            assert "default-src 'none'" in policy and "unsafe-inline" not in policy
        page = await http.get("/guide/connect", params={"lang": "es"})
        for address in re.findall(r'<img src="(/guide/[^"]+)"', page.text):
            picture = await http.get(address)
            assert (picture.status_code, picture.headers["content-type"]) == (200, "image/webp")


@pytest.mark.parametrize(
    "path", ["technician", "nothing", "DP-999", "pictures/en/secret.webp", "pictures/xx/download.webp"]
)
async def test_what_is_no_public_article_is_not_found(parts_on: Parts, path: str) -> None:
    async with asking(create_app(parts_on.settings, parts_on)) as http:
        page = await http.get(f"/guide/{path}", headers={"Accept": "text/html"})
        assert page.status_code == 404


async def test_the_language_is_the_one_chosen_else_the_browsers(parts_on: Parts) -> None:
    async with asking(create_app(parts_on.settings, parts_on)) as http:
        chosen = await http.get("/guide/questions", params={"lang": "es"}, headers={"Accept-Language": "en"})
        assert '<html lang="es">' in chosen.text and "Preguntas y respuestas" in chosen.text
        browsers = await http.get("/guide/questions", headers={"Accept-Language": "en-GB"})
        assert '<html lang="en">' in browsers.text
