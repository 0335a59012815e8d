"""One's own sign-in history: everybody sees what happened to their own account, and nothing of anybody else's."""

from typing import Annotated

from fastapi import APIRouter, Depends

from daypass.server.accounts.door import Door
from daypass.server.accounts.models import SignedIn
from daypass.server.accounts.rights import Right
from daypass.server.audit.storage import Filter
from daypass.server.paging import Paged
from daypass.server.reports.audit_log import AuditLog
from daypass.server.reports.routes import AccountAccessReport, account_line

OWN_HISTORY = ("sign_in*", "sign_out*", "password.", "second_factor.")


def router(log: AuditLog, door: Door) -> APIRouter:
    """The route of one's own history."""
    routes = APIRouter(prefix="/api/me", tags=["own profile"])
    Who = Annotated[SignedIn, Depends(door.may(Right.OWN_PROFILE))]

    @routes.get("/sign-in-history", operation_id="ownSignInHistory")
    async def own_history(who: Who, page: Paged) -> AccountAccessReport:
        """When and from where somebody signed in as you or tried to, and what you changed about how; newest first."""
        wanted = Filter(kinds=OWN_HISTORY)
        found = await log.piece(who.company.id, wanted, who.technician.id, page.after, page.limit)
        items, next_ = found.shown(account_line)
        return AccountAccessReport(items=items, next=next_)

    return routes
