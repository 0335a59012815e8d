"""`daypass session create|list|show|end`: a technician's commands, over the API of a running server."""

import argparse
import contextlib
import json
import os
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from daypass.server.commands.api_client import ENGLISH, TOKEN_VARIABLE, Api, signed_in
from daypass.server.commands.outcome import CommandFailed
from daypass.server.commands.pairing_terminal import pair_in_terminal
from daypass.server.commands.parsing import add_command, add_group
from daypass.server.commands.typed_arguments import (
    day,
    email,
    email_or_nothing,
    file,
    identifier,
    name_or_nothing,
    note,
    number,
    search,
    server_address,
)
from daypass.server.settings import Settings
from daypass.server.setup.secure_origin import LOOPBACK_HOSTS

MOST_LISTED = 100_000


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The arguments of these commands."""
    session = add_group(commands, "session", "Support sessions, as a signed-in technician: create, list, show, end.")
    create = add_command(session, "create", "Prepare a session; prints link and number.", create_session)
    create.add_argument(
        "--to", type=email_or_nothing, metavar="E-MAIL", default="", help="send the customer's mail there"
    )
    create.add_argument("--customer", type=name_or_nothing, default="", help="the customer's name")
    create.add_argument("--language", choices=("pt-BR", "en", "es"), help="the customer's")
    create.add_argument("--note", type=note, default="", help="for the company's own people")
    create.add_argument("--end-first", action="store_true", help="end my own session that is in the way")
    create.add_argument(
        "--wait", action="store_true", help="show the security code and pair here, until the session is active"
    )
    listed = add_command(session, "list", "List my sessions, newest first; all filters narrow together.", list_sessions)
    _add_filters(listed)
    show = add_command(session, "show", "Show one session as JSON.", show_session)
    show.add_argument("id", type=identifier)
    end = add_command(session, "end", "End a session now.", end_session)
    end.add_argument("id", type=identifier)
    for parser in (create, listed, show, end):
        parser.add_argument("--as", dest="email", type=email, metavar="E-MAIL", help="who signs in (or DAYPASS_EMAIL)")
        parser.add_argument(
            "--server",
            type=server_address,
            metavar="URL",
            help="address of the server; default: this machine's settings",
        )
        parser.add_argument("--authority", type=file, help="PEM file of the server's own authority")


def _add_filters(listed: argparse.ArgumentParser) -> None:
    which = listed.add_mutually_exclusive_group()
    which.add_argument("--live", action="store_const", const="live", dest="state", help="only prepared and active ones")
    which.add_argument("--state", choices=("all", "live", "prepared", "active", "ended"))
    listed.add_argument(
        "--search", type=search, metavar="WORDS", help="in customer, note and PC name, or digits of the number"
    )
    listed.add_argument("--presence", choices=("offline", "online", "connected"), help="of an active session's PC")
    listed.add_argument("--removal", choices=("pending", "confirmed"), help="pending: ended, not yet confirmed")
    listed.add_argument("--technician", type=identifier, metavar="ID", help="whose sessions; for owner and admins")
    listed.add_argument("--since", metavar="DAY", type=day, help="created on this day (2026-11-22) or later")
    listed.add_argument("--until", metavar="DAY", type=day, help="created before this day")
    listed.add_argument(
        "--most", type=number(1, MOST_LISTED), default=50, metavar="N", help="at most N sessions; default 50"
    )


async def create_session(asked: argparse.Namespace, settings: Settings) -> None:
    """Prepare a session, and with --wait pair it."""
    body: dict[str, Any] = {"customer_email": asked.to, "customer_name": asked.customer, "note": asked.note}
    body |= {"language": asked.language, "end_first": asked.end_first}
    async with signed_in(*_where(asked, settings)) as api:
        session = await api.ask("POST", "/api/support-sessions", json=body)
        number = session["number"] or ""
        print(
            f"session  {session['id']}\nlink     {session['link']}\nnumber   {number[:3]} {number[3:6]} {number[6:]}",
            flush=True,
        )
        for sentence in await _what_to_know(api, session, asked.wait):
            print(sentence, flush=True)
        if asked.wait:
            await pair_in_terminal(api, session["id"], settings.code_digits)


async def _what_to_know(api: Api, session: dict[str, Any], waits: bool) -> list[str]:
    told = []
    if urlsplit(session["link"]).hostname in LOOPBACK_HOSTS:
        told.append("This link works on the server's own computer only; DAYPASS_PUBLIC_URL is what customers reach.")
    if session["customer_email"] and await _mail_stays(api, session["id"]):
        told.append("No e-mail went out, for the server has no DAYPASS_SMTP_URL: send the link yourself.")
    if not waits:
        told.append(
            "The session password and the code are made where you pair, never on the server: open"
            f" {api.address}/console/sessions/{session['id']}, or create with --wait to pair in this terminal."
        )
    return told


async def _mail_stays(api: Api, session_id: str) -> bool:
    with contextlib.suppress(CommandFailed):  # an API token may create without reading
        mail = await api.ask("GET", f"/api/support-sessions/{session_id}/mail")
        return bool(mail["state"] == "kept")
    return False


async def list_sessions(asked: argparse.Namespace, settings: Settings) -> None:
    """One line per session."""
    async with signed_in(*_where(asked, settings)) as api:
        found = await _found(api, _filters(asked), asked.most)
    if not found:
        print(_nothing(asked), file=sys.stderr)
    for session in found:
        made = time.strftime("%Y-%m-%d %H:%M", time.localtime(session["created_at"] / 1000))
        customer = session["customer_email"] or session["customer_name"] or "-"
        state = _state_in_words(session)
        print(f"{session['id']}  {made}  {state:28}  {customer}")


def _filters(asked: argparse.Namespace) -> dict[str, Any]:
    filters = {name: getattr(asked, name) for name in ("state", "presence", "removal", "technician", "since", "until")}
    return {name: value for name, value in {**filters, "q": asked.search}.items() if value is not None}


async def _found(api: Api, filters: dict[str, Any], most: int) -> list[dict[str, Any]]:
    """The newest `most` sessions that fit, page by page."""
    found: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while len(found) < most:
        page = {"limit": min(200, most - len(found)), **cursor}
        answer = await api.ask("GET", "/api/support-sessions", params=filters | page)
        found += answer["items"]
        if answer["next"] is None:
            break
        cursor = {"cursor": answer["next"]}
    return found


def _nothing(asked: argparse.Namespace) -> str:
    filters = _filters(asked)
    if not filters:
        return "No sessions yet."
    return "No live sessions." if filters == {"state": "live"} else "No session fits."


def _state_in_words(session: dict[str, Any]) -> str:
    if session["ending"]:
        return ENGLISH.text(f"console.session.ending_{session['ending']}")
    return f"{session['state']}, {session['presence']}"


async def show_session(asked: argparse.Namespace, settings: Settings) -> None:
    """Everything the API tells about one session."""
    async with signed_in(*_where(asked, settings)) as api:
        print(json.dumps(await api.ask("GET", f"/api/support-sessions/{asked.id}"), indent=2, ensure_ascii=False))


async def end_session(asked: argparse.Namespace, settings: Settings) -> None:
    """End a session now."""
    async with signed_in(*_where(asked, settings)) as api:
        await api.ask("DELETE", f"/api/support-sessions/{asked.id}")


def _whole(address: str) -> str:
    try:
        return email_or_nothing(address)
    except argparse.ArgumentTypeError as error:
        raise CommandFailed(f"DAYPASS_EMAIL: {error}.") from None


def _where(asked: argparse.Namespace, settings: Settings) -> tuple[str, str, Path | None]:
    address = asked.email or _whole(os.environ.get("DAYPASS_EMAIL", ""))
    if not address and not os.environ.get(TOKEN_VARIABLE):
        raise CommandFailed("Say who signs in with --as or DAYPASS_EMAIL, or give an API token in DAYPASS_TOKEN.")
    own_authority = settings.authority_file()
    authority = asked.authority or (own_authority if not asked.server and own_authority.is_file() else None)
    return asked.server or settings.address(), address, authority
