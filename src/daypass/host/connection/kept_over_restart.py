"""What technicians come back with after a restart of the PC that one of them ordered: on the disk for that moment only, sealed as
every secret of the session is, and gone with the next start of the service."""

import msgspec

from daypass.host.connection.handshakes import ConnectionSecrets, Resumable, Visit
from daypass.host.platform.ports import Vault
from daypass.protocol.messages import Tool

BACK_WITHIN_S = 30 * 60
"""A restart with updates takes long."""
_NAME = "restart"


class _Kept(msgspec.Struct, frozen=True):
    connection_id: bytes
    secret: bytes
    tool: Tool
    until: int
    visit: int
    """Lines of one visit stay of one visit."""


class _Visit(msgspec.Struct, frozen=True):
    technician: str
    told: tuple[Tool, ...]


class _File(msgspec.Struct, frozen=True):
    lines: tuple[_Kept, ...] = ()
    visits: tuple[_Visit, ...] = ()


class KeptOverRestart:
    """In the session's vault."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def keep(self, secrets: ConnectionSecrets, now: int, agreed: bool) -> None:
        """Every line that is open now. Unless somebody at the PC `agreed` that technicians come back, whoever wants to be asked is asked
        again: nobody may be there any more."""
        visits: list[Visit] = []
        lines = []
        for connection_id, line in secrets.open_lines(now + BACK_WITHIN_S * 1000).items():
            if line.visit not in visits:
                visits.append(line.visit)
            lines.append(_Kept(connection_id, line.secret, line.tool, line.until, visits.index(line.visit)))
        kept = _File(
            tuple(lines), tuple(_Visit(one.technician, tuple(sorted(one.told)) if agreed else ()) for one in visits)
        )
        self._vault.write(_NAME, msgspec.msgpack.encode(kept))

    def forget(self) -> None:
        if self._vault.read(_NAME):
            self._vault.write(_NAME, b"")

    def give_back(self, secrets: ConnectionSecrets) -> None:
        """Once: from now on it is in memory only, and each is used up by asking."""
        written = self._vault.read(_NAME)
        self.forget()
        try:
            kept = msgspec.msgpack.decode(written, type=_File) if written else _File()
            visits = [Visit(one.technician, set(one.told)) for one in kept.visits]
            lines = {
                one.connection_id: Resumable(one.secret, one.tool, one.until, visits[one.visit]) for one in kept.lines
            }
        except (msgspec.MsgspecError, IndexError):
            return
        secrets.take_back(lines)
