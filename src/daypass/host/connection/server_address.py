"""Which server this host belongs to: by the stamp of its own file, in development by options. Nothing else is ever believed."""

import ipaddress
import ssl
from urllib.parse import urlsplit

import msgspec

from daypass.host.connection.problems import HostProblem


class ServerAddress(msgspec.Struct, frozen=True):
    """`public_url` without a slash at its end; `ca_pem` is the local authority's certificate, if the server has one."""

    public_url: str
    server_key: bytes
    ca_pem: str | None = None

    def url(self, path: str) -> str:
        return self.public_url + path

    def socket_url(self, path: str) -> str:
        """The same as `ws:` or `wss:`."""
        return "ws" + self.public_url.removeprefix("http") + path

    def tls(self) -> ssl.SSLContext | None:
        """Verifies with the stamped authority alone, else with the system's store; None on plain loopback."""
        if not self.public_url.startswith("https:"):
            return None
        return ssl.create_default_context(cadata=self.ca_pem) if self.ca_pem else ssl.create_default_context()


def server_address(public_url: str, server_key: bytes, ca_pem: str | None = None) -> ServerAddress:
    """Check an address at the door. Raises HostProblem DP-207 for plain http beyond this PC, DP-112 for anything malformed."""
    try:
        parts = urlsplit(public_url)
        port = parts.port
    except ValueError:
        raise HostProblem("DP-112") from None
    host = parts.hostname
    if (
        parts.scheme not in ("http", "https")
        or not host
        or parts.query
        or parts.fragment
        or parts.username
        or port == 0
    ):
        raise HostProblem("DP-112")
    if len(server_key) != 32:
        raise HostProblem("DP-112")
    if parts.scheme == "http" and not is_loopback(host):
        raise HostProblem("DP-207")
    return ServerAddress(public_url.rstrip("/"), server_key, ca_pem)


def is_loopback(host: str) -> bool:
    """`localhost` and the loopback addresses; names are never looked up."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_acceptable_relay(url: str) -> bool:
    """Whether a relay address is acceptable: `wss:`, or `ws:` on loopback. Content is sealed end to end, so the place may differ."""
    parts = urlsplit(url)
    host = parts.hostname
    return bool(host) and (parts.scheme == "wss" or (parts.scheme == "ws" and is_loopback(host or "")))
