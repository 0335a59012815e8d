"""How a command says that it did not work."""

import contextlib

from daypass.server.problems import Refusal
from daypass.translation import MissingText, Translation


class CommandFailed(Exception):
    """The command could not do what it was asked; the text says why and what to do. Exit status 1."""


def words_of(refusal: Refusal) -> str:
    """What a refusal says to the operator: its sentences, or its code where nobody has written any."""
    for kind in (f"console.problems.{refusal.code}", f"errors.{refusal.dp}"):
        with contextlib.suppress(MissingText):
            return " ".join(Translation("en").text(f"{kind}.{part}", **refusal.facts) for part in ("happened", "why"))
    return refusal.code
