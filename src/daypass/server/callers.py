"""Where a request comes from, as limits count it."""

import ipaddress


def counted_place(address: str) -> str:
    """The address itself; of IPv6 the /64, because one customer line holds a whole one and could use each address once."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if found.version == 6 and found.ipv4_mapped is None:
        return str(ipaddress.ip_network(f"{found}/64", strict=False))
    return str(found)
