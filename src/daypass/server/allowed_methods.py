"""What a path may be asked, for the answer 405: every method of every route there, not only of the route that was met first."""

from collections.abc import Sequence

from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.routing import compile_path


def allowed_methods(app: FastAPI, path: str) -> Sequence[str]:
    """Sorted."""
    found: set[str] = set()
    for route in iter_route_contexts(app.routes):
        if isinstance(route.original_route, APIRoute) and compile_path(route.path or "")[0].match(path):
            found |= route.methods or set()
    return sorted(found)
