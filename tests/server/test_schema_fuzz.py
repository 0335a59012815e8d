"""Requests made at random from our own description of the API: none of them is answered by a fault, all keep to the description."""

import asyncio
import sys
from pathlib import Path

import pytest
from tests.server.running import RunningServer

from daypass.server.accounts.door import COOKIE

REQUESTS_PER_OPERATION = "25"
# Streams and what signs the asker out have tests of their own.
LEFT_OUT = ("signOut",)


@pytest.mark.slow
@pytest.mark.long
async def test_whatever_is_sent_is_answered_as_described_and_never_by_a_fault(
    running: RunningServer, tmp_path: Path
) -> None:
    await running.prepare(customer_email="customer@example.org")
    command = [
        *(str(Path(sys.executable).with_name("schemathesis")), "run", f"http://{running.wire}/api/openapi.json"),
        *("--header", f"Cookie: {COOKIE}={running.cookie}", "--header", f"Origin: {running.address}"),
        *("--checks", "not_a_server_error,content_type_conformance,response_schema_conformance"),
        *("--max-examples", REQUESTS_PER_OPERATION, "--phases", "examples,coverage,fuzzing", "--seed", "1"),
        *("--request-timeout", "20", "--no-color", "--max-failures", "8", "--max-time", "90"),
    ]
    for operation in LEFT_OUT:
        command += ["--exclude-operation-id", operation]
    ran = await asyncio.create_subprocess_exec(
        *command, cwd=tmp_path, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    async with asyncio.timeout(280):
        said, _ = await ran.communicate()
    assert ran.returncode == 0, said.decode(errors="replace")[-6000:]
