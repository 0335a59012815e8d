"""Which versions of the wire understand one another: the current one and the one before it.

An upgrade of the server must never strand a live pass, so a server serves both for at least 48 hours.
"""

PROTOCOL_VERSION = 1
OLDEST_SERVED = max(1, PROTOCOL_VERSION - 1)


def is_served(protocol: int) -> bool:
    """Whether a peer that speaks version `protocol` is understood here; otherwise the answer is DP-204."""
    return OLDEST_SERVED <= protocol <= PROTOCOL_VERSION
