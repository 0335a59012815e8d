"""What opens accounts and is not in the database: a stolen copy of the database makes no link, no code and no answer to a challenge.

Everything is derived from one secret of the data directory: link tokens (HMAC of the link's random id), hashes of recovery codes,
challenges for passkeys, and the key that seals TOTP secrets.
"""

import base64
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

ID_LENGTH = 26
MAC_BYTES = 16
NONCE_BYTES = 12
CHALLENGE_FOR_MS = 300_000


class AccountSecrets:
    """Makes and checks them, under a secret of at least 32 bytes."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) < 32:
            raise ValueError("an account secret has at least 32 bytes")
        self._secret = secret
        self._sealing = AESGCM(self._derived("sealing", ""))

    def link_token(self, link_id: str) -> str:
        """What stands in the link: its id, and 128 bits that only this server can add to it."""
        return link_id + _text(self._derived("link", link_id)[:MAC_BYTES])

    def link_id(self, token: str) -> str | None:
        """The id in a token that this server made; None for everything else."""
        link_id = token[:ID_LENGTH]
        made_here = hmac.compare_digest(token.encode(errors="replace"), self.link_token(link_id).encode())
        return link_id if made_here and len(link_id) == ID_LENGTH else None

    def code_hash(self, technician_id: str, code: str) -> str:
        """What the database keeps of a recovery code."""
        return self._derived("recovery code", f"{technician_id} {code}").hex()

    def challenge(self, purpose: str, expires_at: int) -> bytes:
        """A fresh challenge for a passkey: when it ends, chance, and the proof that this server made it for `purpose`."""
        head = expires_at.to_bytes(8, "big") + os.urandom(16)
        return head + self._derived(f"challenge {purpose}", head.hex())

    def challenge_expiry(self, purpose: str, challenge: bytes) -> int | None:
        """Until when a challenge of ours may be answered (ms); None when it is not ours, or made for something else."""
        head, mac = challenge[:24], challenge[24:]
        made_here = hmac.compare_digest(mac, self._derived(f"challenge {purpose}", head.hex()))
        return int.from_bytes(head[:8], "big") if made_here else None

    def seal(self, purpose: str, content: bytes) -> bytes:
        """AES-256-GCM; opens only for the same purpose."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._sealing.encrypt(nonce, content, purpose.encode())

    def open(self, purpose: str, sealed: bytes) -> bytes | None:
        """The content; None when it was not sealed here for this purpose."""
        try:
            return self._sealing.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], purpose.encode())
        except (InvalidTag, ValueError):
            return None

    def _derived(self, purpose: str, of: str) -> bytes:
        return hmac.digest(self._secret, f"daypass/1 {purpose} {of}".encode(), hashlib.sha256)


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
