"""The libsodium binding does what the standards say."""

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from daypass.protocol import sodium


def test_ed25519_gives_the_signature_of_rfc_8032() -> None:
    seed = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
    public = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    signature = bytes.fromhex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    assert sodium.ed25519_public_key(seed) == public
    assert sodium.ed25519_sign(seed, b"\x72") == signature
    assert sodium.ed25519_verify(public, bytearray(b"\x72"), signature)
    assert not sodium.ed25519_verify(public, b"\x73", signature)
    assert not sodium.ed25519_verify(public, b"\x72", signature[:-1])
    assert not sodium.ed25519_verify(b"", b"\x72", signature)


def test_aes_256_gcm_gives_the_bytes_of_nist_test_case_16() -> None:
    key = bytes.fromhex("feffe9928665731c6d6a8f9467308308" * 2)
    nonce = bytes.fromhex("cafebabefacedbaddecaf888")
    header = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    plain = bytes.fromhex(
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
    )
    sealed = sodium.Aes256Gcm(key).seal(nonce, plain, header)
    assert sealed[len(header) :].hex() == (
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
        "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b"
    )
    for form in (sealed, bytearray(sealed), memoryview(sealed), memoryview(bytearray(sealed))):
        assert sodium.Aes256Gcm(key).open(nonce, form, len(header)) == plain


def test_one_changed_bit_is_never_opened() -> None:
    box, nonce = sodium.Aes256Gcm(bytes(32)), bytes(12)
    sealed = box.seal(nonce, memoryview(b"hello"), b"head")
    for bit in range(len(sealed) * 8):
        changed = bytearray(sealed)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(sodium.CryptoRefused):
            box.open(nonce, changed, 4)
    with pytest.raises(sodium.CryptoRefused, match="shorter"):
        box.open(nonce, sealed[:19], 4)
    assert box.open(nonce, box.seal(nonce, b"", b"head"), 4) == b""


def test_argon2id_gives_the_same_as_the_argon2_library() -> None:
    from argon2.low_level import Type, hash_secret_raw

    expected = hash_secret_raw(
        b"password", b"s" * 16, time_cost=3, memory_cost=65536, parallelism=1, hash_len=32, type=Type.ID
    )
    assert sodium.argon2id(b"password", b"s" * 16) == expected


def test_group_elements_are_checked() -> None:
    scalar = sodium.ristretto255_scalar(hashlib.sha512(b"scalar").digest())
    point = sodium.ristretto255_from_hash(hashlib.sha512(b"point").digest())
    assert len(sodium.ristretto255_multiply(scalar, point)) == 32
    for bad in (bytes(32), b"\xff" * 32, b"", point[:-1]):
        with pytest.raises(sodium.CryptoRefused):
            sodium.ristretto255_multiply(scalar, bad)


def test_random_bytes_are_as_many_as_asked_for_and_differ() -> None:
    assert len(sodium.random_bytes(48)) == 48
    assert sodium.random_bytes(32) != sodium.random_bytes(32)


@pytest.fixture
def nothing_bundled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A runtime without libsodium beside it; answers where the real one is."""
    real = Path(sys.prefix) / "lib" / "libsodium.so"
    sodium._library.cache_clear()
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    yield real
    monkeypatch.undo()
    sodium._library.cache_clear()


@pytest.mark.usefixtures("nothing_bundled")
def test_a_missing_library_is_explained(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DAYPASS_SODIUM", str(tmp_path / "nowhere.so"))
    with pytest.raises(sodium.SodiumMissing, match=r"nowhere\.so.*tools/setup\.sh"):
        sodium.random_bytes(1)
    monkeypatch.delenv("DAYPASS_SODIUM")
    monkeypatch.setattr(sodium, "find_library", lambda name: None)
    with pytest.raises(sodium.SodiumMissing, match="none on the system"):
        sodium.random_bytes(1)


def test_a_library_named_in_the_environment_is_taken_when_none_is_bundled(
    monkeypatch: pytest.MonkeyPatch, nothing_bundled: Path
) -> None:
    monkeypatch.setenv("DAYPASS_SODIUM", str(nothing_bundled))
    assert sodium.aes_available()


def test_the_environment_cannot_replace_the_bundled_library(monkeypatch: pytest.MonkeyPatch) -> None:
    sodium._library.cache_clear()
    monkeypatch.setenv("DAYPASS_SODIUM", "/nowhere/planted.so")
    assert len(sodium.random_bytes(4)) == 4
    sodium._library.cache_clear()


def test_a_processor_without_aes_instructions_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sodium, "aes_available", lambda: False)
    with pytest.raises(sodium.AesUnavailable):
        sodium.Aes256Gcm(bytes(32))


def test_memory_that_is_not_given_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing:
        def crypto_pwhash(self, *arguments: object) -> int:
            return -1

    monkeypatch.setattr(sodium, "_library", Failing)
    with pytest.raises(MemoryError, match="64 MiB"):
        sodium.argon2id(b"password", bytes(16))
