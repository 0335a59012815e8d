"""A company's colour stays readable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daypass.server.company_colour import (
    DARK_PAGE,
    DAYPASS_TEAL,
    LIGHT_PAGE,
    TEXT_CONTRAST,
    contrast,
    readable_company_colours,
)


def test_black_on_white_has_the_highest_contrast() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


def test_a_colour_that_is_readable_stays_as_it_is_on_a_light_page() -> None:
    assert readable_company_colours("#0B3D91").light == "#0B3D91"


def test_a_pale_colour_is_darkened_for_light_and_kept_for_dark() -> None:
    colours = readable_company_colours("#FFD500")
    assert contrast(colours.light, LIGHT_PAGE) >= TEXT_CONTRAST
    assert colours.dark == "#FFD500"


@given(st.from_regex(r"#[0-9a-f]{6}", fullmatch=True))
def test_every_colour_ends_up_readable_on_both_pages(colour: str) -> None:
    colours = readable_company_colours(colour)
    assert contrast(colours.light, LIGHT_PAGE) >= TEXT_CONTRAST
    assert contrast(colours.dark, DARK_PAGE) >= TEXT_CONTRAST


@pytest.mark.parametrize("broken", [None, "", "red", "#fff", "#12345g", "#123456;}body{display:none", "#123456\n"])
def test_what_is_no_colour_becomes_our_teal(broken: str | None) -> None:
    assert readable_company_colours(broken).light == DAYPASS_TEAL
