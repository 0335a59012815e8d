"""The host for this server's address, ready to hand out: made when first wanted, checked again when the packed program changes."""

import asyncio
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import structlog

from daypass.server.deployment.host_program import HostNotBuilt, HostProgram, HostPrograms, SigningFailed

log = structlog.get_logger()


class HostTrouble(StrEnum):
    """Why there is nothing to download."""

    NOT_BUILT = "not_built"
    SIGNING_FAILED = "signing_failed"
    ADDRESS_TOO_LONG = "address_too_long"


@dataclass(frozen=True, slots=True)
class Stamping:
    """What is stamped into this server's host."""

    public_url: str
    server_key: bytes
    ca_pem: str | None


class HostFiles:
    """Answers with the program, or with why there is none."""

    def __init__(self, programs: HostPrograms, base: Path, stamping: Stamping) -> None:
        self._programs = programs
        self._base = base
        self._stamping = stamping
        self._made: tuple[tuple[int, int], HostProgram] | None = None

    async def program(self) -> HostProgram | HostTrouble:
        """The stamped and signed host. Takes a moment the first time, and never blocks the server meanwhile."""
        return await asyncio.to_thread(self._program)

    def _program(self) -> HostProgram | HostTrouble:
        try:
            facts = self._base.stat()
            packed = (facts.st_mtime_ns, facts.st_size)
            if self._made and self._made[0] == packed and self._made[1].path.is_file():
                return self._made[1]
            stamp = self._stamping
            program = self._programs.program_for(stamp.public_url, stamp.server_key, stamp.ca_pem)
        except (FileNotFoundError, HostNotBuilt):
            return HostTrouble.NOT_BUILT
        except SigningFailed as error:
            log.error("host.signing_failed", why=str(error))
            return HostTrouble.SIGNING_FAILED
        except ValueError as error:
            log.error("host.not_stamped", why=str(error))
            return HostTrouble.ADDRESS_TOO_LONG
        self._made = (packed, program)
        return program
