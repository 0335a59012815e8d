"""A relay of its own tells its server how much passed. It has no account there: both tickets of a pair are its proof."""

from collections.abc import Sequence

import httpx
import structlog

from daypass.server.relay.models import PairTraffic

log = structlog.get_logger()

TIMEOUT_S = 10.0
MOST_KEPT = 10_000


class TrafficReporter:
    """Posts what it heard; what the server does not take is kept and told again with the next."""

    def __init__(self, server_address: str) -> None:
        self._address = f"{server_address}/api/relay/traffic"
        self._untold: dict[bytes, PairTraffic] = {}

    async def tell(self, pairs: Sequence[PairTraffic]) -> None:
        """Tell the server of these pairs, and of those it has not taken yet."""
        for pair in pairs:
            if pair.pair_id in self._untold or len(self._untold) < MOST_KEPT:
                self._untold[pair.pair_id] = pair
        async with httpx.AsyncClient(timeout=TIMEOUT_S) as http:
            for pair in list(self._untold.values()):
                try:
                    answer = await http.post(self._address, json=_body(pair))
                except httpx.HTTPError as error:
                    log.warning("relay.traffic_untold", waiting=len(self._untold), why=type(error).__name__)
                    return
                if not answer.is_server_error and self._untold.get(pair.pair_id) is pair:
                    del self._untold[pair.pair_id]


def _body(pair: PairTraffic) -> dict[str, object]:
    return {
        "tickets": list(pair.tickets),
        "to_host": pair.to_host,
        "to_technician": pair.to_technician,
        "over": pair.over,
    }
