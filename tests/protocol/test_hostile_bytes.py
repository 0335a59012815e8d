"""Whatever bytes arrive, a parser answers with a message or a ProtocolError: never another exception, never much memory."""

import json
import os
import random
import tracemalloc
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.protocol.sides import (
    HOST_KEY,
    SERVER_KEY,
    SESSION,
    host_connecting,
    host_pairing,
    technician_connecting,
    technician_pairing,
)
from tests.vectors import generate

from daypass.protocol import chat, connecting, dashboard, file_pieces, files, host_api, pairing, picture, remote_control
from daypass.protocol.commands import open_command
from daypass.protocol.download_name import read_ticket, ticket_in_name
from daypass.protocol.errors import ProtocolError
from daypass.protocol.grant import open_grant
from daypass.protocol.messages import CONTROL_CAP, HANDSHAKE_CAP, PAIRING_CAP, encode
from daypass.protocol.sealing import LARGEST_FRAME, Kind, Opener, Sealer
from daypass.protocol.ticket import open_ticket
from daypass.protocol.tries import read_tries

# 200 examples each in `make check`; DAYPASS_FUZZ=100000 for a long run.
EXAMPLES = int(os.environ.get("DAYPASS_FUZZ", "200"))
fuzzed = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
MEBIBYTE = 1024 * 1024


def technician_with_code(data: bytes) -> object:
    side = technician_pairing()
    side.use_code(generate.sides.CODE, 0)
    side.receive(encode(pairing.PairingAttempt(number=1)), 0)
    return side.receive(data, 0)


def host_with_attempt(data: bytes) -> object:
    side = host_pairing()
    side.attempt(generate.sides.CODE)
    return side.receive(data)


READERS: dict[str, Callable[[bytes], object]] = {
    "pairing, page": technician_with_code,
    "pairing, host": host_with_attempt,
    "connecting, page": lambda data: technician_connecting().receive(data),
    "connecting, host": lambda data: host_connecting().receive(data),
    "consent": connecting.read_consent,
    "to viewer": remote_control.read_to_viewer,
    "to host": remote_control.read_to_host,
    "chat, to technician": chat.read_to_technician,
    "chat, to host": chat.read_to_host,
    "files, to technician": files.read_to_technician,
    "files, to host": files.read_to_host,
    "dashboard, to technician": dashboard.read_to_technician,
    "dashboard, to host": dashboard.read_to_host,
    "pieces of files": lambda data: list(file_pieces.read_pieces(data)),
    "picture": lambda data: picture.read_picture(data, 640, 480),
    "sealed frame": lambda data: Opener(bytes(32), bytes(12)).open(data),
    "grant": lambda data: open_grant(SERVER_KEY.public, data),
    "ticket": lambda data: open_ticket(SERVER_KEY.public, data, 0),
    "command": lambda data: open_command(SERVER_KEY.public, SESSION, 0, data),
    "removal": lambda data: host_api.open_removal(HOST_KEY.public, data),
    "claimed removal": host_api.claimed_session,
    "password tries": read_tries,
    "hello": host_api.read_json(host_api.Hello),
    "activation": host_api.read_json(host_api.Activation),
    "stage": host_api.read_json(host_api.HostStage),
    "host text": host_api.read_host_text,
    "removal body": host_api.read_json(host_api.Removal),
    "download name": lambda data: ticket_in_name(data.decode("latin-1")),
    "ticket text": lambda data: read_ticket(data.decode("utf-8", "replace")),
}


def survives(name: str, data: bytes) -> None:
    try:
        READERS[name](data)
    except ProtocolError as error:
        assert error.dp in ("DP-205", "DP-206", "DP-209", "DP-407")


def golden() -> list[bytes]:
    """Valid bytes of every kind, to be damaged."""
    names = [bytes.fromhex(vector["bytes"]) for vector in generate.messages()]  # type: ignore[union-attr,call-overload,attr-defined]
    blobs: Any = generate.signed_blobs()
    pictures: Any = generate.pictures()
    found = [*names, *(bytes.fromhex(picture["bytes"]) for picture in pictures)]
    found += [bytes.fromhex(blobs[name]["blob"]) for name in ("grant", "ticket", "removal")]
    found += [bytes.fromhex(command["blob"]) for command in blobs["commands"]]
    return [*found, blobs["welcome"]["json"].encode(), generate.download_names()["name"].encode()]  # type: ignore[index]


GOLDEN = golden()
readers = st.sampled_from(list(READERS))


@fuzzed
@given(readers, st.binary(max_size=300))
def test_random_bytes(name: str, data: bytes) -> None:
    survives(name, data)


