"""What a host fetches after its activation."""

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse

from daypass.server.allowed_callers import HOST
from daypass.server.deployment.codec_packs import CodecPacks
from daypass.server.problems import Refusal
from daypass.server.sessions.host_door import HostDoor


def router(packs: CodecPacks, hosts: HostDoor) -> APIRouter:
    """Routes of hosts that were greeted."""
    routes = APIRouter(prefix="/api/host", tags=["hosts"], dependencies=[HOST])

    @routes.get("/codecs/{sha256}", operation_id="readCodecPack", response_class=FileResponse)
    async def codecs(sha256: str, request: Request) -> FileResponse:
        """The codec pack of that hash (docs/protocol.md, 3)."""
        await hosts.host(request)
        path = packs.path_of(sha256)
        if path is None:
            raise Refusal("not_found")
        return FileResponse(path, media_type="application/zip", headers={"Cache-Control": "no-store"})

    return routes
