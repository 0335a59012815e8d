"""Requests made at random from our own description of the API: none of them is answered by a fault, all keep to the description.

By hand and for longer: `python -m tests.server.test_schema_fuzz postgresql technician 7 50` (database, caller, seed, requests per
operation).
"""

import asyncio
import contextlib
import sys
import tempfile
from pathlib import Path

import pytest
from pydantic import SecretStr
from tests.server.accounts.people import person_of, token_of
from tests.server.databases import empty_postgres_database, running_postgres
from tests.server.running import RunningServer, small_server

from daypass.server.accounts import storage
from daypass.server.accounts.door import COOKIE
from daypass.server.accounts.rights import SCOPES, Role

# What signs the asker out, or locks them out until they have a second factor; each has tests of its own.
LEFT_OUT = ("signOut", "endSignIn", "requireSecondFactor")
# What the description cannot say is refused all the same: an address that leads inside, a time zone that is none, bytes of a picture.
CHECKS_LEFT_OUT = "positive_data_acceptance"
CALLERS = ("owner", "technician", "token", "nobody")


async def fuzzed(server: RunningServer, folder: Path, caller: str, seed: int, examples: int, phases: str) -> str:
    """What schemathesis found, in its own words; empty: nothing."""
    command = [
        *(str(Path(sys.executable).with_name("schemathesis")), "run", f"http://{server.wire}/api/openapi.json"),
        *("--header", f"Origin: {server.address}", *await _headers(server, caller)),
        *("--checks", "all", "--exclude-checks", CHECKS_LEFT_OUT, "--max-examples", str(examples), "--phases", phases),
        *("--seed", str(seed), "--request-timeout", "20", "--no-color", "--max-failures", "20"),
    ]
    for operation in LEFT_OUT:
        command += ["--exclude-operation-id", operation]
    ran = await asyncio.create_subprocess_exec(
        *command, cwd=folder, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    said, _ = await ran.communicate()
    return said.decode(errors="replace") if ran.returncode else ""


async def _headers(server: RunningServer, caller: str) -> list[str]:
    if caller == "nobody":
        return []
    if caller == "owner":
        return ["--header", f"Cookie: {COOKIE}={server.cookie}"]
    async with server.parts.database.reading() as db:
        firm = (await storage.companies(db))[0]
    person = await person_of(server.parts, Role.TECHNICIAN if caller == "technician" else Role.OWNER, firm)
    if caller == "technician":
        return ["--header", f"Cookie: {COOKIE}={person.cookie}"]
    return ["--header", f"Authorization: Bearer {await token_of(server.parts, person, list(SCOPES))}"]


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.parametrize("caller", ["owner", "nobody"])
async def test_whatever_is_sent_is_answered_as_described_and_never_by_a_fault(
    running: RunningServer, tmp_path: Path, caller: str
) -> None:
    await running.prepare(customer_email="customer@example.org")
    async with asyncio.timeout(280):
        found = await fuzzed(running, tmp_path, caller, seed=1, examples=5, phases="fuzzing")
    assert not found, found[-6000:]


async def _by_hand(database: str, caller: str, seed: int, examples: int) -> int:
    with tempfile.TemporaryDirectory(prefix="daypass-fuzz-") as folder, contextlib.ExitStack() as stack:
        changes = {}
        if database == "postgresql":
            address = stack.enter_context(running_postgres())
            changes["database_url"] = SecretStr(await empty_postgres_database(address))
        async with small_server(Path(folder), **changes) as server:
            await server.prepare(customer_email="customer@example.org")
            found = await fuzzed(server, Path(folder), caller, seed, examples, "examples,coverage,fuzzing,stateful")
            print(found or f"{database}, {caller}, seed {seed}: nothing")
            if caller == "owner":
                assert (await server.http.get("/api/me")).status_code == 200, "it signed itself out on its way"
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(_by_hand(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))))
