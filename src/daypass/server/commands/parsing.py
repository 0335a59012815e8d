"""How commands are named: each says what it does in a sentence, and a group that is called alone lists its own."""

import argparse
from collections.abc import Callable
from typing import Any, NoReturn

from daypass.server.log_lines import escaped

LONGEST_ERROR = 600
"""Characters: the longest of ours lists every choice."""


class Parser(argparse.ArgumentParser):
    """Repeats what was typed only where a terminal can show it, and not at any length."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and end with status 2."""
        told = escaped(message)
        super().error(told if len(told) <= LONGEST_ERROR else told[:LONGEST_ERROR] + "…")


Commands = argparse._SubParsersAction  # argparse has no public name for what add_subparsers gives


class _OneLineEach(argparse.HelpFormatter):
    """Room for our longest command's name beside what it does."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=18)
        self._action_max_length = 16  # argparse forgets that commands are indented twice


def add_commands(parser: argparse.ArgumentParser) -> "Commands[argparse.ArgumentParser]":
    """The place for a parser's commands; called without one, it prints its help (`help_of`)."""
    parser.set_defaults(help_of=parser)
    parser.formatter_class = _OneLineEach
    return parser.add_subparsers(title="commands", metavar="COMMAND")


def add_group(
    commands: "Commands[argparse.ArgumentParser]", name: str, says: str
) -> "Commands[argparse.ArgumentParser]":
    """Commands that begin with the same word."""
    return add_commands(commands.add_parser(name, help=says, description=says))


def add_command(
    commands: "Commands[argparse.ArgumentParser]", name: str, says: str, run: Callable[..., Any]
) -> argparse.ArgumentParser:
    """One command; `run` gets what was asked and the settings."""
    parser = commands.add_parser(name, help=says, description=says)
    parser.set_defaults(run=run)
    return parser
