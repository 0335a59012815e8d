"""`daypass guide answers`: what readers said about the guides, as CSV, on the server's own machine."""

import argparse
import sys

from daypass.server.commands.opening import opened
from daypass.server.commands.parsing import add_command, add_group
from daypass.server.commands.technicians import company_asked
from daypass.server.commands.typed_arguments import identifier, zone
from daypass.server.csv_file import csv_lines
from daypass.server.guides import answers_file
from daypass.server.guides.opinions import every_opinion
from daypass.server.local_times import local_times
from daypass.server.settings import Settings
from daypass.translation import LANGUAGES, Translation


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The arguments of these commands."""
    guide = add_group(commands, "guide", "Guides: answers.")
    answers = add_command(guide, "answers", "Print what readers said about the guides, as CSV.", print_answers)
    answers.add_argument("--language", choices=LANGUAGES, default="en", help="of the words; default: en")
    answers.add_argument("--zone", type=zone, default="", help="IANA name of your time zone; default: UTC")
    answers.add_argument("--company", type=identifier, help="id of the company; not needed when there is one")


async def print_answers(asked: argparse.Namespace, settings: Settings) -> None:
    """The whole file to the standard output."""
    parts = await opened(settings)
    try:
        words, times = Translation(asked.language), local_times(asked.zone)
        said = every_opinion(parts.database, await company_asked(parts, asked))
        async for line in csv_lines(answers_file.header(words, times), answers_file.rows(said, words, times)):
            sys.stdout.write(line)
    finally:
        await parts.close()
