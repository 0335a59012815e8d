"""Asks the operator in the terminal, without showing what is typed."""

import getpass
import sys
import warnings

from daypass.server.commands.outcome import CommandFailed


def require_text(secret: str, where: str) -> None:
    """Raise CommandFailed for a secret that is no text: bytes in it that are no UTF-8."""
    try:
        secret.encode()
    except UnicodeEncodeError:
        raise CommandFailed(f"{where} is not written in UTF-8. Set it again in a terminal that is.") from None


def ask_secret(question: str, instead: str) -> str:
    """What was typed. Raises CommandFailed where nobody can type; `instead` says what to use there."""
    with warnings.catch_warnings():
        if not sys.stdin.isatty():  # then nothing is echoed either
            warnings.simplefilter("ignore", getpass.GetPassWarning)
        try:
            return getpass.getpass(question)
        except EOFError:
            raise CommandFailed(f"There is no terminal here to ask in. Use {instead}.") from None
