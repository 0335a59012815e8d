"""Measures the API under contention: limits hold exactly, how fast sessions are created, and how long a list of 10,000 takes.

Twenty technicians of two companies send 100 creates at once, three times, to real servers over HTTP: on SQLite one process, on PostgreSQL
two processes behind one database. Each round must create exactly ten sessions (five a company, one a technician). Prints one JSON.
"""

import argparse
import asyncio
import contextlib
import json
import os
import secrets
import signal
import socket
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr
from sqlalchemy import func, insert, select
from tests.server.databases import empty_postgres_database, running_postgres

from daypass.server.accounts.door import COOKIE
from daypass.server.accounts.models import Role
from daypass.server.app import Parts, build
from daypass.server.deployment.tables import deployment_link
from daypass.server.identifiers import new_id, wall_clock
from daypass.server.migrations.run import migrate
from daypass.server.sessions.searching import folded
from daypass.server.sessions.tables import support_session
from daypass.server.settings import Settings

COMPANIES, TECHNICIANS, CREATES, ROUNDS = 2, 20, 100, 3
MOST_LIVE = {"technician": 1, "company": 5}
LISTED, LOOKS = 10_000, 200
# What people look for, from everything to nothing: the last ones read all the sessions there are.
SEARCHES: tuple[tuple[int, dict[str, str]], ...] = (
    (50, {"q": "CUSTOMER example.org"}),
    (50, {"q": "câmara pc-077", "removal": "confirmed"}),
    (1, {"q": "pc-04711"}),
    (1, {"removal": "pending", "q": "camara"}),
    (0, {"q": "nobody at all"}),
    (0, {"q": "99", "removal": "pending", "since": "1"}),
)
START_WITHIN_S, WHOLE_RUN_S = 30, 240
NOTE = "The printer in the Câmara says that it is offline; it was moved to another room last week."
PASSWORD = "a password for measuring"  # noqa: S105 - of accounts that live as long as the measurement


@dataclass(frozen=True)
class Person:
    """A technician with a cookie."""

    id: str
    company_id: str
    cookie: str


@dataclass(frozen=True)
class Place:
    """A database with companies and technicians, and servers that answer for it. The first person owns the first company."""

    parts: Parts
    addresses: tuple[str, ...]
    processes: tuple[int, ...]
    people: tuple[Person, ...]


def main() -> int:
    """Measure what was asked for; exit status 1 when a limit did not hold or a server failed."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--databases", nargs="+", choices=("sqlite", "postgresql"), default=("sqlite", "postgresql"))
    measured = asyncio.run(asyncio.wait_for(measure(asked.parse_args().databases), WHOLE_RUN_S))
    print(json.dumps(measured, indent=2))
    return 0 if all(map(exact, measured["limits"].values())) else 1


async def measure(databases: Sequence[str]) -> dict[str, Any]:
    """Both measurements on each database."""
    limits, lists = {}, {}
    for name in databases:
        with tempfile.TemporaryDirectory(prefix="daypass-bench-") as folder:
            async with (
                database(name, Path(folder)) as address,
                served(Path(folder), address, processes=1 if name == "sqlite" else 2) as place,
            ):
                limits[name] = await measure_limits(place)
                lists[name] = await measure_lists(place)
    return {"limits": limits, "list_10000": lists}


def exact(found: dict[str, Any]) -> bool:
    """Whether the limits held and nothing failed."""
    wanted = ROUNDS * COMPANIES * MOST_LIVE["company"]
    return bool(found["created"] == wanted and not found["exceeded"] and not found["errors_5xx"])


# --- limits -----------------------------------------------------------------------------------------------------------


async def measure_limits(place: Place) -> dict[str, Any]:
    """All creates of a round at once; `exceeded` counts technicians and companies with more live sessions than allowed."""
    statuses: Counter[int] = Counter()
    created, exceeded, seconds, times = 0, 0, 0.0, []
    async with browsers(place) as each:
        for _ in range(ROUNDS):
            began = time.perf_counter()
            asked = (create(each[n % TECHNICIANS][n // TECHNICIANS % len(place.addresses)]) for n in range(CREATES))
            answers = await asyncio.gather(*asked)
            seconds += time.perf_counter() - began
            statuses.update(status for status, _, _ in answers)
            times += [took for _, took, _ in answers]
            made = [(n % TECHNICIANS, session) for n, (status, _, session) in enumerate(answers) if status == 201]
            created += len(made)
            exceeded += await beyond_limits(place)
            for technician, session in made:
                (await each[technician][0].delete(f"/api/support-sessions/{session}")).raise_for_status()
    return {
        "tried": ROUNDS * CREATES,
        "created": created,
        "exceeded": exceeded,
        "errors_5xx": sum(count for status, count in statuses.items() if status >= 500),
        "creates_per_s": round(ROUNDS * CREATES / seconds, 1),
        **percentiles(times),
    }


async def create(browser: httpx.AsyncClient) -> tuple[int, float, str]:
    """Status, milliseconds, and the session's id when there is one."""
    began = time.perf_counter()
    answer = await browser.post(
        "/api/support-sessions", json={"language": "en"}, headers={"Idempotency-Key": secrets.token_hex(16)}
    )
    took = (time.perf_counter() - began) * 1000
    return answer.status_code, took, answer.json().get("id", "") if answer.status_code == 201 else ""


