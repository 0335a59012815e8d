"""Codes, passwords and numbers: what people type, and what must never be printed."""

import itertools
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daypass.protocol.secrets import SecurityCode, SessionNumber, SessionPassword


def test_a_code_is_read_whatever_spaces_dashes_and_wide_digits_are_typed() -> None:
    for typed in ("417902", " 417 902 ", "417-902", "4 1 7 9 0 2", "417\u2013902", "417\u00a0902", "４１７９０２"):
        assert SecurityCode.parse(typed).reveal() == "417902"


@pytest.mark.parametrize("typed", ["", "41790", "4179022", "41790a", "-", "٤١٧٩٠٢", "4" * 10_000, "417902\x00"])
def test_what_is_not_a_code_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="6 digits"):
        SecurityCode.parse(typed)


def test_a_code_of_nine_digits_is_drawn_in_three_groups() -> None:
    assert SecurityCode.parse("418203775", digits=9).grouped() == "418 203 775"
    with pytest.raises(ValueError, match="six or nine"):
        SecurityCode.generate(os.urandom, digits=4)


@pytest.mark.parametrize("secret", [SecurityCode.parse("417902"), SessionPassword.parse("a long password")])
def test_a_secret_never_prints(secret: SecurityCode | SessionPassword) -> None:
    for shown in (repr(secret), str(secret), f"{secret}", f"{[secret]}"):
        assert secret.reveal() not in shown
        assert "•••" in shown


def test_secrets_compare_by_value_and_kind_and_are_not_hashable() -> None:
    assert SecurityCode.parse("417 902") == SecurityCode.parse("417902") != SecurityCode.parse("417903")
    assert SecurityCode.parse("417902") != "417902"
    with pytest.raises(TypeError):
        hash(SecurityCode.parse("417902"))


def test_a_draw_that_would_favour_small_numbers_is_drawn_again() -> None:
    draws = iter([b"\xff" * 8, (7).to_bytes(8, "big")])
    assert SecurityCode.generate(lambda count: next(draws)).reveal() == "000007"
    assert next(draws, None) is None


def test_generated_codes_have_all_digits_in_all_places() -> None:
    counter = itertools.count()
    seen = [SecurityCode.generate(lambda n: (next(counter) * 7919).to_bytes(n, "big")).reveal() for _ in range(2000)]
    assert all({code[place] for code in seen} == set("0123456789") for place in range(1, 6))


def test_a_generated_password_forgives_case_spaces_and_lookalikes() -> None:
    password = SessionPassword.generate(lambda count: bytes(range(count)))
    assert password.reveal() == "0123-4567-89AB-CDEF"
    for typed in ("0123456789abcdef", "o123 4567 89ab cdef", " 0I23-4567-89AB-CDEF "):
        assert SessionPassword.parse(typed) == password


def test_a_typed_password_is_taken_exactly_but_for_unicode_form() -> None:
    assert SessionPassword.parse("Maçã verde") == SessionPassword.parse("Mac\u0327a\u0303 verde")
    assert SessionPassword.parse("Maçã verde") != SessionPassword.parse("maçã verde")


@pytest.mark.parametrize("typed", ["", "short", "        ", "x" * 129, "x" * 100_000])
def test_a_password_too_short_or_too_long_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="8 to 128"):
        SessionPassword.parse(typed)


def test_a_session_number_is_shown_in_three_groups_and_read_tolerantly() -> None:
    assert str(SessionNumber.parse("418203775")) == "418 203 775"
    assert SessionNumber.parse("418.203-775 ") == SessionNumber("418203775")
    with pytest.raises(ValueError, match="nine digits"):
        SessionNumber.parse("41820377")


@given(st.binary(min_size=8, max_size=8))
def test_a_session_number_never_starts_with_zero(drawn: bytes) -> None:
    number = SessionNumber.generate(lambda count: drawn if drawn < b"\xff" * 7 else b"\0" * 8)
    assert len(number.digits) == 9 and number.digits[0] != "0"
