"""The host as it is handed out: a stamped, signed file. Who makes it is another module's business (`host_program`)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class HostFile:
    """A file ready to download. `publisher` is the name in its certificate; None when Windows will not know it."""

    path: Path
    size: int
    publisher: str | None

    @property
    def size_mb(self) -> int:
        """Rounded up, in megabytes of a million bytes."""
        return -(-self.size // 1_000_000)


HostFiles = Callable[[], Awaitable[HostFile | None]]
"""The host for this server's address; None while none has been built."""


async def none_built() -> HostFile | None:
    """No host yet."""
    return None
