"""The golden bytes are what this code writes, and reads; the TypeScript types are those of this code."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.vectors import generate

from daypass.protocol import (
    chat,
    connecting,
    dashboard,
    drawing,
    files,
    holding,
    pairing,
    picture,
    registry,
    remote_control,
    restarting,
    tool_line,
    viewing,
)
from daypass.protocol.commands import open_command
from daypass.protocol.download_name import ticket_in_name
from daypass.protocol.grant import open_grant
from daypass.protocol.host_api import UNSIGNED, TechnicianShown, Welcome, is_welcome, open_removal, read_json
from daypass.protocol.messages import Record, decoder, encode
from daypass.protocol.ticket import open_ticket

ROOT = Path(__file__).resolve().parents[2]


def vectors(name: str) -> Any:
    return json.loads((generate.FOLDER / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", list(generate.FILES))
def test_the_golden_bytes_are_fresh(name: str) -> None:
    stale = f"{name}.json differs: if the wire was meant to change, run python -m tests.vectors.generate"
    assert (generate.FOLDER / f"{name}.json").read_text(encoding="utf-8") == generate.written(name), stale


@pytest.mark.parametrize("tool", ["generate_typescript.py", "draw_lifecycle.py"])
def test_what_is_generated_from_the_code_is_fresh(tool: str) -> None:
    command = [sys.executable, str(ROOT / "tools" / tool), "--check"]
    assert subprocess.run(command, capture_output=True, text=True).returncode == 0, f"run tools/{tool}"


@pytest.mark.parametrize("vector", vectors("messages"), ids=lambda vector: vector["name"])
def test_every_message_is_read_back_from_its_golden_bytes(vector: dict[str, Any]) -> None:
    kind = next(
        getattr(module, vector["name"])
        for module in (
            pairing,
            connecting,
            remote_control,
            tool_line,
            viewing,
            files,
            holding,
            dashboard,
            chat,
            drawing,
            registry,
            restarting,
        )
        if hasattr(module, vector["name"])
    )
    message: Record = decoder(kind, 4096)(bytes.fromhex(vector["bytes"]))
    assert generate.shown(message) == vector["message"]
    assert encode(message).hex() == vector["bytes"]


def test_signed_blobs_are_read_back_from_their_golden_bytes() -> None:
    golden = vectors("signed_blobs")
    server = bytes.fromhex(golden["server_key"])
    grant = open_grant(server, bytes.fromhex(golden["grant"]["blob"]))
    assert generate.shown(grant) == golden["grant"]["payload"]
    ticket = open_ticket(server, bytes.fromhex(golden["ticket"]["blob"]), generate.NOW)
    assert generate.shown(ticket) == golden["ticket"]["payload"]
    for command in golden["commands"]:
        opened = open_command(
            server, grant.session_id, command["payload"]["counter"] - 1, bytes.fromhex(command["blob"])
        )
        assert generate.shown(opened) == command["payload"]
    removal = golden["removal"]
    report = open_removal(bytes.fromhex(removal["host_key"]), bytes.fromhex(removal["blob"]))
    assert generate.shown(report) == removal["payload"]
    welcome = read_json(Welcome)(golden["welcome"]["json"])
    assert is_welcome(server, bytes.fromhex(golden["welcome"]["nonce"]), welcome)
    assert not is_welcome(server, bytes(32), welcome)
    for change in (
        {"technician": TechnicianShown(name="Somebody Else")},
        {"server_time_at": 1},
        {"signature": UNSIGNED},
    ):
        changed = msgspec.structs.replace(welcome, **change)
        assert not is_welcome(server, bytes.fromhex(golden["welcome"]["nonce"]), changed)


def test_pictures_are_read_back_from_their_golden_bytes() -> None:
    for golden in vectors("pictures"):
        read = picture.read_picture(bytes.fromhex(golden["bytes"]), 640, 480)
        assert (read.seq, read.size) == (golden["seq"], golden["size"] and tuple(golden["size"]))
        areas = [[a.x, a.y, a.width, a.height, int(a.codec), bytes(a.payload).hex()] for a in read.areas]
        assert areas == golden["areas"]


def test_a_renamed_download_still_gives_its_ticket() -> None:
    golden = vectors("download_names")
    for name in golden["renamed"]:
        assert ticket_in_name(name) == bytes.fromhex(golden["ticket"]), name
