"""The pairing mailbox: hands messages between the technician's page and the host, unread, while both are there.

The server never learns the code. It counts guesses by what a guess must weigh: only a frame of the host with a share, an identity and
a tag (128 bytes) can be one. One message waits at a time in each direction: whoever sends too fast waits for the other.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum

from daypass.protocol.host_api import PairingOver, PeerPresence, write_json
from daypass.protocol.messages import PAIRING_CAP
from daypass.protocol.pairing import TRIES
from daypass.server.sockets import Peer

SMALLEST_GUESS = 128
# The frame after the right guess (the sealed accept) weighs as much as a guess.
MOST_HEAVY_FRAMES = TRIES + 1
# Over a session's whole preparation, whatever codes were made: 60 guesses of a million.
MOST_GUESSES = 60
MOST_FRAMES = 2000

REPLACED, NEW_CODE_NEEDED, TOO_MANY, OVER, TOO_LARGE = 4001, 4003, 4008, 4010, 1009


class Side(StrEnum):
    """Who stands at the mailbox."""

    TECHNICIAN = "technician"
    HOST = "host"

    @property
    def other(self) -> "Side":
        return Side.HOST if self is Side.TECHNICIAN else Side.TECHNICIAN


@dataclass(eq=False, slots=True)
class Visitor:
    """One side's socket, as the mailbox sees it."""

    side: Side
    socket: Peer
    frames: int = 0


@dataclass(eq=False, slots=True)
class _Box:
    visitors: dict[Side, Visitor] = field(default_factory=dict)
    heavy_frames: int = 0
    guesses: int = 0


class PairingMailbox:
    """The mailboxes of all sessions in pairing, in this process."""

    def __init__(self, on_guess: Callable[[str], Awaitable[None]]) -> None:
        """`on_guess(session_id)` is awaited before a frame that may be a guess is handed over."""
        self._on_guess = on_guess
        self._boxes: dict[str, _Box] = {}

    async def enter(self, session_id: str, visitor: Visitor) -> None:
        """Take a side; a socket that had it is closed with 4001. Both learn who is there."""
        box = self._boxes.setdefault(session_id, _Box())
        before = box.visitors.get(visitor.side)
        box.visitors[visitor.side] = visitor
        if before is not None:
            await before.socket.close(REPLACED)
        peer = box.visitors.get(visitor.side.other)
        await visitor.socket.send_text(_presence(peer is not None))
        if peer is not None:
            await peer.socket.send_text(_presence(True))

    async def leave(self, session_id: str, visitor: Visitor) -> None:
        """Give the side back, unless a newer socket has it."""
        box = self._boxes.get(session_id)
        if box is None or box.visitors.get(visitor.side) is not visitor:
            return
        del box.visitors[visitor.side]
        peer = box.visitors.get(visitor.side.other)
        if peer is not None:
            await peer.socket.send_text(_presence(False))

    def new_code(self, session_id: str) -> None:
        """The page made a code (or came back): its tries begin again."""
        self._boxes.setdefault(session_id, _Box()).heavy_frames = 0

    def host_is_here(self, session_id: str) -> bool:
        """Whether a host stands at this mailbox."""
        box = self._boxes.get(session_id)
        return box is not None and Side.HOST in box.visitors

    async def pass_on(self, session_id: str, visitor: Visitor, data: bytes) -> None:
        """Hand a frame to the other side, if it is there."""
        box = self._boxes.get(session_id)
        if box is None or box.visitors.get(visitor.side) is not visitor:
            return
        visitor.frames += 1
        if len(data) > PAIRING_CAP or visitor.frames > MOST_FRAMES:
            await visitor.socket.close(TOO_LARGE if len(data) > PAIRING_CAP else TOO_MANY)
            return
        peer = box.visitors.get(visitor.side.other)
        heavy = visitor.side is Side.HOST and len(data) >= SMALLEST_GUESS
        if peer is None or (heavy and not await self._may_guess(box, visitor, peer)):
            return
        if heavy:
            await self._on_guess(session_id)
        await peer.socket.send_bytes(data)

    async def send_page_away(self, session_id: str) -> None:
        """The session is another technician's: the page that answered is closed as by a newer one; the host waits for that one."""
        box = self._boxes.get(session_id)
        page = box.visitors.get(Side.TECHNICIAN) if box else None
        if page is not None:
            await self.leave(session_id, page)
            await page.socket.close(REPLACED)

    async def end(self, session_id: str, code: str) -> None:
        """No pairing any more: tell both sides why and send them away."""
        box = self._boxes.pop(session_id, None)
        for visitor in list(box.visitors.values()) if box else []:
            await visitor.socket.send_text(write_json(PairingOver(code=code)).decode())
            await visitor.socket.close(OVER)

    async def _may_guess(self, box: _Box, host: Visitor, page: Visitor) -> bool:
        box.heavy_frames += 1
        box.guesses += 1
        if box.guesses > MOST_GUESSES:
            await host.socket.close(TOO_MANY)
            return False
        if box.heavy_frames > MOST_HEAVY_FRAMES:
            await page.socket.close(NEW_CODE_NEEDED)
            return False
        return True


def _presence(present: bool) -> str:
    return write_json(PeerPresence(present=present)).decode()
