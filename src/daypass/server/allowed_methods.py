"""What a path may be asked, for the answer 405: every method of every route there, not only of the route that was met first."""

from collections.abc import Sequence

from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.routing import compile_path


def allowed_methods(app: FastAPI, path: str) -> Sequence[str]:
    """Sorted. `/passkeys/options` is not meant by the route of `/passkeys/{id}`: the plainest template counts."""
    found: dict[int, set[str]] = {}
    for route in iter_route_contexts(app.routes):
        template = route.path or ""
        if isinstance(route.original_route, APIRoute) and compile_path(template)[0].match(path):
            found.setdefault(template.count("{"), set()).update(route.methods or ())
    return sorted(found[min(found)]) if found else ()
