"""Technicians' routes to a new session password (docs/protocol.md, 8)."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from daypass.protocol.host_api import from_base64url
from daypass.server.accounts.door import Door
from daypass.server.accounts.models import SignedIn
from daypass.server.accounts.rights import Right
from daypass.server.sessions.new_passwords import NewPasswords
from daypass.server.sessions.views import SessionView, session_view

# 32 and 16 bytes in base64url without padding; the last letter carries no stray bits.
KEY, SALT = "^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$", "^[A-Za-z0-9_-]{21}[AQgw]$"


class NewPasswordRequest(BaseModel):
    """Who answers at the pairing mailbox; the password itself never comes here."""

    model_config = ConfigDict(extra="forbid")
    technician_key: str = Field(
        max_length=43,
        pattern=KEY,
        examples=["A" * 43],
        description="base64url of the 32 bytes of the page's fresh Ed25519 public key",
    )
    verifier_salt: str = Field(
        max_length=22,
        pattern=SALT,
        examples=["A" * 22],
        description="base64url of the 16 bytes of salt under which the verifier was made",
    )


def router(new_passwords: NewPasswords, door: Door) -> APIRouter:
    """Routes of new passwords."""
    routes = APIRouter(prefix="/api/support-sessions/{session_id}/new-password", tags=["support sessions"])
    Connecting = Annotated[SignedIn, Depends(door.may(Right.SESSIONS_CONNECT))]

    @routes.post("", status_code=201, operation_id="askNewPassword")
    async def ask(session_id: str, asked: NewPasswordRequest, who: Connecting) -> SessionView:
        """Have the PC of an active session show its code window for a new session password; then answer at the mailbox."""
        key, salt = from_base64url(asked.technician_key), from_base64url(asked.verifier_salt)
        return session_view(await new_passwords.ask(who, session_id, key, salt))

    @routes.delete("", operation_id="withdrawNewPassword")
    async def withdraw(session_id: str, who: Connecting) -> SessionView:
        """Close the window on the PC; the password stays as it was. Nothing under way is no error."""
        return session_view(await new_passwords.withdraw(who, session_id))

    return routes
