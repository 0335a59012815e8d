"""A session as the host keeps it, with the server's key at hand."""

import msgspec

from daypass.host.connection.server_address import ServerAddress
from daypass.host.lifecycle.live_session import LiveSession
from daypass.host.lifecycle.session_record import SessionIdentity, SessionProgress, SessionRecord
from daypass.host.platform.fake.machine import FakeMachine
from daypass.host.platform.fake.vault import MemoryVault
from daypass.protocol.grant import Grant, sign_grant
from daypass.protocol.messages import System, Tool
from daypass.protocol.signed import Context, SigningKey

SERVER_KEY, HOST_KEY, TECHNICIAN_KEY = SigningKey(b"s" * 32), SigningKey(b"h" * 32), SigningKey(b"t" * 32)
SESSION = "session-1"
DAY_MS = 24 * 3_600_000


def identity(public_url: str = "http://localhost:1") -> SessionIdentity:
    transcript = b"r" * 32
    return SessionIdentity(
        session_id=SESSION,
        address=ServerAddress(public_url, SERVER_KEY.public),
        server_name=public_url,
        host_token="token-of-this-host",
        host_seed=HOST_KEY.seed(),
        technician_key=TECHNICIAN_KEY.public,
        transcript=transcript,
        technician_signature=TECHNICIAN_KEY.sign(Context.PAIRING, transcript),
        host_signature=HOST_KEY.sign(Context.PAIRING, transcript),
        verifier=b"w" * 32,
        computer_name="RECEPTION-PC",
        system=System(platform="windows"),
        language="en",
        company="Example Computers",
        technician="Technician One",
    )


def grant(activated_at: int, **changes: object) -> Grant:
    made = Grant(
        session_id=SESSION,
        host_key=HOST_KEY.public,
        technician_key=TECHNICIAN_KEY.public,
        activated_at=activated_at,
        deadline_at=activated_at + DAY_MS,
        rights=(Tool.REMOTE_CONTROL,),
        company="Example Computers",
        technician="Technician One",
    )
    return msgspec.structs.replace(made, **changes)


def prepared_session(machine: FakeMachine, vault: MemoryVault, public_url: str = "http://localhost:1") -> LiveSession:
    record = SessionRecord(vault)
    record.keep_identity(identity(public_url))
    record.keep_progress(SessionProgress())
    return LiveSession(record, identity(public_url), SessionProgress(), machine)


def active_session(
    machine: FakeMachine,
    vault: MemoryVault,
    public_url: str = "http://localhost:1",
    rights: tuple[Tool, ...] = (Tool.REMOTE_CONTROL,),
) -> LiveSession:
    session = prepared_session(machine, vault, public_url)
    given = grant(machine.wall_ms(), rights=rights)
    session.activate(sign_grant(SERVER_KEY, given), given, machine.wall_ms())
    return session
