"""The address people type: checked where the operator writes it, and written the one way browsers send it back."""

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
# Browsers read a host that ends like this as an IPv4 address, and send it back as one.
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_LONGEST_HOST = 253


def public_address(text: str) -> str:
    """The origin of `text`, as browsers write it: lower case, no port that goes without saying, no slash at the end.

    Raises ValueError with the reason, a sentence for the operator.
    """
    if not text.isprintable() or " " in text:
        raise ValueError("It has a space or a control character in it.")
    parts = _split(text)
    if parts.scheme not in _DEFAULT_PORTS:
        raise ValueError("It does not begin with https:// (or, on this computer only, http://).")
    if "@" in parts.netloc:
        raise ValueError("It has a name or password before an @: everybody reads this address.")
    if parts.path.strip("/") or parts.query or parts.fragment or text.rstrip("/")[-1] in "?#":
        raise ValueError("Daypass answers at the root of an address of its own: it takes no path, no ? and no #.")
    host, port = _host(parts.hostname or ""), _port(parts)
    return f"{parts.scheme}://{host}" + ("" if port in (None, _DEFAULT_PORTS[parts.scheme]) else f":{port}")


def _split(text: str) -> SplitResult:
    try:
        return urlsplit(text)
    except ValueError:
        raise ValueError("Its host is neither a name nor an address; an IPv6 address stands in [ ].") from None


def _port(parts: SplitResult) -> int | None:
    try:
        port = parts.port
    except ValueError:
        port = 0
    if port == 0:
        raise ValueError("Its port is not a number from 1 to 65535.")
    return port


def _host(host: str) -> str:
    if not host:
        raise ValueError("It names no host.")
    if ":" in host:
        return f"[{_ip_address(host)}]"
    if not host.isascii():
        raise ValueError(_say_in_ascii(host))
    if _NUMBER.fullmatch(host.rpartition(".")[2]):
        return _ip_address(host)
    if len(host) > _LONGEST_HOST or not all(_LABEL.fullmatch(label) for label in host.split(".")):
        raise ValueError("Its host is no name that DNS can have: letters, digits and hyphens, with dots between.")
    return host


def _ip_address(host: str) -> str:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        raise ValueError("Its host is neither a name nor an address.") from None
    if getattr(address, "scope_id", None):
        raise ValueError("Its host is an address that means something on one computer only: it takes no %.")
    return str(address)


def _say_in_ascii(host: str) -> str:
    says = "Its host has letters that mails and certificates do not carry"
    try:
        return f"{says}: write it as browsers send it, {host.encode('idna').decode()}."
    except UnicodeError:
        return f"{says}."
