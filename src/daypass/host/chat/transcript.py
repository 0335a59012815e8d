"""The transcript of a session's chat: kept with the session's secrets, chained by hashes, gone with the session."""

import logging

import msgspec

from daypass.host.platform.ports import Vault
from daypass.protocol.chat import MOST_LINES, ChatLine, first_head, next_head

LINES_IN_A_PART = 50
"""Written whole with each line, so few enough to be quick."""
MOST_CHARACTERS = 2_000_000
"""Of all lines: what the service holds in memory."""
_log = logging.getLogger(__name__)
_read_part = msgspec.msgpack.Decoder(list[ChatLine]).decode


class Transcript:
    """Every line that was taken, oldest first."""

    def __init__(self, vault: Vault, session_id: str) -> None:
        self._vault = vault
        self.lines: list[ChatLine] = []
        self._heads = [first_head(session_id)]
        self._characters = 0
        for line in self._kept():
            self.take(line)

    @property
    def head(self) -> bytes:
        """The hash over everything."""
        return self._heads[-1]

    @property
    def full(self) -> bool:
        return len(self.lines) >= MOST_LINES or self._characters >= MOST_CHARACTERS

    def keep(self, line: ChatLine) -> None:
        """Write the next line to the disk, before it is taken. Raises OSError when that cannot be done."""
        part = len(self.lines) // LINES_IN_A_PART
        lines = [*self.lines[part * LINES_IN_A_PART :], line]
        self._vault.write(_name(part), msgspec.msgpack.encode(lines))

    def take(self, line: ChatLine) -> None:
        """The line is part of the transcript from now on."""
        self._heads.append(next_head(self.head, line))
        self.lines.append(line)
        self._characters += len(line.text)

    def since(self, number: int, most: int) -> tuple[ChatLine, ...]:
        """At most `most` lines after line `number`."""
        return tuple(self.lines[number : number + most])

    def head_after(self, number: int) -> bytes:
        """The hash after line `number`."""
        return self._heads[number]

    def _kept(self) -> list[ChatLine]:
        """What is on disk, up to the first part that cannot be read."""
        lines: list[ChatLine] = []
        while (part := self._vault.read(_name(len(lines) // LINES_IN_A_PART))) is not None:
            try:
                read = _read_part(part)
            except msgspec.MsgspecError:
                _log.error("a part of the chat's transcript is damaged: it ends before it")
                break
            lines += read
            if len(read) < LINES_IN_A_PART:
                break
        return lines


def _name(part: int) -> str:
    return f"chat-{part}"
