"""The host takes the codec pack that it was built with, and no other; without it remote control goes on."""

import asyncio
import hashlib
from collections.abc import Sequence

from daypass.host.connection.backoff import Backoff
from daypass.host.connection.problems import HostProblem
from daypass.host.remote_control.codec_pack import LARGEST_PACK, USELESS_ANSWERS, fetch_codecs

PACK = b"libraries" * 1000


class OnePack:
    """A PC that wants one pack."""

    def __init__(self, disk_is_full: bool = False) -> None:
        self.taken: list[bytes] = []
        self._disk_is_full = disk_is_full

    def missing(self) -> str | None:
        return None if self.taken else hashlib.sha256(PACK).hexdigest()

    def take(self, pack: bytes) -> None:
        if self._disk_is_full:
            raise OSError("no room")
        self.taken.append(pack)


class Server:
    """Answers with these, one after the other, the last one for ever."""

    def __init__(self, *answers: bytes | str) -> None:
        self._answers: Sequence[bytes | str] = answers
        self.asked: list[tuple[str, int]] = []

    async def get(self, path: str, most_bytes: int) -> bytes:
        self.asked.append((path, most_bytes))
        answer = self._answers[min(len(self.asked), len(self._answers)) - 1]
        if isinstance(answer, str):
            raise HostProblem(answer)
        return answer


class NoWaiting(Backoff):
    """Goes on at once."""

    def __init__(self) -> None:
        super().__init__(lambda: 0.0)

    def next_wait_s(self) -> float:
        return 0.0


def fetched(codecs: OnePack | None, server: Server) -> None:
    asyncio.run(fetch_codecs(codecs, server.get, NoWaiting()))


def test_the_pack_is_asked_for_by_its_hash_and_taken_once() -> None:
    codecs, server = OnePack(), Server(PACK)
    fetched(codecs, server)
    fetched(codecs, server)
    assert codecs.taken == [PACK]
    assert server.asked == [(f"/api/host/codecs/{hashlib.sha256(PACK).hexdigest()}", LARGEST_PACK)]


def test_a_changed_a_cut_and_an_empty_pack_are_refused() -> None:
    for other in (b"L" + PACK[1:], PACK[:-1], PACK + b"!", b""):
        codecs, server = OnePack(), Server(other)
        fetched(codecs, server)
        assert codecs.taken == []
        assert len(server.asked) == USELESS_ANSWERS


def test_the_right_pack_is_taken_after_a_wrong_one() -> None:
    codecs = OnePack()
    fetched(codecs, Server(b"wrong", "DP-604", PACK))
    assert codecs.taken == [PACK]


def test_a_server_that_is_away_is_asked_until_it_is_back() -> None:
    codecs, server = OnePack(), Server(*["DP-201", "DP-203"] * 20, PACK)
    fetched(codecs, server)
    assert codecs.taken == [PACK]
    assert len(server.asked) == 41


def test_a_server_without_the_pack_and_a_disk_without_room_are_left_in_peace() -> None:
    for codecs, server in ((OnePack(), Server("DP-604")), (OnePack(disk_is_full=True), Server(PACK))):
        fetched(codecs, server)
        assert len(server.asked) == USELESS_ANSWERS


def test_a_host_that_comes_with_everything_asks_nobody() -> None:
    server = Server(PACK)
    fetched(None, server)
    assert server.asked == []