async def beyond_limits(place: Place) -> int:
    """Technicians and companies that have more live sessions than they may."""
    over = 0
    async with place.parts.database.reading() as db:
        for column, limit in (("technician_id", MOST_LIVE["technician"]), ("company_id", MOST_LIVE["company"])):
            grouped = support_session.c[column]
            live = select(func.count()).where(support_session.c.ended_at.is_(None)).group_by(grouped)
            over += sum(1 for row in await db.execute(live) if row[0] > limit)
    return over


# --- lists ------------------------------------------------------------------------------------------------------------


async def measure_lists(place: Place) -> dict[str, Any]:
    """Pages of a list of 10,000, as a browser asks for them; by one who sees them all."""
    await add_ended_sessions(place)
    async with browsers(place) as each:
        owner = each[0][0]
        middle = {"cursor": await cursor_of_the_middle(owner)}
        pages = await looks(place, owner, [(50, {}), (50, middle)])
        searches = await looks(place, owner, SEARCHES)
    return {"sessions": LISTED, "page": 50, **pages, "search": searches}


async def looks(place: Place, owner: httpx.AsyncClient, asked: Sequence[tuple[int, dict[str, str]]]) -> dict[str, Any]:
    """Each of the questions in turn, with how many sessions must be in its answer.

    `server_cpu_ms`: of the server's own processes, for one answer; it tells slower code from a machine that is busy with other work.
    """
    times = []
    worked = server_cpu_s(place)
    for number in range(LOOKS):
        expected, filters = asked[number % len(asked)]
        began = time.perf_counter()
        answer = await owner.get("/api/support-sessions", params={"state": "ended", **filters})
        times.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200 and len(answer.json()["items"]) == expected, (filters, answer.text)
    return {**percentiles(times), "server_cpu_ms": round((server_cpu_s(place) - worked) * 1000 / LOOKS, 1)}


def server_cpu_s(place: Place) -> float:
    """Seconds of processor time that the servers have taken so far."""
    spent = (Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13] for process in place.processes)
    return sum(int(ticks) for both in spent for ticks in both) / os.sysconf("SC_CLK_TCK")


