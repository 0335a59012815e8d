"""What service and desktop process say to one another about holding the PC; payloads of `FrameKind.HOLD`."""

from typing import Any

import msgspec

from daypass.protocol.holding import Held

FREED_BY_KEYS, FREED_BY_DESKTOP, NOT_RENEWED = "keys", "desktop", "late"


class HoldOrder(msgspec.Struct, frozen=True):
    """Service → desktop: hold so much from now on, for `LEASE_S` after the last such order; `lines` are for the blank screen."""

    held: Held
    lines: tuple[str, ...] = ()


class HoldTold(msgspec.Struct, frozen=True):
    """Desktop → service: so much is held. `why` is empty after an order, else what ended it or the DP code of why it cannot be."""

    held: Held
    why: str = ""


read_order: Any = msgspec.msgpack.Decoder(HoldOrder).decode
read_told: Any = msgspec.msgpack.Decoder(HoldTold).decode
write = msgspec.msgpack.encode
