"""Hashes of long runs of zeros, as sparse files have them: nobody hashes four gibibytes in a test."""

import hashlib
import os

from daypass.protocol.file_pieces import CHUNK, PieceHash


def hash_of_zeros(size: int) -> PieceHash:
    """What `PieceHash` comes to: the hash of one chunk stands for all."""
    hashing, chunk = PieceHash(), hashlib.sha256(bytes(CHUNK)).digest()
    for _ in range(size // CHUNK):
        hashing._chunks.update(chunk)
    hashing.size = size - size % CHUNK
    hashing.update(bytes(size % CHUNK))
    return hashing


def stands_after_zeros(descriptor: int, size: int) -> PieceHash:
    """In the place of `hashes.hash_beginning`, for a file of zeros."""
    os.lseek(descriptor, size, os.SEEK_SET)
    return hash_of_zeros(size)
