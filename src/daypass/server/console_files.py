"""Serves the built console under `/console/` by looking names up in a list made from the directory: a request never becomes a path.

Names that are not files answer `index.html` when they look like a page of the console (its own router takes over), else 404.
"""

import mimetypes
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter, Response
from fastapi.responses import FileResponse

from daypass.server.allowed_callers import ANYONE
from daypass.server.problems import not_found

FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"


@dataclass(frozen=True, slots=True)
class ConsoleFile:
    """One built file and how it is served."""

    path: Path
    media_type: str
    cache: str


class ConsoleFiles:
    """The list of built files; made again when the console was built again."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._made_for = 0
        self._files: dict[str, ConsoleFile] = {}

    def is_built(self) -> bool:
        """Whether there is a console to serve."""
        return "index.html" in self._current()

    def find(self, name: str) -> ConsoleFile | None:
        """The file of this exact name, or the console's page for a name that is a page of its router."""
        files = self._current()
        looks_like_file = "." in name.rpartition("/")[2] or name.startswith("assets/")
        return files.get(name) or (None if looks_like_file else files.get("index.html"))

    def _current(self) -> dict[str, ConsoleFile]:
        index = self._directory / "index.html"
        built = index.stat().st_mtime_ns if index.is_file() else 0
        if built != self._made_for:
            self._files = dict(_listed(self._directory)) if built else {}
            self._made_for = built
        return self._files


def _listed(directory: Path) -> list[tuple[str, ConsoleFile]]:
    listed = []
    for path in sorted(directory.rglob("*")):
        name = path.relative_to(directory).as_posix()
        if not path.is_file() or path.is_symlink() or any(part.startswith(".") for part in name.split("/")):
            continue
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        listed.append((name, ConsoleFile(path, kind, FOREVER if name.startswith("assets/") else ASK_AGAIN)))
    return listed


def router(files: ConsoleFiles) -> APIRouter:
    """The console's route."""
    routes = APIRouter(include_in_schema=False, dependencies=[ANYONE])

    @routes.get("/console/{name:path}")
    async def console(name: str) -> Response:
        found = files.find(name)
        if found is None:
            raise not_found()
        return FileResponse(found.path, media_type=found.media_type, headers={"Cache-Control": found.cache})

    @routes.get("/console")
    async def console_root() -> Response:
        return await console("")

    return routes
