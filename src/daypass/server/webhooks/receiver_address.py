"""Which addresses this server sends to: https, and nothing inside the operator's networks, whatever a name leads to.

Checked are the addresses themselves, after the name was looked up, and the checked address is the one that is connected to.
"""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass

import httpx

Ip = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

LONGEST_URL = 500
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
# Public by number, answered inside a cloud's own machines.
_INSIDE_THOUGH_PUBLIC = tuple(
    ipaddress.ip_network(network)
    for network in ("168.63.129.16/32", "192.0.0.0/24", "192.88.99.0/24", "3fff::/20")  # the last three: not for hosts
)
_PUBLIC_IPV6 = ipaddress.ip_network("2000::/3")  # what else there is of IPv6 leads inside (fec0::/10) or nowhere
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class UrlRefused(Exception):
    """The receiver's address cannot be used; `why` is a word for programs: form, scheme, inside."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Egress:
    """Where webhooks may go. `inside`: networks of receivers the operator runs; `http_to_loopback`: for development."""

    inside: tuple[Network, ...] = ()
    http_to_loopback: bool = False

    @classmethod
    def of(cls, networks: Iterable[str], http_to_loopback: bool) -> "Egress":
        """From the operator's settings. Raises ValueError for what is no network."""
        return cls(tuple(ipaddress.ip_network(network, strict=False) for network in networks), http_to_loopback)

    def checked(self, text: str) -> str:
        """The URL in its plain form. Raises UrlRefused."""
        if len(text) > LONGEST_URL or not text.isprintable() or any(c.isspace() for c in text):
            raise UrlRefused("form")
        try:
            url = httpx.URL(text)
            host, port = url.raw_host, url.port
        except (httpx.InvalidURL, ValueError, UnicodeError):
            raise UrlRefused("form") from None
        if port is not None and not 0 < port < 65536:
            raise UrlRefused("form")
        if not host or url.userinfo or url.fragment or len(str(url)) > LONGEST_URL:
            raise UrlRefused("form")
        local_http = url.scheme == "http" and self.http_to_loopback and url.host in LOOPBACK_NAMES
        if url.scheme != "https" and not local_http:
            raise UrlRefused("scheme")
        literal = _literal(url.host)
        if literal is None and not all(0 < len(label) < 64 for label in host.removesuffix(b".").split(b".")):
            raise UrlRefused("form")  # no name server is ever asked for such a name
        if literal is not None and not self.permits(literal):
            raise UrlRefused("inside")
        return str(url)

    def permits(self, address: Ip) -> bool:
        """Whether a connection may go to this address."""
        meant = _meant(address)
        if any(meant in network for network in self.inside if network.version == meant.version):
            return True
        if meant.is_loopback:
            return self.http_to_loopback
        if meant.version == 6 and meant not in _PUBLIC_IPV6:
            return False
        known = any(meant in network for network in _INSIDE_THOUGH_PUBLIC if network.version == meant.version)
        return meant.is_global and not meant.is_multicast and not meant.is_reserved and not known


def _meant(address: Ip) -> Ip:
    """The IPv4 address inside an IPv6 address that only wraps one."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    wrapped = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
    if wrapped is None and address in _NAT64:
        wrapped = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if wrapped is None and int(address) < 1 << 32 and int(address) > 1:  # ::a.b.c.d
        wrapped = ipaddress.IPv4Address(int(address))
    return wrapped if wrapped is not None else address


def _literal(host: str) -> Ip | None:
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None
