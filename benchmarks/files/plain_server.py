"""python -m benchmarks.files.plain_server FOLDER PORT: files by plain HTTP, on the same server software as Daypass."""

import asyncio
import sys
from pathlib import Path

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, HTMLResponse

BUFFERED = 1 << 20


def application(folder: Path) -> FastAPI:
    """Takes and gives files by their names; nothing else."""
    app = FastAPI()

    @app.get("/")
    def page() -> HTMLResponse:
        return HTMLResponse("<!doctype html><title>plain</title><body></body>")

    @app.put("/up/{name}")
    async def up(name: str, request: Request) -> None:
        with (folder / Path(name).name).open("wb") as file:  # noqa: ASYNC230 - written in a thread
            parts, size = [], 0
            async for part in request.stream():
                parts.append(part)
                size += len(part)
                if size >= BUFFERED:
                    await asyncio.to_thread(file.write, b"".join(parts))
                    parts, size = [], 0
            file.write(b"".join(parts))

    @app.get("/down/{name}")
    def down(name: str) -> FileResponse:
        return FileResponse(folder / Path(name).name)

    return app


if __name__ == "__main__":
    uvicorn.run(
        application(Path(sys.argv[1])), host="127.0.0.1", port=int(sys.argv[2]), log_level="warning", access_log=False
    )
