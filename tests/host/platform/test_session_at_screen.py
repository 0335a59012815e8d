"""The session that is shown is the one that somebody works in, and never a bystander's."""

import pytest

from daypass.host.platform.session_at_screen import SignInSession, session_at_screen

SERVICES = SignInSession(0, False)


def here(number: int) -> SignInSession:
    return SignInSession(number, active=True)


def away(number: int) -> SignInSession:
    return SignInSession(number, active=False)


@pytest.mark.parametrize(
    ("console", "sessions", "shown", "when"),
    [
        (1, [SERVICES, here(1)], 1, "somebody works at the PC"),
        (1, [SERVICES, away(1)], 1, "the PC asks for a sign-in"),
        (2, [SERVICES, away(1), here(2)], 2, "the person was switched"),
        (1, [SERVICES, away(1), here(3)], 3, "somebody works from afar, the PC's screen asks for a sign-in"),
        (4, [SERVICES, here(3), away(4)], 3, "a session was taken over from afar"),
        (1, [SERVICES, here(1), here(3)], 1, "one works at the PC, another from afar"),
        (1, [SERVICES, away(1), here(3), here(5)], 1, "two work from afar: nobody knows whose help was asked for"),
        (None, [SERVICES, here(3)], 3, "no session has the PC's screen"),
        (None, [SERVICES], None, "between two sign-ins"),
        (None, [SignInSession(0, True)], None, "services have no screen"),
        (1, [], 1, "Windows does not tell"),
    ],
)
def test_the_session_that_is_shown(
    console: int | None, sessions: list[SignInSession], shown: int | None, when: str
) -> None:
    assert session_at_screen(console, sessions) == shown, when
