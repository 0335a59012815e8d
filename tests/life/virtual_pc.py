"""A customer's PC without Windows: the real protocol, the real clock rules of the host, a disk that survives power cuts.

It holds what the product promises of a host: nothing unsigned, foreign or repeated is obeyed; it removes itself when it is told or when
its own clocks say so; its report is signed.
"""

import os
from dataclasses import dataclass, field

from daypass.host.lifecycle.expiry import ClockRecord, Reading, begin, hear_server_time, is_over, pass_time
from daypass.protocol.commands import (
    CommandAssign,
    CommandConnect,
    CommandEnd,
    CommandNewPassword,
    CommandNewPasswordOver,
    CommandTime,
    open_command,
)
from daypass.protocol.errors import ProtocolError
from daypass.protocol.grant import Grant, open_grant
from daypass.protocol.host_api import (
    NEW_PASSWORD,
    Activation,
    Artefact,
    HostEnded,
    Key32,
    NewPasswordNews,
    PasswordProof,
    RemovalReport,
    Salt16,
    Signature64,
    ended_bytes,
)
from daypass.protocol.messages import Consent, System
from daypass.protocol.signed import Context, SigningKey
from daypass.server.sessions.control import HostLink

SYSTEM = System(platform="windows", edition="Windows 11 Pro", computer_name="RECEPTION-PC")
MINUTE = 60_000


@dataclass(eq=False)
class VirtualPC:
    """One PC that was greeted for one session. Times are milliseconds; `true_at` is what the world's clock says."""

    session_id: str
    server_public: bytes
    true_at: int
    token: str
    key: SigningKey = field(default_factory=lambda: SigningKey(os.urandom(32)))
    wall_error: int = 0
    booted_at: int = 0
    boots: int = 1
    up: bool = True
    installed: bool = False
    grant: Grant | None = None
    record: ClockRecord | None = None
    last_counter: int = 0
    link: HostLink | None = None
    removed_by: str = ""
    technician: str = ""
    orders: list[CommandConnect] = field(default_factory=list)
    knows_new_passwords: bool = True
    password_orders: list[CommandNewPassword] = field(default_factory=list)
    window: CommandNewPassword | None = None
    held: bytes | None = None
    """The request whose password is on its disk."""

    # --- as a socket of the control link ---

    async def send_bytes(self, data: bytes) -> None:
        """An order of the server."""
        command = open_command(self.server_public, self.session_id, self.last_counter, data)
        self.last_counter = command.counter
        match command.body:
            case CommandTime() if self.record is not None:
                self.record = hear_server_time(self.record, command.issued_at, self.reading())
            case CommandEnd():
                self.remove("told")
            case CommandAssign(technician=name):
                self.technician = name
            case CommandConnect() as order:
                self.orders.append(order)
            case CommandNewPassword() | CommandNewPasswordOver() if not (self.link and self.link.abilities):
                raise ProtocolError("an order that this host does not know")
            case CommandNewPassword() as order:
                self.password_orders.append(order)
                self.window = order
            case CommandNewPasswordOver(request_id=over):
                self.window = None if self.window and self.window.request_id == over else self.window

    async def send_text(self, text: str) -> None:
        """Nothing but the challenge comes as text."""
        raise ProtocolError(text)

    async def close(self, code: int) -> None:
        """The server ends the link."""
        self.link = None

    # --- the life on the PC ---

    @property
    def online(self) -> bool:
        """Whether the server can tell it something."""
        return self.link is not None

    @property
    def abilities(self) -> frozenset[str]:
        """The orders that it says to obey."""
        return frozenset({NEW_PASSWORD} if self.knows_new_passwords else ())

    def reading(self) -> Reading:
        """All its clocks."""
        return Reading(self.true_at + self.wall_error, self.true_at - self.booted_at, f"boot-{self.boots}")

    def activated(self, blob: bytes, server_at: int) -> None:
        """The server's answer to the activation."""
        self.grant = open_grant(self.server_public, blob)
        self.technician = self.technician or self.grant.technician
        self.installed = True
        self.record = begin(self.grant.deadline_at, server_at, self.reading())

    def remove(self, by: str) -> None:
        """The host takes itself off the PC; what it knew for its report stays."""
        self.installed, self.removed_by = False, self.removed_by or by

    def look_at_the_clocks(self) -> bool:
        """What the service does every so often; true when the pass has just ended here."""
        if not (self.up and self.installed and self.record is not None):
            return False
        self.record = pass_time(self.record, self.reading())
        if not is_over(self.record, self.reading()):
            return False
        self.remove("deadline")
        return True

    def switch_off(self) -> None:
        """Power is gone; only the disk stays."""
        self.up = False

    def boot(self) -> bool:
        """Power is back; true when the pass has just ended here."""
        self.up, self.boots, self.booted_at = True, self.boots + 1, self.true_at
        return self.look_at_the_clocks()

    # --- what it says ---

    def activation(self, technician: SigningKey) -> Activation:
        """The proof of a pairing with this technician's page."""
        transcript = os.urandom(32)
        return Activation(
            session_id=self.session_id,
            host_key=Key32(self.key.public),
            technician_key=Key32(technician.public),
            transcript=Key32(transcript),
            technician_signature=Signature64(technician.sign(Context.PAIRING, transcript)),
            host_signature=Signature64(self.key.sign(Context.PAIRING, transcript)),
            computer_name=SYSTEM.computer_name,
            system=SYSTEM,
            consent=Consent.ASK,
        )

    def ended(self, by: str) -> HostEnded:
        """It ended the session on its own."""
        proof = self.key.sign(Context.CONTROL, ended_bytes(self.session_id, by))
        return HostEnded(by="customer" if by == "customer" else "deadline", signature=Signature64(proof))

    def password_done(self, request_id: bytes, technician: SigningKey | None, signed: bool) -> NewPasswordNews:
        """That it holds a new password, agreed with this technician's page; without its signature when not `signed`."""
        transcript = os.urandom(32)
        proof = technician and PasswordProof(
            technician_key=Key32(technician.public),
            transcript=Key32(transcript),
            technician_signature=Signature64(technician.sign(Context.PAIRING, transcript)),
            host_signature=Signature64(self.key.sign(Context.PAIRING, transcript if signed else bytes(32))),
        )
        return NewPasswordNews(request_id=Salt16(request_id), stage="done", proof=proof)

    def removal_report(self, leftovers: int) -> bytes:
        """What it installed and what is left."""
        things = tuple(Artefact(kind="file", name=f"part {number}") for number in range(3))
        report = RemovalReport(
            session_id=self.session_id,
            removed_at=self.true_at + self.wall_error,
            by=self.removed_by,
            installed=things,
            leftovers=things[:leftovers],
        )
        return self.key.blob(Context.REMOVAL, report)
