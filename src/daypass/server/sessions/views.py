"""Support sessions as the API shows them. Times are milliseconds since 1970."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from daypass.protocol.host_api import to_base64url
from daypass.server.sessions.connections import Admission
from daypass.server.sessions.models import (
    InvitedColleague,
    Milestone,
    NewPassword,
    NewPasswordStage,
    Page,
    SessionCard,
    Usage,
)


class TechnicianName(BaseModel):
    """Whose session it is."""

    id: str
    name: str


class InvitedColleagueView(BaseModel):
    """A colleague who may see the session and connect to its PC."""

    technician: TechnicianName
    invited_by: str = Field(description="name of whoever invited them")
    invited_at: int


class NewPasswordView(BaseModel):
    """The newest request for a new session password."""

    technician: TechnicianName = Field(description="who asked")
    technician_key: str = Field(description="base64url: the key of the page that answers for it")
    asked_at: int
    expires_at: int = Field(description="without the right code by then nothing changes")
    stage: NewPasswordStage = Field(
        description="asked: the PC is told; nobody: no one is signed in there; code: the window is open; closed: the customer "
        "closed it; failed: stage_dp says why; done: it is in force; cancelled: withdrawn; replaced: by a newer request"
    )
    stage_dp: str | None
    told_at: int | None = Field(description="when the stage was told")
    attempts: int = Field(description="tries of the present code, of 5")


class SessionView(BaseModel):
    """One support session."""

    id: str
    number: str | None = Field(description="nine digits to say on the phone; empty once erased")
    link: str | None = Field(description="the deployment link; empty once erased")
    link_revoked_at: int | None = Field(description="withdrawn: it delivers nothing any more")
    link_reported_at: int | None = Field(description="the customer reported it; the session ended then")
    state: Literal["prepared", "active", "ended"]
    ending: Literal["by_technician", "by_customer", "expired", "cancelled", "link_expired"] | None
    created_at: int
    prepared_until: int
    activated_at: int | None
    deadline_at: int | None
    ended_at: int | None
    technician: TechnicianName
    customer_email: str
    customer_name: str
    customer_language: Literal["pt-BR", "en", "es"]
    note: str
    milestones: dict[Milestone, int] = Field(description="when each was reached; missing: not yet")
    host_stage: str | None = Field(description="the newest stage the host told while pairing")
    host_stage_dp: str | None = Field(description="the DP code told with it")
    sight: str | None = Field(description="what the customer says to see when the app does not start")
    sight_at: int | None
    pairing_attempts: int = Field(description="tries of the present code, of 5")
    technician_key: str | None = Field(
        description="base64url: the key of the page that answers for it; empty: none has yet"
    )
    customer_erased_at: int | None = Field(description="e-mail, name and note went then; empty: they are still kept")
    customer_pseudonym: str | None = Field(
        description="of the erased e-mail, as in the audit trail: the same for the same customer"
    )
    computer_name: str | None
    computer_erased_at: int | None = Field(description="name and system of the PC went then")
    system: dict[str, str] | None
    presence: Literal["offline", "online", "connected"]
    connected: list[str] = Field(description="names of the technicians connected now")
    seen_at: int | None
    consent: Literal["ask", "always"] | None
    paused: bool
    rights: list[str] = Field(description="tools the plan allows; from activation on, those of the grant")
    removal: Literal["none", "pending", "confirmed"]
    removed_at: int | None
    leftovers: int | None = Field(description="artefacts still on the PC, by its report")
    closing_note: str = Field(description="what the technician says was done; empty: nothing written yet")
    closing_note_at: int | None
    receipt_state: Literal["asked", "queued", "sent", "failed"] | None = Field(
        description="the customer's receipt by mail; empty: they want none, or there is no address"
    )
    receipt_at: int | None = Field(description="since when it is so")
    receipt_hash: str | None = Field(description="SHA-256 of what the receipt says; it stands in the mail too")
    log_lines: int = Field(description="lines of the activity log on the PC, which has them alone")
    log_head: str | None = Field(description="SHA-256 over these lines, in hex; a saved log is checked with it")
    log_at: int | None = Field(description="when the PC told it last")
    log_differs_at: int | None = Field(description="when the PC first told of another log than before; empty: never")
    new_password: NewPasswordView | None = Field(description="only while the session is active")
    colleagues: list[InvitedColleagueView] = Field(description="who is invited to join, by invitation")


class UsageView(BaseModel):
    """Live sessions against their limits; seats empty: unlimited."""

    model_config = ConfigDict(from_attributes=True)
    mine: int
    mine_limit: int
    company: int
    company_limit: int
    seats: int | None


class AdmissionView(BaseModel):
    """Meets the host at the relay; bytes are base64url without padding. `ticket` is used within 60 s, once."""

    session_id: str
    pair_id: str
    ticket: str
    relay_url: str
    host_key: str
    verifier_salt: str
    server_address: str
    expires_at: int


class SessionList(BaseModel):
    """Sessions, newest first; `next` asks for what follows, null when nothing does."""

    items: list[SessionView]
    next: str | None


def session_view(card: SessionCard) -> SessionView:
    """The session as JSON."""
    session = card.session
    return SessionView(
        id=session.id,
        number=card.invitation.number if card.invitation else None,
        link=card.invitation.link if card.invitation else None,
        link_revoked_at=card.invitation.revoked_at if card.invitation else None,
        link_reported_at=card.invitation.reported_at if card.invitation else None,
        state=session.state.value,
        ending=session.ending.value if session.ending else None,
        created_at=session.created_at,
        prepared_until=session.prepared_until,
        activated_at=session.activated_at,
        deadline_at=session.deadline_at,
        ended_at=session.ended_at,
        technician=TechnicianName(id=session.technician_id, name=card.technician_name),
        customer_email=session.customer_email,
        customer_name=session.customer_name,
        customer_language=session.customer_language,
        note=session.note,
        milestones=session.milestones,
        host_stage=session.host_stage,
        host_stage_dp=session.host_stage_dp,
        sight=session.sight,
        sight_at=session.sight_at,
        pairing_attempts=session.pairing_attempts,
        technician_key=to_base64url(session.technician_key) if session.technician_key else None,
        customer_erased_at=session.customer_erased_at,
        customer_pseudonym=session.customer_pseudonym,
        computer_name=session.computer_name,
        computer_erased_at=session.computer_erased_at,
        system=session.system,
        presence=session.presence.value,
        connected=list(session.connected),
        seen_at=session.seen_at,
        consent=session.consent,
        paused=session.paused,
        rights=list(card.rights),
        removal=session.removal.value,
        removed_at=session.removed_at,
        leftovers=session.leftovers,
        closing_note=session.closing_note,
        closing_note_at=session.closing_note_at,
        receipt_state=session.receipt_state.value if session.receipt_state else None,
        receipt_at=session.receipt_at,
        receipt_hash=session.receipt_hash,
        log_lines=session.log_lines,
        log_head=session.log_head,
        log_at=session.log_at,
        log_differs_at=session.log_differs_at,
        new_password=_new_password_view(card.new_password) if card.new_password else None,
        colleagues=[_colleague_view(colleague) for colleague in card.colleagues],
    )


def _colleague_view(colleague: InvitedColleague) -> InvitedColleagueView:
    return InvitedColleagueView(
        technician=TechnicianName(id=colleague.technician_id, name=colleague.name),
        invited_by=colleague.invited_by,
        invited_at=colleague.invited_at,
    )


def _new_password_view(asked: NewPassword) -> NewPasswordView:
    return NewPasswordView(
        technician=TechnicianName(id=asked.technician_id, name=asked.technician_name),
        technician_key=to_base64url(asked.technician_key),
        asked_at=asked.asked_at,
        expires_at=asked.expires_at,
        stage=asked.stage,
        stage_dp=asked.stage_dp,
        told_at=asked.told_at,
        attempts=asked.attempts,
    )


def list_view(page: Page) -> SessionList:
    """The piece of a list as JSON."""
    return SessionList(items=[session_view(card) for card in page.cards], next=str(page.next) if page.next else None)


def usage_view(usage: Usage) -> UsageView:
    """The usage as JSON."""
    return UsageView.model_validate(usage)


def admission_view(admission: Admission) -> AdmissionView:
    """The admission as JSON."""
    return AdmissionView(
        session_id=admission.session_id,
        pair_id=to_base64url(admission.pair_id),
        ticket=to_base64url(admission.ticket),
        relay_url=admission.relay_url,
        host_key=to_base64url(admission.host_key),
        verifier_salt=to_base64url(admission.verifier_salt),
        server_address=admission.server_address,
        expires_at=admission.expires_at,
    )
