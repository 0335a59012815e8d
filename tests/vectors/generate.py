"""Writes the golden bytes that Python and TypeScript are both tested against. Run `python -m tests.vectors.generate`.

Whoever changes the wire sees it in the difference of these files. Bytes are hex; in messages they are {"hex": "…"}.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from tests.protocol import sides
from tests.vectors import chat_samples, dashboard_samples, evidence_samples, file_samples, hold_samples

from daypass.protocol import connecting, pairing, picture, remote_control, sodium, tool_line, viewing
from daypass.protocol.commands import (
    Command,
    CommandAssign,
    CommandConnect,
    CommandEnd,
    CommandNewPassword,
    CommandNewPasswordOver,
    CommandTime,
)
from daypass.protocol.download_name import download_name, ticket_text
from daypass.protocol.grant import Grant, sign_grant
from daypass.protocol.host_api import (
    Artefact,
    CompanyShown,
    Key32,
    RemovalReport,
    TechnicianShown,
    Welcome,
    sign_welcome,
    write_json,
)
from daypass.protocol.messages import Record, Tool, encode
from daypass.protocol.sealing import Kind, Opener, Sealer
from daypass.protocol.secrets import SessionPassword
from daypass.protocol.signed import Context
from daypass.protocol.ticket import RelayTicket, Side, sign_ticket

FOLDER = Path(__file__).parent
NOW = 1_790_000_000_000
DEADLINE = NOW + 24 * 3600 * 1000


def shown(value: object) -> object:
    """A message as JSON, its bytes as {"hex": …}, without fields that are absent on the wire."""
    plain = msgspec.to_builtins(value, builtin_types=(bytes,))

    def walk(node: object) -> object:
        if isinstance(node, bytes):
            return {"hex": node.hex()}
        if isinstance(node, dict):
            return {name: walk(child) for name, child in node.items()}
        return [walk(child) for child in node] if isinstance(node, list | tuple) else node

    return walk(plain)


class Recorder:
    """Repeatable randomness that remembers what it gave."""

    def __init__(self, name: str) -> None:
        self.drawn: list[str] = []
        self._random = sides.repeatable(name)

    def __call__(self, count: int) -> bytes:
        data = self._random(count)
        self.drawn.append(data.hex())
        return data


def sealing() -> object:
    key, iv = bytes(range(32)), bytes(range(100, 112))
    sealer, plains = Sealer(key, iv), [b"", b"hello", bytes(range(256)) * 4]
    frames = [
        {"kind": int(kind), "plain": plain.hex(), "frame": sealer.seal(kind, plain).hex()}
        for kind, plain in zip(Kind, plains, strict=True)
    ]
    late = Sealer(key, iv)
    late.counter = 2**32 + 5
    frame = late.seal(Kind.MESSAGE, b"late")
    opener = Opener(key, iv)
    opener.counter = 2**32 + 5
    assert opener.open(frame).plain == b"late"  # noqa: S101
    return {"key": key.hex(), "iv": iv.hex(), "frames": frames, "late": {"counter": 2**32 + 5, "frame": frame.hex()}}


def messages() -> object:
    """Every message of the wire once, and some at the edges of their caps."""
    b16, b32, b64 = bytes(range(16)), bytes(range(32)), bytes(range(64))
    every: list[Record] = [
        pairing.PairingAttempt(number=1),
        pairing.PairingShare(sid=b16, share=b32, identity=b32),
        pairing.PairingReply(share=b32, identity=b32, tag=b64),
        pairing.PairingConfirm(tag=b64),
        pairing.PairingWrong(tries_left=4),
        pairing.PairingSealed(frame=b64),
        pairing.PairingOffer(verifier=b32, salt=b16, signature=b64),
        pairing.PairingAccept(signature=b64, computer_name="RECEPÇÃO-PC", system=sides.SYSTEM),
        connecting.ConnectHello(protocol=1, mode=connecting.Mode.PASSWORD, sid=b16, share=b32, tool=Tool.FILES, technician_name="T"),
        connecting.ConnectHello(
            protocol=1, mode=connecting.Mode.RESUME, sid=b16, share=b32, tool=Tool.CHAT, technician_name="", connection_id=b16
        ),
        connecting.ConnectReply(share=b32, signature=b64),
        connecting.ConnectConfirm(tag=b64),
        connecting.ConnectAccept(tag=b64, connection_id=b16),
        connecting.ConnectRefused(dp="DP-401", tries_left=0),
        connecting.ConnectRefused(dp="DP-402", retry_after_s=3600),
        connecting.ConsentAsked(timeout_s=30),
        connecting.ConsentGiven(),
        remote_control.Screen(
            width=3840,
            height=1080,
            monitors=(
                remote_control.MonitorShown(id=0, x=0, y=0, width=1920, height=1080, primary=True),
                remote_control.MonitorShown(id=1, x=1920, y=0, width=1920, height=1080),
            ),
        ),
        remote_control.CursorShape(shape_id=2**32 - 1, width=2, height=1, hot_x=0, hot_y=0, rgba=b"\x00\xff" * 4),
        remote_control.CursorMoved(x=-5, y=65535, shape_id=7, visible=True),
        tool_line.Notice(dp="DP-404"),
        tool_line.Bye(dp="DP-601"),
        tool_line.Pong(number=300),
        tool_line.Restarting(back_within_s=1800),
        remote_control.PictureAck(seq=70000),
        remote_control.PointerMoved(x=0, y=65535),
        remote_control.PointerButton(button=2, down=True, x=128, y=255),
        remote_control.Wheel(dx=-120, dy=12000),
        remote_control.Key(scan=0x1D, extended=True, down=False),
        remote_control.CharacterKey(scan=0x27, extended=False, text="ç"),
        remote_control.ShortcutKey(scan=0x10, extended=False, text="a"),
        remote_control.SecureAttention(),
        remote_control.TextTyped(text="ção €😀"),
        remote_control.ReleaseAll(),
        remote_control.ClipboardShared(on=True),
        remote_control.ClipboardText(text="olá\n€"),
        remote_control.RefreshPicture(),
        remote_control.ViewerShows(video=True),
        tool_line.ViewerEnd(),
        tool_line.Ping(number=2**32 - 1),
        viewing.HostAbilities(known=("ChooseQuality",)),
        viewing.Figures(
            span_ms=1000, pictures=57, glass_ms=12, line_kbits=10_000,
            ways=(viewing.SentWay(way=viewing.SentAs.COPY, pixels=2_000_000, bytes=900),),
        ),
        viewing.ChooseQuality(quality=viewing.Quality.SHARP),
        viewing.ShowFigures(on=True),
        viewing.ShowMonitor(monitor=1),
        viewing.ShowMonitor(),
        viewing.HandsHeld(technician="Technician Two", yours=False),
        viewing.TakeHands(),
        viewing.OnlyLook(on=True),
        viewing.Recording(on=True),
        viewing.ScreenshotTaken(),
        viewing.HideWallpaper(on=True),
        *file_samples.every_message(),
        *hold_samples.every_message(),
        *dashboard_samples.every_message(),
        *chat_samples.every_message(),
    ]  # fmt: skip
    return [
        {"name": type(message).__name__, "message": shown(message), "bytes": encode(message).hex()} for message in every
    ]


def signed_blobs() -> object:
    key = sides.SERVER_KEY
    grant = Grant(
        session_id=sides.SESSION, host_key=sides.HOST_KEY.public, technician_key=sides.TECHNICIAN_KEY.public,
        activated_at=NOW, deadline_at=DEADLINE, rights=(Tool.REMOTE_CONTROL, Tool.CHAT),
        company="Example Support", technician="Technician One",
    )  # fmt: skip
    ticket = RelayTicket(
        ticket_id=bytes(16), pair_id=b"p" * 16, session_id=sides.SESSION, side=Side.HOST, tool=Tool.REMOTE_CONTROL,
        rights=(Tool.REMOTE_CONTROL,), expires_at=NOW + 60_000, deadline_at=DEADLINE,
    )  # fmt: skip
    bodies = [
        CommandTime(),
        CommandConnect(
            ticket=b"t" * 70, relay_url="wss://support.example.org/relay", pair_id=b"p" * 16, tool=Tool.FILES,
            technician="Technician One", chat_after=True, may_hold=True,
        ),
        CommandEnd(reason="by_technician"),
        CommandAssign(technician="Technician Two"),
        CommandNewPassword(request_id=b"r" * 16, technician="Technician Two", code_digits=6, expires_at=NOW + 900_000),
        CommandNewPasswordOver(request_id=b"r" * 16),
    ]  # fmt: skip
    commands = [
        Command(session_id=sides.SESSION, counter=number, issued_at=NOW + number, body=body)
        for number, body in enumerate(bodies, 1)
    ]
    report = RemovalReport(
        session_id=sides.SESSION, removed_at=DEADLINE, by="deadline",
        installed=(Artefact(kind="service", name="DaypassHost"), Artefact(kind="directory", name="C:\\Program Files\\Daypass")),
        leftovers=(),
    )  # fmt: skip
    nonce = Key32(bytes(range(32)))
    welcome = Welcome(
        session_id=sides.SESSION, host_token="t" * 32, company=CompanyShown(name="Example Support", colour="#0F766E"),
        technician=TechnicianShown(name="Technician One"), customer_language="pt-BR", code_digits=6, server_time_at=NOW, protocol=1,
        public_url=sides.ADDRESS,
    )  # fmt: skip
    return {
        "server_key": key.public.hex(),
        "server_seed": key.seed().hex(),
        "grant": {"payload": shown(grant), "blob": sign_grant(key, grant).hex()},
        "ticket": {"payload": shown(ticket), "blob": sign_ticket(key, ticket).hex()},
        "commands": [{"payload": shown(c), "blob": key.blob(Context.COMMAND, c).hex()} for c in commands],
        "removal": {
            "payload": shown(report),
            "host_key": sides.HOST_KEY.public.hex(),
            "blob": sides.HOST_KEY.blob(Context.REMOVAL, report).hex(),
        },
        "welcome": {"nonce": nonce.hex(), "json": write_json(sign_welcome(key, nonce, welcome)).decode()},
    }


def handshakes() -> object:
    return {
        "server_address": sides.ADDRESS,
        "session_id": sides.SESSION,
        "technician_seed": b"\x02".hex() * 32,
        "technician_key": sides.TECHNICIAN_KEY.public.hex(),
        "host_key": sides.HOST_KEY.public.hex(),
        "code": sides.CODE.reveal(),
        "verifier": sides.VERIFIER.hex(),
        "salt": sides.SALT.hex(),
        "passwords": [
            {"typed": typed, "verifier": sodium.argon2id(SessionPassword.parse(typed).secret_bytes(), sides.SALT).hex()}
            for typed in ("k7mq 3f9x tw2b 8hce", "K7MQ-3F9X-TW2B-8HCE", " Maçã verde ")
        ],
        "pairing": pairing_run(),
        "password": connection_run("password", sides.VERIFIER, connecting.Mode.PASSWORD, None),
        "resume": connection_run("resume", bytes(range(32, 64)), connecting.Mode.RESUME, b"c" * 16),
        "channel": connection_run("channel", bytes(range(64, 96)), connecting.Mode.CHANNEL, b"c" * 16),
    }


def pairing_run() -> object:
    technician_random, host_random = Recorder("pairing technician"), Recorder("pairing host")
    technician = pairing.TechnicianPairing(
        identity=sides.TECHNICIAN_KEY, server_address=sides.ADDRESS, session_id=sides.SESSION,
        verifier=sides.VERIFIER, salt=sides.SALT, random=technician_random,
    )  # fmt: skip
    host = pairing.HostPairing(
        identity=sides.HOST_KEY, server_address=sides.ADDRESS, session_id=sides.SESSION,
        computer_name="RECEPTION-PC", system=sides.SYSTEM, random=host_random,
    )  # fmt: skip
    technician.use_code(sides.CODE, NOW)
    frames: list[dict[str, str]] = []
    outcome: Any = None
    for code in (sides.WRONG, sides.CODE):
        waiting = [("host", data) for data in sides.sent(host.attempt(code))]
        while waiting:
            sender, data = waiting.pop(0)
            frames.append({"from": sender, "bytes": data.hex()})
            receiver = technician if sender == "host" else host
            events = technician.receive(data, NOW) if sender == "host" else host.receive(data)
            name = "technician" if receiver is technician else "host"
            waiting += [(name, answer) for answer in sides.sent(events)]
            outcome = next((event for event in sides.others(events) if isinstance(event, pairing.Paired)), outcome)
    return {
        "now": NOW,
        "technician_random": technician_random.drawn,
        "host_random": host_random.drawn,
        "first_code": sides.WRONG.reveal(),
        "frames": frames,
        "transcript": outcome.transcript.hex(),
        "technician_signature": outcome.technician_signature.hex(),
        "host_signature": outcome.host_signature.hex(),
    }


def connection_run(name: str, secret: bytes, mode: connecting.Mode, connection_id: bytes | None) -> object:
    technician_random, host_random = Recorder(f"{name} technician"), Recorder(f"{name} host")
    technician = connecting.TechnicianConnecting(
        mode=mode, secret=secret, host_key=sides.HOST_KEY.public, server_address=sides.ADDRESS, session_id=sides.SESSION,
        tool=Tool.REMOTE_CONTROL, technician_name="Técnico Um", random=technician_random, connection_id=connection_id,
    )  # fmt: skip
    host = connecting.HostConnecting(
        identity=sides.HOST_KEY, server_address=sides.ADDRESS, session_id=sides.SESSION, random=host_random
    )
    hello = technician.start()
    host.receive(hello)
    reply = host.answer(secret)
    confirm = technician.receive(reply)
    assert isinstance(confirm, bytes)  # noqa: S101
    host.receive(confirm)
    accept, at_host = host.accept()
    at_technician = technician.receive(accept)
    assert isinstance(at_technician, connecting.Secured)  # noqa: S101
    return {
        "secret": secret.hex(),
        "tool": "remote_control",
        "technician_name": "Técnico Um",
        "connection_id": connection_id.hex() if connection_id else None,
        "technician_random": technician_random.drawn,
        "frames": {"hello": hello.hex(), "reply": reply.hex(), "confirm": confirm.hex(), "accept": accept.hex()},
        "transcript": at_technician.transcript.hex(),
        "new_connection_id": at_technician.connection_id.hex(),
        "resume_secret": at_technician.resume_secret.hex(),
        "channel_secret": at_technician.channel_secret.hex(),
        "from_technician": at_technician.seal_message(tool_line.Ping(number=1)).hex(),
        "from_host": at_host.seal_message(tool_line.Pong(number=1)).hex(),
    }


def pictures() -> object:
    """For a screen of 640 × 480."""
    area, codec = picture.PictureArea, picture.Codec
    whole = (area(0, 0, 640, 200, codec.PLANES, b"not really zstd"), area(0, 200, 640, 280, codec.GREY, b"neither"))
    scrolled = (
        picture.copy_area(0, 0, 640, 460, 0, 20),
        area(0, 460, 640, 20, codec.PLANES, b"new line" * 20),
        picture.kept_area(630, 470, 9, 10, 300),
    )
    every = (
        picture.Picture(2**32 - 1, (640, 480), whole),
        picture.Picture(70_000, None, scrolled),
        picture.Picture(70_001, None, (picture.video_area(32, 64, 320, 200, True, b"h264"),)),
        picture.Picture(70_002, None, (area(64, 128, 256, 64, codec.PHOTO, b"jpeg"),)),
        picture.Picture(1, None, ()),
    )
    return [
        {
            "seq": p.seq, "size": p.size,
            "areas": [[a.x, a.y, a.width, a.height, int(a.codec), bytes(a.payload).hex()] for a in p.areas],
            "bytes": picture.write_picture(p).hex(),
        }
        for p in every
    ]  # fmt: skip


def download_names() -> object:
    ticket = bytes.fromhex("00f1e2d3c4b5a6978899")
    name = download_name(ticket)
    renamed = [
        name,
        name.lower(),
        name.replace("-", " "),
        name.replace(".exe", " (1).exe"),
        name.replace("-", ""),
        f"C:\\Users\\a b\\{name}",
    ]
    renamed += [
        name.replace("Support-", "Support(2)-"),
        name.replace("0", "O"),
        f"Copy of {name}.exe",
        name.replace("-", "%20"),
    ]
    return {"ticket": ticket.hex(), "text": ticket_text(ticket), "name": name, "renamed": renamed}


FILES: dict[str, Callable[[], object]] = {
    "sealing": sealing,
    "messages": messages,
    "file_names": file_samples.file_names,
    "file_pieces": file_samples.file_pieces_and_hashes,
    "chat": chat_samples.chat,
    "saved_records": evidence_samples.saved_records,
    "signed_blobs": signed_blobs,
    "handshakes": handshakes,
    "pictures": pictures,
    "download_names": download_names,
}


def written(name: str) -> str:
    """The text of one vector file as it should be."""
    return json.dumps(FILES[name](), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    for file in FILES:
        (FOLDER / f"{file}.json").write_text(written(file), encoding="utf-8")
