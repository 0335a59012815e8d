"""Routes to colleagues who join a session."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, ConfigDict, Field

from daypass.server.accounts.door import Door
from daypass.server.accounts.models import SignedIn
from daypass.server.accounts.rights import Right
from daypass.server.sessions.colleagues import Colleagues
from daypass.server.sessions.views import SessionView, session_view


class ColleagueView(BaseModel):
    """Somebody of the company who may be invited to join."""

    model_config = ConfigDict(from_attributes=True)
    technician_id: str
    name: str
    present: bool = Field(description="has a page of the console open now, or a tool of this session")
    invited_at: int | None = Field(description="since when they are invited (ms since 1970); null: they are not")


class Invitable(BaseModel):
    """Everybody who may be invited, by name: at most as many as there are seats, so no page of a longer list."""

    colleagues: list[ColleagueView]


def router(colleagues: Colleagues, door: Door) -> APIRouter:
    """Routes of this feature."""
    routes = APIRouter(prefix="/api/support-sessions/{session_id}/colleagues", tags=["support sessions"])
    Reader = Annotated[SignedIn, Depends(door.may(Right.SESSIONS_READ))]
    Writer = Annotated[SignedIn, Depends(door.may(Right.SESSIONS_WRITE))]
    Id = Annotated[str, Path(max_length=26)]

    @routes.get("", operation_id="listColleagues")
    async def everybody(session_id: str, who: Reader) -> Invitable:
        """Whom one may invite to join this session."""
        found = await colleagues.everybody(who, session_id)
        return Invitable(colleagues=[ColleagueView.model_validate(one) for one in found])

    @routes.put("/{technician_id}", operation_id="inviteColleague")
    async def invite(session_id: str, technician_id: Id, who: Writer) -> SessionView:
        """Let a colleague see this active session and connect to its PC; the password they hear from you."""
        return session_view(await colleagues.invite(who, session_id, technician_id))

    @routes.delete("/{technician_id}", operation_id="withdrawInvitation")
    async def withdraw(session_id: str, technician_id: Id, who: Writer) -> SessionView:
        """Take the invitation back: the colleague's connections end, the session goes out of their sight."""
        return session_view(await colleagues.withdraw(who, session_id, technician_id))

    return routes
