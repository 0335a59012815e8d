"""Keeps how much passed through each connection, for the remote-access report. What passed, nobody here can read."""

from collections.abc import Sequence

from daypass.server.database import Database
from daypass.server.identifiers import Clock
from daypass.server.relay.models import PairTraffic
from daypass.server.sessions import storage


class Traffic:
    """Hears the relay of this process."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def keep(self, pairs: Sequence[PairTraffic]) -> None:
        """Write down what has passed so far."""
        now = self._clock()
        async with self._database.writing() as db:
            for pair in pairs:
                over_at = now if pair.over else None
                await storage.write_traffic(
                    db, pair.pair_id, pair.session_id, pair.to_host, pair.to_technician, over_at
                )
