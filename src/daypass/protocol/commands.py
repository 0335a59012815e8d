"""What the server tells the host over the control link: signed, for one session, with a counter that only rises."""

from typing import Annotated, Literal

import msgspec

from daypass.protocol.errors import ProtocolError
from daypass.protocol.messages import CONTROL_CAP, Bytes16, Id, Message, Millis, Name, Record, Tool, decoder
from daypass.protocol.signed import Context, SigningKey, open_blob
from daypass.protocol.ticket import TICKET_CAP

Counter = Annotated[int, msgspec.Meta(ge=1, le=2**53 - 1)]


class CommandTime(Message, frozen=True, kw_only=True):
    """The signed server time is the command's `issued_at`; comes every 60 s."""


class CommandConnect(Message, frozen=True, kw_only=True):
    """A technician wants to connect: come to the relay with this ticket."""

    ticket: Annotated[bytes, msgspec.Meta(max_length=TICKET_CAP)]
    relay_url: Annotated[str, msgspec.Meta(max_length=500)]
    pair_id: Bytes16
    tool: Tool
    technician: Name
    chat_after: bool = False
    may_hold: bool = False
    """The company lets its technicians ask to hold the PC from the people there (`holding`)."""


class CommandEnd(Message, frozen=True, kw_only=True):
    """The session is over (an Ending): cut everything, remove yourself."""

    reason: Annotated[str, msgspec.Meta(max_length=32)]


class CommandAssign(Message, frozen=True, kw_only=True):
    """The session belongs to another technician from now on; show the name."""

    technician: Name


class CommandNewPassword(Message, frozen=True, kw_only=True):
    """A technician set a new session password: show the code window again, until `expires_at`. Given again, it is the same request."""

    request_id: Bytes16
    technician: Name
    code_digits: Literal[6, 9]
    expires_at: Millis


class CommandNewPasswordOver(Message, frozen=True, kw_only=True):
    """The request is withdrawn: close the code window, the password stays."""

    request_id: Bytes16


Body = CommandTime | CommandConnect | CommandEnd | CommandAssign | CommandNewPassword | CommandNewPasswordOver


class Command(Record, frozen=True, kw_only=True):
    """One order, as the server signs it."""

    session_id: Id
    counter: Counter
    issued_at: Millis
    body: Body


_decode = decoder(Command, CONTROL_CAP)


def sign_command(server_key: SigningKey, command: Command) -> bytes:
    """The command as it travels."""
    return server_key.blob(Context.COMMAND, command)


def open_command(server_public: bytes, session_id: str, last_counter: int, blob: bytes) -> Command:
    """The command inside `blob`. ProtocolError unless the server signed it, for this session, after `last_counter`.

    The caller keeps the new counter on disk before it acts.
    """
    command: Command = open_blob(server_public, Context.COMMAND, blob, CONTROL_CAP, _decode)
    if command.session_id != session_id:
        raise ProtocolError("a command for another session")
    if command.counter <= last_counter:
        raise ProtocolError("a command that was given before")
    return command
