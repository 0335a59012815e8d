"""Numbers of variable length, as pairing and pictures write them."""


def leb128(number: int) -> bytes:
    """An unsigned number in the least bytes, seven bits each, the lowest first (DWARF 5, §7.6)."""
    written = bytearray()
    while number > 127:
        written.append(number & 127 | 128)
        number >>= 7
    written.append(number)
    return bytes(written)
