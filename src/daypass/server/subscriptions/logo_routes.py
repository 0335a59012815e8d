"""The company's logo: set and removed by who may change the company, shown to anybody who knows its name."""

import re
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel

from daypass.server.accounts import pictures
from daypass.server.accounts.door import Door
from daypass.server.accounts.models import SignedIn
from daypass.server.accounts.rights import Right
from daypass.server.allowed_callers import ANYONE
from daypass.server.problems import Refusal, not_found
from daypass.server.subscriptions.logos import LOGO_PATH, CompanyLogos

_NAME = re.compile(r"([0-9a-f]{16})\.webp")
_HEADERS = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}


class LogoView(BaseModel):
    """Where the logo is now."""

    logo: str


def router(logos: CompanyLogos, door: Door) -> APIRouter:
    """Routes of the logo."""
    routes = APIRouter(tags=["company"])
    Writer = Annotated[SignedIn, Depends(door.may(Right.COMPANY_WRITE))]

    @routes.put("/api/company/logo", operation_id="setLogo")
    async def set_logo(request: Request, who: Writer) -> LogoView:
        """The body is the logo (PNG, JPEG, WebP; at most 1 MiB); it is drawn anew within 480 x 160."""
        sent = await request.body()
        if not 0 < len(sent) <= pictures.MOST_BYTES:
            raise Refusal("picture_refused")
        return LogoView(logo=await logos.set(who.company.id, sent, who))

    @routes.delete("/api/company/logo", status_code=204, operation_id="removeLogo")
    async def remove_logo(who: Writer) -> None:
        """Forget the logo: the customer's pages show the name again."""
        await logos.remove(who.company.id, who)

    @routes.get(LOGO_PATH + "{name}", include_in_schema=False, dependencies=[ANYONE])
    async def logo(name: str) -> Response:
        known = _NAME.fullmatch(name)
        image = await logos.image(known[1]) if known else None
        if image is None:
            raise not_found()
        return Response(image, media_type=pictures.MEDIA_TYPE, headers=_HEADERS)

    return routes
