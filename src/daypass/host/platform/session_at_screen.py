"""Which of a PC's sign-in sessions the host shows: the rule alone, without asking any system."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SignInSession:
    """A session as Windows counts them; `active`: somebody is signed in there and sees it now."""

    id: int
    active: bool


def session_at_screen(console: int | None, sessions: Iterable[SignInSession]) -> int | None:
    """The session at the PC's own screen when somebody works there; else the only one that somebody works in from afar.

    With several from afar it cannot be known whose help was asked for, and nobody else's screen may be shown: then it is the PC's
    own screen again, which asks for a sign-in. None while no session has that screen.
    """
    active = {one.id for one in sessions if one.active and one.id != 0}
    if console is not None and console in active:
        return console
    return active.pop() if len(active) == 1 else console
