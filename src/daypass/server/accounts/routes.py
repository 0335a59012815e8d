"""The entrance: signing in and out, the first set-up, and what one-time links open."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, Field

from daypass.server.accounts.door import Door
from daypass.server.accounts.fields import (
    Asked,
    Language,
    Name,
    NewEmail,
    NewPassword,
    Password,
    PlainText,
    RoleName,
    address_of,
    browser_of,
)
from daypass.server.accounts.models import SignedIn, Technician
from daypass.server.accounts.passkeys import Passkeys
from daypass.server.accounts.password_reset import PasswordReset
from daypass.server.accounts.profile import Profile
from daypass.server.accounts.rights import Right
from daypass.server.accounts.service import Accounts, NewSignIn
from daypass.server.accounts.team import Team
from daypass.server.allowed_callers import ANYONE

__all__ = ["PlainText", "ServerView", "TechnicianView", "router", "technician_view"]


class SignInRequest(Asked):
    """What the sign-in page sends."""

    email: PlainText = Field(max_length=254)
    password: Password
    totp: str = Field("", max_length=32, description="the six digits of the app, or a recovery code")


class PasskeyAnswer(Asked):
    """What the browser's authenticator answered, as `PublicKeyCredential.toJSON()` gives it."""

    credential: dict[str, Any]


class SetupRequest(Asked):
    """What makes the company and its owner."""

    company_name: Name
    name: Name = Field(description="the owner's name, as customers read it")
    email: NewEmail
    password: NewPassword
    language: Language = "pt-BR"


class AcceptRequest(Asked):
    """What the invited person sends."""

    name: Name
    password: NewPassword
    language: Language = "pt-BR"


class ResetRequest(Asked):
    """Whose password is forgotten."""

    email: PlainText = Field(max_length=254)


class ChooseRequest(Asked):
    """The new password."""

    password: NewPassword


class CompanyView(BaseModel):
    """The technician's company."""

    id: str
    name: str
    colour: str
    phone: str
    website: str
    language: Language


class TechnicianView(BaseModel):
    """A technician as colleagues see them."""

    id: str
    email: str
    name: str
    role: RoleName
    language: Language
    picture: str | None = Field(description="address of the picture; null: none")


class ServerView(BaseModel):
    """What pages must know of this server."""

    address: str = Field(description="the public address, as hosts know it: part of every handshake")
    code_digits: int = Field(description="length of the security code: 6 or 9")
    sends_mail: bool = Field(description="false: mails are shown in the console, to be sent by hand")


class Me(BaseModel):
    """Who is signed in, what they may do, and until when (ms since 1970)."""

    server: ServerView
    technician: TechnicianView
    company: CompanyView
    rights: list[Right]
    has_second_factor: bool
    second_factor_required: bool = Field(description="by the company; without one nothing else is open")
    expires_at: int


class InvitedView(BaseModel):
    """What an invitation says."""

    company: str
    inviter: str = Field(description="empty: the operator of the server")
    email: str
    name: str
    language: Language


def technician_view(person: Technician) -> TechnicianView:
    """A technician for the console."""
    return TechnicianView(
        id=person.id,
        email=person.email,
        name=person.name,
        role=person.role.value,
        language=_language(person.language),
        picture=f"/api/technicians/{person.id}/picture?v={person.picture}" if person.picture else None,
    )


def me_view(who: SignedIn, server: ServerView) -> Me:
    """The signed-in technician for the console."""
    firm = who.company
    return Me(
        server=server,
        technician=technician_view(who.technician),
        company=CompanyView(
            id=firm.id,
            name=firm.name,
            colour=firm.colour,
            phone=firm.phone,
            website=firm.website,
            language=_language(firm.language),
        ),
        rights=[right for right in Right if right in who.rights],
        has_second_factor=who.has_second_factor,
        second_factor_required=firm.second_factor_required,
        expires_at=who.expires_at,
    )


def _language(stored: str) -> Language:
    known: Mapping[str, Language] = {"pt-BR": "pt-BR", "en": "en", "es": "es"}
    return known[stored]


