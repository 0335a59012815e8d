"""Technicians' routes to a session's mail, link and QR code."""

from io import BytesIO
from typing import Annotated

import segno
from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, Field

from daypass.server.accounts.door import Door
from daypass.server.accounts.models import SignedIn
from daypass.server.accounts.rights import Right
from daypass.server.deployment.host_file import HostFiles, HostTrouble
from daypass.server.deployment.invitation_mail import InvitationMails
from daypass.server.deployment.revocation import Revocation
from daypass.server.mail.outbox import MailState
from daypass.server.problems import not_found
from daypass.server.sessions.service import Sessions


class MailView(BaseModel):
    """The customer's mail, as it was or would be sent."""

    state: MailState | None = Field(
        description="queued, sent, refused (last_error says why), kept (no mail server), dropped; null: no address"
    )
    to: str
    subject: str
    text: str
    html: str
    last_error: str | None = Field(description="the mail server's own words about the last try")
    attempts: int
    next_at: int | None = Field(description="when the next try is due, while queued")
    sent_at: int | None


class HostProgramView(BaseModel):
    """The host that customers download from this server."""

    ready: bool
    trouble: HostTrouble | None = Field(description="why there is nothing to download")
    size: int | None
    sha256: str | None
    publisher: str | None = Field(description="the name in the certificate; null: Windows says unknown publisher")


def host_router(host_files: HostFiles, door: Door) -> APIRouter:
    """Tells technicians whether customers can download the host."""
    routes = APIRouter(prefix="/api", tags=["deployment"])

    @routes.get("/host-program", operation_id="readHostProgram")
    async def host_program(_who: Annotated[SignedIn, Depends(door.may(Right.SESSIONS_READ))]) -> HostProgramView:
        """Whether customers can download the host, and what they get."""
        found = await host_files.program()
        if isinstance(found, HostTrouble):
            return HostProgramView(ready=False, trouble=found, size=None, sha256=None, publisher=None)
        return HostProgramView(
            ready=True, trouble=None, size=found.size, sha256=found.sha256, publisher=found.publisher
        )

    return routes


def router(mails: InvitationMails, revocation: Revocation, sessions: Sessions, door: Door) -> APIRouter:
    """Routes of this feature for signed-in technicians."""
    routes = APIRouter(prefix="/api/support-sessions/{session_id}", tags=["deployment"])
    Reader = Annotated[SignedIn, Depends(door.may(Right.SESSIONS_READ))]
    Writer = Annotated[SignedIn, Depends(door.may(Right.SESSIONS_WRITE))]

    @routes.get("/mail", operation_id="readMail")
    async def mail(session_id: str, who: Reader) -> MailView:
        """The customer's mail and what became of it; text and HTML to copy into another mail program."""
        shown = await mails.shown(who, session_id)
        return MailView(
            state=shown.state,
            to=shown.to,
            subject=shown.message.subject,
            text=shown.message.text,
            html=shown.message.html,
            last_error=shown.last_error,
            attempts=shown.attempts,
            next_at=shown.next_at,
            sent_at=shown.sent_at,
        )

    @routes.post("/mail", status_code=202, operation_id="resendMail")
    async def resend(session_id: str, who: Writer) -> None:
        """Send the mail again; one that is still waiting is tried at once."""
        await mails.resend(who, session_id)

    @routes.delete("/link", status_code=204, operation_id="revokeLink")
    async def revoke(session_id: str, who: Writer) -> None:
        """Withdraw the link: it delivers nothing any more. The prepared session stays until it is ended."""
        await revocation.revoke(who, session_id)

    @routes.get(
        "/qr.svg", operation_id="readQr", response_class=Response, responses={200: {"content": {"image/svg+xml": {}}}}
    )
    async def qr(session_id: str, who: Reader) -> Response:
        """The link as a QR code, for opening it on another device."""
        card = await sessions.session(who, session_id)
        if card.invitation is None:
            raise not_found()
        return Response(qr_svg(card.invitation.link), media_type="image/svg+xml", headers={"Cache-Control": "no-store"})

    return routes


def qr_svg(link: str) -> bytes:
    """A QR code with a white margin, so that it is readable on a dark page too."""
    drawing = BytesIO()
    segno.make(link, error="m", micro=False).save(drawing, kind="svg", scale=6, border=4, light="#fff", xmldecl=False)
    return drawing.getvalue()
