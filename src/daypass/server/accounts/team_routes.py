"""Routes of a company's people: colleagues, invitations, API tokens."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, Field

from daypass.server.accounts import pictures
from daypass.server.accounts.api_tokens import MOST_DAYS, ApiTokens
from daypass.server.accounts.door import Door
from daypass.server.accounts.fields import Asked, Language, Name, NewEmail, Number, OneLine, RoleName, Truth
from daypass.server.accounts.models import ApiToken, Role, SignedIn
from daypass.server.accounts.profile import Profile
from daypass.server.accounts.rights import SCOPES, Right
from daypass.server.accounts.routes import TechnicianView, technician_view
from daypass.server.accounts.team import Invitation, Team
from daypass.server.accounts.team_storage import Member
from daypass.server.paging import Paged


class MemberView(TechnicianView):
    """A colleague in the team's list."""

    disabled_at: int | None
    has_second_factor: bool
    signed_in_at: int | None = Field(description="the newest sign-in that is still open")


class MemberList(BaseModel):
    """Everybody, by name; `next` goes into `cursor` for what follows."""

    items: list[MemberView]
    next: str | None


class MemberChange(Asked):
    """What changes; what is left out stays."""

    role: RoleName | None = None
    disabled: Truth | None = None


class InvitationRequest(Asked):
    """Whom to invite."""

    email: NewEmail
    name: OneLine = Field("", max_length=80)
    role: RoleName = "technician"
    language: Language | None = Field(None, description="of the mail; empty: the company's")


class InvitationView(BaseModel):
    """An invitation that nobody has accepted yet."""

    id: str
    email: str
    name: str
    role: RoleName
    link: str = Field(description="to hand over when no mail reaches them; whoever opens it joins")
    mailed: bool = Field(description="false: this server sends no mail")
    created_at: int
    expires_at: int


class InvitationList(BaseModel):
    """Oldest first; `next` goes into `cursor` for what follows."""

    items: list[InvitationView]
    next: str | None


class SecondFactorPolicy(Asked):
    """Whether everybody of the company needs a second factor."""

    required: Truth


class TokenRequest(Asked):
    """What the program may do, and for how long."""

    name: Name = Field(description="what it is for")
    scopes: list[Right] = Field(min_length=1, max_length=len(SCOPES))
    days: Number | None = Field(90, ge=1, le=MOST_DAYS, description="null: until revoked")


class TokenView(BaseModel):
    """A token as it is listed."""

    id: str
    name: str
    technician_id: str
    technician_name: str = Field(description="for whom it acts")
    scopes: list[Right]
    created_at: int
    expires_at: int | None
    last_used_at: int | None
    last_used_from: str | None


class NewTokenView(TokenView):
    """A fresh token."""

    token: str = Field(description="shown once: `Authorization: Bearer …`")


class TokenList(BaseModel):
    """Newest first; `next` goes into `cursor` for what follows."""

    items: list[TokenView]
    next: str | None