def router(accounts: Accounts, passkeys: Passkeys, door: Door, sign_in_hours: int, server: ServerView) -> APIRouter:
    """Signing in and out, the first set-up, and who is signed in."""
    routes = APIRouter(prefix="/api", tags=["accounts"])
    seconds = sign_in_hours * 3600

    @routes.post("/sign-in", status_code=204, operation_id="signIn", dependencies=[ANYONE])
    async def sign_in(asked: SignInRequest, request: Request, response: Response) -> None:
        """Sign in with e-mail address, password and, where one is set up, second factor; the cookie lasts 12 hours."""
        door.refuse_other_sites(request)
        code = asked.totp.strip()
        new = await accounts.sign_in(asked.email, asked.password, address_of(request), browser_of(request), code)
        door.open_for(response, new.token, seconds)

    @routes.get("/sign-in", operation_id="signedIn", dependencies=[ANYONE])
    async def signed_in(request: Request) -> Me | None:
        """Who is signed in, or null: asked at every load of the console, where nobody is no error."""
        who = await door.technician_if_any(request)
        return me_view(who, server) if who else None

    @routes.post("/sign-in/passkey/options", operation_id="passkeySignInOptions", dependencies=[ANYONE])
    async def passkey_options() -> dict[str, Any]:
        """What the browser needs to ask for a passkey (WebAuthn request options); good for five minutes."""
        return passkeys.sign_in_options()

    @routes.post("/sign-in/passkey", status_code=204, operation_id="signInWithPasskey", dependencies=[ANYONE])
    async def sign_in_with_passkey(asked: PasskeyAnswer, request: Request, response: Response) -> None:
        """Sign in with a passkey alone."""
        door.refuse_other_sites(request)
        address, browser = address_of(request), browser_of(request)
        new = await accounts.sign_in_with_passkey(asked.credential, address, browser)
        door.open_for(response, new.token, seconds)

    @routes.post("/sign-out", status_code=204, operation_id="signOut", dependencies=[ANYONE])
    async def sign_out(request: Request, response: Response) -> None:
        """Sign this browser out."""
        door.refuse_other_sites(request)
        await door.close_for(request, response)

    @routes.get("/me", operation_id="me")
    async def me(who: Annotated[SignedIn, Depends(door.who)]) -> Me:
        """Who is signed in; of an API token, whose it is and what it may do."""
        return me_view(who, server)

    @routes.get("/setup/{token}", status_code=204, operation_id="checkSetupLink", dependencies=[ANYONE])
    async def check_setup_link(token: str) -> None:
        """204 while this link may make the first owner; 404 for everything else."""
        await accounts.check_setup_link(token)

    @routes.post("/setup/{token}", status_code=204, operation_id="setUp", dependencies=[ANYONE])
    async def set_up(token: str, asked: SetupRequest, request: Request, response: Response) -> None:
        """Make the company and its owner, once, and sign the owner in."""
        door.refuse_other_sites(request)
        await accounts.set_up(token, asked.company_name, asked.name, asked.email, asked.password, asked.language)
        new = await _sign_in(accounts, asked.email, asked.password, request)
        door.open_for(response, new.token, seconds)

    return routes


def link_router(
    accounts: Accounts, team: Team, reset: PasswordReset, profile: Profile, door: Door, sign_in_hours: int
) -> APIRouter:
    """What one-time links open: joining a company, choosing a new password, confirming a new address."""
    routes = APIRouter(prefix="/api", tags=["accounts"], dependencies=[ANYONE])

    @routes.get("/joining/{token}", operation_id="readInvitation")
    async def invited(token: str) -> InvitedView:
        """Who is invited by this link; 404 when it is used, revoked, over or no link at all."""
        found = await team.invited(token)
        return InvitedView(
            company=found.company,
            inviter=found.inviter,
            email=found.email,
            name=found.name,
            language=_language(found.language),
        )

    @routes.post("/joining/{token}", status_code=204, operation_id="acceptInvitation")
    async def accept(token: str, asked: AcceptRequest, request: Request, response: Response) -> None:
        """Join with a password, once, and be signed in."""
        door.refuse_other_sites(request)
        person = await team.accept(token, asked.name, asked.password, asked.language)
        new = await _sign_in(accounts, person.email, asked.password, request)
        door.open_for(response, new.token, sign_in_hours * 3600)

    @routes.post("/password-reset", status_code=202, operation_id="askPasswordReset")
    async def ask_reset(asked: ResetRequest, request: Request) -> None:
        """Send a link for a new password, if the address has access; the answer is the same when it has none."""
        door.refuse_other_sites(request)
        await reset.ask(asked.email, address_of(request))

    @routes.get("/password-reset/{token}", status_code=204, operation_id="checkPasswordReset")
    async def check_reset(token: str) -> None:
        """204 while this link may choose a password; 404 for everything else."""
        await reset.check(token)

    @routes.post("/password-reset/{token}", status_code=204, operation_id="choosePassword")
    async def choose(token: str, asked: ChooseRequest, request: Request) -> None:
        """Set the new password, once; every sign-in of the account ends."""
        door.refuse_other_sites(request)
        await reset.choose(token, asked.password)

    @routes.post("/email-change/{token}", status_code=204, operation_id="confirmEmail")
    async def confirm_email(token: str, request: Request) -> None:
        """The new address counts from now on."""
        door.refuse_other_sites(request)
        await profile.confirm_email(token)

    return routes


async def _sign_in(accounts: Accounts, email: str, password: str, request: Request) -> NewSignIn:
    return await accounts.sign_in(email, password, address_of(request), browser_of(request))
