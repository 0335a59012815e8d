"""Keyed pseudonyms: the chain can say "the same person again" and never who, once the key or the person's row is erased."""

import base64
import hashlib
import hmac
import os

from sqlalchemy import insert, select

from daypass.server.audit.tables import audit_key
from daypass.server.database import AsyncConnection

KEY_BYTES = 32


def pseudonym(key: bytes, what: str, value: str) -> str:
    """26 letters and digits for a `value` of the kind `what` (technician, customer, address); the same under the same key."""
    digest = hmac.digest(key, f"{what}\0{value}".encode(), hashlib.sha256)
    return base64.b32encode(digest[:16]).decode().rstrip("=").lower()


def customer_pseudonym(key: bytes, email: str) -> str:
    """The pseudonym of a customer's e-mail address, however it was typed."""
    return pseudonym(key, "customer", email.strip().lower())


async def key_of(db: AsyncConnection, company_id: str) -> bytes | None:
    """The company's key; None when it was erased, or nothing was written yet."""
    found = await db.execute(select(audit_key.c.key).where(audit_key.c.company_id == company_id))
    key: bytes | None = found.scalar_one_or_none()
    return key


async def key_for_writing(db: AsyncConnection, company_id: str) -> bytes:
    """The company's key, made at the first time; call it while holding the company's chain."""
    key = await key_of(db, company_id)
    if key is None:
        key = os.urandom(KEY_BYTES)
        await db.execute(insert(audit_key).values(company_id=company_id, key=key))
    return key