@fuzzed
@given(readers, st.sampled_from(GOLDEN), st.randoms(use_true_random=False))
def test_golden_bytes_with_flipped_bits_cut_repeated_or_joined(name: str, data: bytes, chance: random.Random) -> None:
    damaged = bytearray(data)
    for _ in range(chance.randint(0, 4)):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    match chance.randrange(4):
        case 0:
            damaged = damaged[: chance.randrange(len(damaged) + 1)]
        case 1:
            damaged += chance.choice(GOLDEN)
        case 2:
            at = chance.randrange(len(damaged))
            damaged[at:at] = damaged[:at]
    survives(name, bytes(damaged))


@fuzzed
@given(
    readers,
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(2**63), 2**64 - 1)
        | st.floats()
        | st.text(max_size=20)
        | st.binary(max_size=70),
        lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=12), inner, max_size=5),
        max_leaves=12,
    ),
    st.sampled_from(["PairingShare", "PairingReply", "ConnectHello", "Screen", "Wheel", "CursorShape", "TextTyped"]),
)
def test_well_formed_msgpack_and_json_of_the_wrong_shape(name: str, value: object, tag: str) -> None:
    shaped = {**value, "type": tag, "event": tag} if isinstance(value, dict) else value
    survives(name, msgspec.msgpack.encode(shaped))
    survives(name, msgspec.json.encode(shaped))


@pytest.mark.parametrize("name", list(READERS))
@pytest.mark.parametrize(
    "opening",
    [b"\x91", b"\x81\xa1x", b"[", b'{"x":', b"\xdd\xff\xff\xff\xff", b"\xc6\xff\xff\xff\xff", b"\xdf\xff\xff\xff\xff"],
)
def test_deep_nesting_and_lengths_that_lie_cost_nothing(name: str, opening: bytes) -> None:
    data = (opening * (PAIRING_CAP // len(opening)))[:PAIRING_CAP]
    tracemalloc.start()
    survives(name, data)
    survives(name, b"\x82\xa4type\xa9PairingXX" + data)
    survives(name, b"\x82\xa4type\xa4Ping\xa1x" + data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < MEBIBYTE


@pytest.mark.parametrize(("name", "cap"), [
    ("pairing, page", PAIRING_CAP), ("pairing, host", PAIRING_CAP), ("connecting, host", HANDSHAKE_CAP),
    ("connecting, page", HANDSHAKE_CAP), ("command", CONTROL_CAP), ("hello", CONTROL_CAP), ("host text", CONTROL_CAP),
    ("to host", 512 * 1024), ("to viewer", 512 * 1024), ("sealed frame", LARGEST_FRAME), ("grant", 4096),
])  # fmt: skip
def test_one_byte_above_the_cap_is_refused_before_it_is_read(name: str, cap: int) -> None:
    with pytest.raises(ProtocolError) as refused:
        READERS[name](bytes(cap + 1))
    assert refused.value.dp == "DP-206"


@fuzzed
@given(st.lists(st.integers(0, 5), min_size=1, max_size=8), st.lists(st.binary(max_size=40), min_size=6, max_size=6))
def test_only_frames_in_their_order_open_and_only_once(order: list[int], plains: list[bytes]) -> None:
    sealer, opener = Sealer(bytes(32), bytes(12)), Opener(bytes(32), bytes(12))
    frames = [sealer.seal(Kind.BULK, plain) for plain in plains]
    opened = 0
    for number in order:
        try:
            assert opener.open(frames[number]) == (Kind.BULK, plains[opened])
        except ProtocolError:
            break
        assert number == opened
        opened += 1
    assert opened == next((place for place, number in enumerate(order) if number != place), len(order))


@fuzzed
@given(st.binary(max_size=200), st.integers(0), st.integers(1, 255))
def test_a_changed_sealed_frame_never_opens_and_closes_the_way_for_good(plain: bytes, place: int, change: int) -> None:
    frame = Sealer(bytes(32), bytes(12)).seal(Kind.MESSAGE, plain)
    changed = bytearray(frame)
    changed[place % len(frame)] ^= change
    opener = Opener(bytes(32), bytes(12))
    for data in (changed, frame):
        with pytest.raises(ProtocolError):
            opener.open(data)


@fuzzed
@given(st.sampled_from(["grant", "ticket", "removal"]), st.integers(0), st.integers(0, 7))
def test_a_signed_blob_with_one_flipped_bit_is_never_taken(name: str, place: int, bit: int) -> None:
    blobs = json.loads((generate.FOLDER / "signed_blobs.json").read_text(encoding="utf-8"))
    blob = bytearray.fromhex(blobs[name]["blob"])
    READERS[name](bytes(blob))
    blob[place % len(blob)] ^= 1 << bit
    with pytest.raises(ProtocolError):
        READERS[name](bytes(blob))