def router(team: Team, profile: Profile, door: Door) -> APIRouter:
    """Colleagues and invitations."""
    routes = APIRouter(prefix="/api", tags=["team"])
    Reader = Annotated[SignedIn, Depends(door.may(Right.TEAM_READ))]
    Writer = Annotated[SignedIn, Depends(door.may(Right.TEAM_WRITE))]
    Confirmed = Annotated[SignedIn, Depends(door.may(Right.TEAM_WRITE, confirmed=True))]

    @routes.get("/technicians", operation_id="listTechnicians")
    async def members(who: Reader, page: Paged) -> MemberList:
        """Everybody of the company, by name."""
        items, next_ = (await team.members(who.company.id, page.after, page.limit)).shown(_member_view)
        return MemberList(items=items, next=next_)

    @routes.patch("/technicians/{technician_id}", operation_id="changeTechnician")
    async def change(technician_id: str, asked: MemberChange, who: Confirmed) -> MemberView:
        """Change a colleague's role; disable (ends every sign-in at once) or enable them."""
        role = Role(asked.role) if asked.role else None
        return _member_view(await team.change(who.company.id, who, technician_id, role, asked.disabled))

    @routes.get(
        "/technicians/{technician_id}/picture",
        operation_id="readPicture",
        response_class=Response,
        responses={200: {"content": {pictures.MEDIA_TYPE: {}}}},
    )
    async def picture(technician_id: str, who: Annotated[SignedIn, Depends(door.may(Right.TEAM_READ))]) -> Response:
        """A colleague's picture."""
        image = await profile.picture(who, technician_id)
        headers = {"Cache-Control": "private, max-age=86400", "Content-Security-Policy": "default-src 'none'; sandbox"}
        return Response(image, media_type=pictures.MEDIA_TYPE, headers=headers)

    @routes.get("/invitations", operation_id="listInvitations")
    async def invitations(who: Writer, page: Paged) -> InvitationList:
        """Invitations that nobody has accepted yet, oldest first."""
        items, next_ = (await team.invitations(who.company.id, page.after, page.limit)).shown(_invitation_view)
        return InvitationList(items=items, next=next_)

    @routes.post("/invitations", status_code=201, operation_id="invite")
    async def invite(asked: InvitationRequest, who: Confirmed) -> InvitationView:
        """Invite somebody; an open invitation of the same address is replaced. Good for seven days, once."""
        language = asked.language or who.company.language
        return _invitation_view(
            await team.invite(who.company.id, who, asked.email, asked.name, Role(asked.role), language)
        )

    @routes.delete("/invitations/{invitation_id}", status_code=204, operation_id="revokeInvitation")
    async def revoke(invitation_id: str, who: Writer) -> None:
        """Withdraw an invitation."""
        await team.revoke_invitation(who, invitation_id)

    @routes.put("/company/second-factor", status_code=204, operation_id="requireSecondFactor")
    async def require(asked: SecondFactorPolicy, who: Confirmed) -> None:
        """Whether everybody needs a second factor; whoever has none can only set one up."""
        await team.require_second_factor(who, asked.required)

    return routes


def token_router(tokens: ApiTokens, door: Door) -> APIRouter:
    """API tokens."""
    routes = APIRouter(prefix="/api/api-tokens", tags=["API tokens"])
    Who = Annotated[SignedIn, Depends(door.may(Right.OWN_PROFILE))]
    Confirmed = Annotated[SignedIn, Depends(door.may(Right.OWN_PROFILE, confirmed=True))]

    @routes.get("", operation_id="listTokens")
    async def listed(who: Who, page: Paged) -> TokenList:
        """One's own tokens, newest first; those who manage the team see the company's."""
        items, next_ = (await tokens.listed(who, page.after, page.limit)).shown(_token_view)
        return TokenList(items=items, next=next_)

    @routes.post("", status_code=201, operation_id="createToken")
    async def create(asked: TokenRequest, who: Confirmed) -> NewTokenView:
        """Make a token that acts for you. It is shown in this answer and never again."""
        made = await tokens.create(who.technician, asked.name, asked.scopes, asked.days)
        return NewTokenView(**_token_view(made.token).model_dump(), token=made.secret)

    @routes.delete("/{token_id}", status_code=204, operation_id="revokeToken")
    async def revoke(token_id: str, who: Who) -> None:
        """End a token at once."""
        await tokens.revoke(who, token_id)

    return routes


def _member_view(one: Member) -> MemberView:
    return MemberView(
        **technician_view(one.technician).model_dump(),
        disabled_at=one.technician.disabled_at,
        has_second_factor=one.has_second_factor,
        signed_in_at=one.signed_in_at,
    )


def _invitation_view(one: Invitation) -> InvitationView:
    return InvitationView(
        id=one.link.id,
        email=one.link.email,
        name=one.link.name,
        role=one.link.role.value,
        link=one.address,
        mailed=one.mailed,
        created_at=one.link.created_at,
        expires_at=one.link.expires_at,
    )


def _token_view(token: ApiToken) -> TokenView:
    return TokenView(
        id=token.id,
        name=token.name,
        technician_id=token.technician_id,
        technician_name=token.technician_name,
        scopes=list(token.scopes),
        created_at=token.created_at,
        expires_at=token.expires_at,
        last_used_at=token.last_used_at,
        last_used_from=token.last_used_from,
    )
