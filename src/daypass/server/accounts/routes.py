"""Signing in and out, and the first set-up."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, EmailStr, Field

from daypass.server.accounts.door import Door
from daypass.server.accounts.models import LONGEST_PASSWORD, SHORTEST_PASSWORD, SignedIn
from daypass.server.accounts.service import Accounts

Language = Literal["pt-BR", "en", "es"]
# PostgreSQL keeps no NUL, and no person types one.
PlainText = Annotated[str, Field(pattern=r"^[^\x00]*$")]
Name = Annotated[str, Field(max_length=80, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$")]


class SignInRequest(BaseModel):
    """What the sign-in page sends."""

    model_config = ConfigDict(extra="forbid")
    email: PlainText = Field(max_length=254)
    password: str = Field(min_length=1, max_length=LONGEST_PASSWORD)


class SetupRequest(BaseModel):
    """What makes the company and its owner."""

    model_config = ConfigDict(extra="forbid")
    company_name: Name
    name: Name = Field(description="the owner's name, as customers read it")
    email: EmailStr = Field(max_length=254)
    password: str = Field(min_length=SHORTEST_PASSWORD, max_length=LONGEST_PASSWORD)
    language: Language = "pt-BR"


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
    role: Literal["owner", "admin", "technician"]
    language: Language


class ServerView(BaseModel):
    """What pages must know of this server."""

    address: str = Field(description="the public address, as hosts know it: part of every handshake")
    code_digits: int = Field(description="length of the security code: 6 or 9")
    sends_mail: bool = Field(description="false: mails are shown in the console, to be sent by hand")


class Me(BaseModel):
    """Who is signed in, and until when (ms since 1970)."""

    server: ServerView
    technician: TechnicianView
    company: CompanyView
    expires_at: int


def me_view(signed_in: SignedIn, server: ServerView) -> Me:
    """The signed-in technician for the console."""
    person, firm = signed_in.technician, signed_in.company
    return Me.model_validate(
        {
            "server": server,
            "technician": {
                "id": person.id,
                "email": person.email,
                "name": person.name,
                "role": person.role.value,
                "language": person.language,
            },
            "company": {
                "id": firm.id,
                "name": firm.name,
                "colour": firm.colour,
                "phone": firm.phone,
                "website": firm.website,
                "language": firm.language,
            },
            "expires_at": signed_in.expires_at,
        }
    )


def router(accounts: Accounts, door: Door, sign_in_hours: int, server: ServerView) -> APIRouter:
    """Routes of this feature."""
    routes = APIRouter(prefix="/api", tags=["accounts"])
    seconds = sign_in_hours * 3600

    @routes.post("/sign-in", status_code=204, operation_id="signIn")
    async def sign_in(asked: SignInRequest, request: Request, response: Response) -> None:
        """Sign in with e-mail address and password; the cookie lasts 12 hours."""
        door.refuse_other_sites(request)
        address = request.client.host if request.client else ""
        new = await accounts.sign_in(asked.email, asked.password, address)
        door.open_for(response, new.token, seconds)

    @routes.get("/sign-in", operation_id="signedIn")
    async def signed_in(request: Request) -> Me | None:
        """Who is signed in, or null: asked at every load of the console, where nobody is no error."""
        who = await door.technician_if_any(request)
        return me_view(who, server) if who else None

    @routes.post("/sign-out", status_code=204, operation_id="signOut")
    async def sign_out(request: Request, response: Response) -> None:
        """Sign this browser out."""
        door.refuse_other_sites(request)
        await door.close_for(request, response)

    @routes.get("/me", operation_id="me")
    async def me(signed_in: Annotated[SignedIn, Depends(door.technician)]) -> Me:
        """Who is signed in."""
        return me_view(signed_in, server)

    @routes.get("/setup/{token}", status_code=204, operation_id="checkSetupLink")
    async def check_setup_link(token: str) -> None:
        """204 while this link may make the first owner; 404 for everything else."""
        await accounts.check_setup_link(token)

    @routes.post("/setup/{token}", status_code=204, operation_id="setUp")
    async def set_up(token: str, asked: SetupRequest, request: Request, response: Response) -> None:
        """Make the company and its owner, once, and sign the owner in."""
        door.refuse_other_sites(request)
        await accounts.set_up(token, asked.company_name, asked.name, asked.email, asked.password, asked.language)
        address = request.client.host if request.client else ""
        new = await accounts.sign_in(asked.email, asked.password, address)
        door.open_for(response, new.token, seconds)

    return routes
