"""Every route declares who may call it, as a dependency that a test reads from the application itself.

Signed-in people and API tokens are declared with `door.may(Right.…)` (accounts/door.py); everybody else with a constant of this file. A
route without a declaration fails `tests/server/accounts/test_allowed_callers.py`.
"""

from dataclasses import dataclass
from enum import StrEnum

from fastapi import Depends


class Caller(StrEnum):
    """The kinds of callers."""

    ANYONE = "anyone"
    """No proof is asked: customers' pages, the sign-in, one-time links (the link itself is the proof)."""
    HOST = "host"
    """A temporary host: a bearer token from its greeting, or a signature with its own key."""
    TICKET = "ticket"
    """One side of a connection, with a single-use ticket signed by the server."""
    OPERATOR = "operator"
    """A network that the operator named."""
    TECHNICIAN = "technician"
    """A signed-in person, or an API token made by one; the right says more."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """Who may call a route. As a dependency it declares and does nothing else: the route itself asks for the proof."""

    caller: Caller
    right: str = ""

    def __call__(self) -> None:
        """Nothing to do: the declaration is the point."""


ANYONE = Depends(Allowed(Caller.ANYONE))
HOST = Depends(Allowed(Caller.HOST))
TICKET = Depends(Allowed(Caller.TICKET))
OPERATOR = Depends(Allowed(Caller.OPERATOR))
