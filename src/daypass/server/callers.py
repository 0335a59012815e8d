"""Where a request comes from, as limits count it."""

import ipaddress
from collections import Counter
from collections.abc import Iterable

_LOOPBACK = ("127.0.0.0/8", "::1/128")


def counted_place(address: str) -> str:
    """The address itself; of IPv6 the /64, because one customer line holds a whole one and could use each address once."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if found.version == 6 and found.ipv4_mapped is None:
        return str(ipaddress.ip_network(f"{found}/64", strict=False))
    return str(found)


class Callers:
    """How many connections each place holds, so that one place cannot use up what the process may open.

    This computer's own are not counted, nor those of named proxies: they hold everybody's, and have limits of their own.
    """

    def __init__(self, most: int, uncounted: Iterable[str] = ()) -> None:
        self._uncounted = [ipaddress.ip_network(network, strict=False) for network in (*_LOOPBACK, *uncounted)]
        self._most = most
        self._held: Counter[str] = Counter()

    def come(self, address: str) -> bool:
        """Count one more connection, until `go`; whether there was room for it."""
        if self._is_uncounted(address):
            return True
        place = counted_place(address)
        self._held[place] += 1
        return self._held[place] <= self._most

    def go(self, address: str) -> None:
        """That connection is over."""
        if self._is_uncounted(address):
            return
        place = counted_place(address)
        self._held[place] -= 1
        if self._held[place] <= 0:
            del self._held[place]

    def _is_uncounted(self, address: str) -> bool:
        try:
            found = ipaddress.ip_address(address)
        except ValueError:
            return True  # a socket of this machine's own
        found = getattr(found, "ipv4_mapped", None) or found
        return any(found in network for network in self._uncounted)
