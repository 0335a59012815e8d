"""Fetches, after the activation, the libraries of the video encoder that the first download leaves out.

Which pack it must be is written into the host itself, which its signature covers. Without the pack, or with one that is not that
one, remote control works all the same: everything goes without loss.
"""

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable

from daypass.host.connection.backoff import Backoff
from daypass.host.connection.problems import HostProblem
from daypass.host.platform.ports import Codecs

LARGEST_PACK = 16 << 20
USELESS_ANSWERS = 3
_AWAY = frozenset({"DP-106", "DP-201", "DP-202", "DP-203"})
_log = logging.getLogger(__name__)

Download = Callable[[str, int], Awaitable[bytes]]
"""Path on the server and the most bytes → what is there. Raises HostProblem."""


async def fetch_codecs(codecs: Codecs | None, download: Download, backoff: Backoff) -> None:
    """Until the libraries are here; gives up when the server answers three times with something else."""
    wanted = codecs.missing() if codecs else None
    if codecs is None or wanted is None:
        return
    useless = 0
    while useless < USELESS_ANSWERS:
        try:
            pack = await download(f"/api/host/codecs/{wanted}", LARGEST_PACK)
            if hashlib.sha256(pack).hexdigest() == wanted:
                await asyncio.to_thread(codecs.take, pack)
                _log.info("the codec pack is here")
                return
            useless += 1
            _log.error("the server's codec pack is not the one this host was built with: refused")
        except HostProblem as problem:
            useless += problem.dp not in _AWAY
            _log.warning("the codec pack: %s", problem.dp)
        except (OSError, ValueError) as error:
            useless += 1
            _log.warning("the codec pack cannot be kept: %s", error)
        await asyncio.sleep(backoff.next_wait_s())
    _log.warning("no codec pack: moving pictures go without loss")
