"""Looks again, inside the transaction that does it, whether somebody who was let in at the door may still do what they asked for.

Between the door and the commit lie other people's changes: who was disabled or given another role meanwhile does nothing more.
"""

from daypass.server.accounts import storage
from daypass.server.accounts.models import Technician
from daypass.server.database import AsyncConnection
from daypass.server.problems import Refusal


async def require_still_allowed(db: AsyncConnection, person: Technician) -> None:
    """Holds the person's access as it is until the commit. Raises `not_signed_in`, or `not_allowed` when the role has changed.

    Call it before anything of the audit chain is held.
    """
    role = await storage.held_role(db, person.id)
    if role is None:
        raise Refusal("not_signed_in")
    if role is not person.role:
        raise Refusal("not_allowed")
