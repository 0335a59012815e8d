"""One catalogue, three languages: complete, and read the same way by Python and by i18next."""

import re
from collections.abc import Iterator, Mapping

import pytest

from daypass.protocol.errors import BY_CODE, PROBLEMS
from daypass.server.guides.library import guides_folder
from daypass.translation import LANGUAGES, Catalogue, MissingText, Translation, catalogue, negotiate


def texts(node: Catalogue, path: str = "") -> Iterator[tuple[str, object]]:
    for name, value in node.items():
        if isinstance(value, Mapping):
            yield from texts(value, f"{path}{name}.")
        else:
            yield f"{path}{name}", value


def placeholders(text: object) -> list[str]:
    return sorted(re.findall(r"\{\{(.*?)\}\}", str(text)))


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_language_has_the_same_texts_with_the_same_placeholders(language: str) -> None:
    first, other = dict(texts(catalogue("pt-BR"))), dict(texts(catalogue(language)))
    assert sorted(first) == sorted(other)
    assert {key: placeholders(text) for key, text in first.items()} == {
        key: placeholders(text) for key, text in other.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_and_every_placeholder_is_well_formed(language: str) -> None:
    for key, text in texts(catalogue(language)):
        assert isinstance(text, str) and text.strip(), key
        assert text == text.strip(), key
        assert all(re.fullmatch(r"\w+", name) for name in placeholders(text)), key
        assert text.count("{{") == text.count("}}") == len(placeholders(text)), key


@pytest.mark.parametrize(
    ("language", "gendered"),
    [
        (
            "pt-BR",
            r"\ba cliente\b|\b(?:os?|as|ums?|umas?|d[oa]s?|n[oa]s?|aos?|às?|pel[oa]s?) clientes?\b|\btécnic[oa]s?\b",
        ),
        ("es", r"\b(?:el|l[oa]s?|un[oa]?s?|del|al) clientes?\b|\btécnic[oa]s?\b"),
    ],
)
def test_nobody_who_gives_or_gets_support_is_a_man_or_a_woman(language: str, gendered: str) -> None:
    told = [(key, str(text)) for key, text in texts(catalogue(language)) if not key.endswith(".chat_after")]
    told += [(path.name, path.read_text(encoding="utf-8")) for path in (guides_folder() / language).glob("*.md")]
    found = {where: re.findall(gendered, text, re.IGNORECASE) for where, text in told}
    assert {where: words for where, words in found.items() if words} == {}, "say `quem recebe o suporte`, `a pessoa`"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_writes_a_date_or_a_time_by_itself(language: str) -> None:
    fixed = r"\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}:\d{2}\b"
    found = {key: re.findall(fixed, str(text)) for key, text in texts(catalogue(language))}
    assert {key: numbers for key, numbers in found.items() if numbers} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_has_both_forms(language: str) -> None:
    found = dict(texts(catalogue(language)))
    for key, text in found.items():
        if key.endswith("_one") and "{{count}}" in str(text):
            assert key.removesuffix("_one") + "_other" in found
        if key.endswith("_other") and "{{count}}" in str(text):
            assert key.removesuffix("_other") + "_one" in found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_code_has_three_sentences_that_use_exactly_its_variables(language: str) -> None:
    errors = catalogue(language)["errors"]
    assert isinstance(errors, Mapping) and set(errors) == set(PROBLEMS)
    for dp, problem in PROBLEMS.items():
        sentences = Translation(language).problem(dp, **dict.fromkeys(problem.variables, "7"))
        assert all(sentence.endswith(".") or sentence.endswith('."') for sentence in sentences), dp
        written = errors[dp]
        assert isinstance(written, Mapping) and set(written) == {"happened", "why", "next"}
        assert set(placeholders(list(written.values()))) == set(problem.variables), dp
    assert len(BY_CODE) == len(PROBLEMS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_button_that_an_error_names_exists_under_that_name(language: str) -> None:
    labels = {str(text) for key, text in texts(catalogue(language)) if not key.startswith("errors.")}
    for key, text in texts(catalogue(language)):
        if key.startswith("errors."):
            assert (
                set(re.findall(r'"([^"]+)"', str(text).replace('"no"', ""))) - {"Sim", "Não", "não", "Yes", "No", "Sí"}
                <= labels
            ), key


def test_an_unknown_code_reads_as_something_unexpected() -> None:
    assert Translation("en").problem("DP-999")[0] == "Something unexpected happened."


def test_an_error_whose_value_is_missing_is_shown_all_the_same() -> None:
    assert Translation("en").problem("DP-308")[2].startswith("Wait … min")
    assert Translation("en").problem("DP-308", minutes=2)[2].startswith("Wait 2 min")


def test_a_value_that_is_missing_or_a_text_that_is_missing_is_an_error_of_the_program() -> None:
    translation = Translation("en")
    with pytest.raises(MissingText, match="tries_left"):
        translation.text("errors.DP-301.next")
    for key in ("errors", "errors.DP-301", "nowhere.at.all", "errors.DP-301.next.deeper"):
        with pytest.raises(MissingText):
            translation.text(key)
    with pytest.raises(MissingText):
        catalogue("../secret")


def test_values_are_put_in_once_and_never_read_as_placeholders() -> None:
    assert Translation("en").text("errors.DP-301.next", tries_left="{{x}}").endswith("Tries left: {{x}}.")


@pytest.mark.parametrize(("language", "count", "expected"), [
    ("en", 0, "0 minutes"), ("en", 1, "1 minute"), ("en", 2, "2 minutes"),
    ("pt-BR", 0, "0 minuto"), ("pt-BR", 1, "1 minuto"), ("pt-BR", 2, "2 minutos"),
    ("es", 1, "1 minuto"), ("es", 5, "5 minutos"),
])  # fmt: skip
def test_counted_things_take_the_form_of_their_language(language: str, count: int, expected: str) -> None:
    assert Translation(language).text("common.minutes", count=count) == expected


@pytest.mark.parametrize(("wanted", "language"), [
    ("pt", "pt-BR"), ("pt-PT", "pt-BR"), ("es-MX", "es"), ("EN_us", "en"), (None, "pt-BR"), ("", "pt-BR"), ("de", "pt-BR"),
    ("de-DE,de;q=0.9,en;q=0.8,es;q=0.7", "en"), ("en;q=0.1, es;q=0.9", "es"), ("en;q=0", "pt-BR"), ("es;q=nonsense", "es"),
    (";;;,,,q=" * 10_000, "pt-BR"),
])  # fmt: skip
def test_the_nearest_language_is_taken(wanted: str | None, language: str) -> None:
    assert negotiate(wanted) == language
