"""The route to a session's closing note."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from daypass.server.accounts.door import Door
from daypass.server.accounts.fields import ManyLines
from daypass.server.accounts.models import SignedIn
from daypass.server.accounts.rights import Right
from daypass.server.sessions.closing_notes import ClosingNotes
from daypass.server.sessions.views import SessionView, session_view


class ClosingNoteRequest(BaseModel):
    """What the technician writes; empty takes the note away."""

    model_config = ConfigDict(extra="forbid")
    text: ManyLines = Field(max_length=2000)


def router(notes: ClosingNotes, door: Door) -> APIRouter:
    """Routes of closing notes."""
    routes = APIRouter(prefix="/api", tags=["support sessions"])
    Who = Annotated[SignedIn, Depends(door.may(Right.SESSIONS_WRITE))]

    @routes.put("/support-sessions/{session_id}/closing-note", operation_id="writeClosingNote")
    async def write(session_id: str, asked: ClosingNoteRequest, who: Who) -> SessionView:
        """Write down what was done, after the end of the session."""
        return session_view(await notes.write(who, session_id, asked.text))

    return routes