async def cursor_of_the_middle(owner: httpx.AsyncClient) -> str:
    """Where half of the list has been read."""
    cursor: dict[str, str] = {}
    for _ in range(LISTED // 400):
        page = (await owner.get("/api/support-sessions", params={"state": "ended", "limit": 200, **cursor})).json()
        cursor = {"cursor": page["next"]}
    return cursor["cursor"]


async def add_ended_sessions(place: Place) -> None:
    """Sessions of a long time, with their links, straight into the database."""
    now, owner = wall_clock(), place.people[0]
    sessions = [ended_session(owner, now - number * 60_000, number) for number in range(LISTED)]
    async with place.parts.database.writing() as db:
        for part in range(0, LISTED, 500):
            await db.execute(insert(support_session), sessions[part : part + 500])
            await db.execute(insert(deployment_link), [closed_link(one) for one in sessions[part : part + 500]])


def ended_session(of: Person, at: int, number: int) -> dict[str, Any]:
    """One session of the past."""
    times = dict.fromkeys(("created_at", "activated_at", "ended_at"), at)
    customer = {"customer_email": f"customer{number}@example.org", "customer_name": "Customer One", "note": NOTE}
    return {
        "id": new_id(),
        "company_id": of.company_id,
        "technician_id": of.id,
        "company_slot": 1,
        "technician_slot": 1,
        "state": "ended",
        "ending": "by_technician",
        **times,
        "prepared_until": at + 86_400_000,
        "deadline_at": at + 86_400_000,
        **customer,
        "customer_words": folded(*customer.values()),
        "customer_language": "en",
        "computer_name": f"PC-{number:05}",
        "computer_words": folded(f"PC-{number:05}"),
        "pairing_attempts": 1,
        "paused": False,
        "presence": "offline",
        "connected": [],
        "command_counter": 1,
        "removal": "confirmed" if number else "pending",
    }


def closed_link(session: dict[str, Any]) -> dict[str, Any]:
    """Its link, used up."""
    at = session["created_at"]
    hashes = {"token_hash": secrets.token_hex(32), "ticket_hash": secrets.token_hex(32)}
    times = {"created_at": at, "expires_at": at + 86_400_000, "used_at": at, "closed_at": at}
    return {"session_id": session["id"], "number": f"{secrets.randbelow(10**9):09}", **hashes, **times}


# --- servers ----------------------------------------------------------------------------------------------------------


def percentiles(times: list[float]) -> dict[str, float]:
    """Median and 99th percentile of milliseconds."""
    return {
        "p50_ms": round(statistics.median(times), 1),
        "p99_ms": round(statistics.quantiles(times, n=100, method="inclusive")[98], 1),
    }


@contextlib.asynccontextmanager
async def database(kind: str, folder: Path) -> AsyncIterator[str]:
    """The address of an empty database."""
    if kind == "sqlite":
        yield f"sqlite:///{folder}/bench.sqlite"
        return
    with running_postgres() as address:
        yield await empty_postgres_database(address)


@contextlib.asynccontextmanager
async def served(folder: Path, address: str, processes: int) -> AsyncIterator[Place]:
    """Servers on this database, each a process of its own, until the block ends."""
    environment = {
        "DAYPASS_HOME": str(folder),
        "DAYPASS_DATA_DIR": str(folder / "data"),
        "DAYPASS_DATABASE_URL": address,
        "DAYPASS_HASH_MEMORY_KIB": "8192",
    }
    settings = Settings(
        _env_file=None,
        home=folder,
        data_dir=folder / "data",
        database_url=SecretStr(address),
        hash_memory_kib=8192,
    )
    parts = build(settings)
    await migrate(parts.database)
    people = await make_people(parts)
    async with contextlib.AsyncExitStack() as running:
        running.push_async_callback(parts.close)
        ran = [await running.enter_async_context(server(environment, folder)) for _ in range(processes)]
        addresses = tuple(f"http://localhost:{port}" for port, _ in ran)
        yield Place(parts, addresses, tuple(process for _, process in ran), people)


async def make_people(parts: Parts) -> tuple[Person, ...]:
    """Technicians of two companies in turn; the first owns theirs."""
    firms = [(await parts.accounts.create_company(f"Company {n}", "en")).id for n in range(COMPANIES)]
    people = []
    for number in range(TECHNICIANS):
        firm, email = firms[number % COMPANIES], f"technician{number}@example.org"
        role = Role.OWNER if number < COMPANIES else Role.TECHNICIAN
        person = await parts.accounts.create_technician(firm, f"Technician {number}", email, PASSWORD, role, "en")
        new = await parts.accounts.sign_in(email, PASSWORD, f"192.0.2.{number}")
        people.append(Person(person.id, firm, new.token))
    return tuple(people)


@contextlib.asynccontextmanager
async def server(environment: dict[str, str], folder: Path) -> AsyncIterator[tuple[int, int]]:
    """The port and the process of a running server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (folder / f"server-{port}.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "daypass.server", "serve"),
            env={**os.environ, **environment, "DAYPASS_PORT": str(port)},
            stdout=log,
            stderr=log,
        )
    try:
        await until_it_answers(f"http://localhost:{port}/healthz", folder / f"server-{port}.log")
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        await process.wait()


async def until_it_answers(address: str, log: Path) -> None:
    """Raises RuntimeError with the server's own words when it does not."""
    until = time.monotonic() + START_WITHIN_S
    async with httpx.AsyncClient(trust_env=False) as http:
        while time.monotonic() < until:
            with contextlib.suppress(httpx.TransportError):
                if (await http.get(address)).is_success:
                    return
            await asyncio.sleep(0.05)
    raise RuntimeError(await asyncio.to_thread(log.read_text))


@contextlib.asynccontextmanager
async def browsers(place: Place) -> AsyncIterator[list[list[httpx.AsyncClient]]]:
    """For each technician one browser at each server."""
    async with contextlib.AsyncExitStack() as all_of_them:
        yield [
            [
                await all_of_them.enter_async_context(
                    httpx.AsyncClient(
                        base_url=address,
                        headers={"Cookie": f"{COOKIE}={person.cookie}", "Origin": address},
                        timeout=60,
                        trust_env=False,
                    )
                )
                for address in place.addresses
            ]
            for person in place.people
        ]


if __name__ == "__main__":
    sys.exit(main())
