"""The pages that customers and readers open, in their states: an address for each, by the route that serves it."""

import httpx
from tests.e2e.filled_company import FilledCompany

# By the route as the server declares it; what stands behind it is filled in.
PUBLIC: dict[str, tuple[str, ...]] = {
    "/": ("/",),
    "/d/{token}": ("waiting", "revoked", "reported", "cancelled", "unnoted"),
    "/d/{token}/start": ("waiting/start", "waiting/start?saw=smartscreen", "refused/start"),
    "/d/{token}/report": ("waiting/report",),
    "/guide": ("/guide",),
    "/guide/errors": ("/guide/errors",),
    "/guide/{slug}": ("/guide/connect", "/guide/DP-301", "/guide/questions", "/guide/nothing"),
    "/guide/{slug}/thanks": ("/guide/connect/thanks?helpful=no",),
}
# What a browser fetches there that is no page.
NO_PAGES = {
    "/customer/{name}",
    "/customer/logo/{name}",
    "/d/{token}/state",
    "/d/{token}/download",
    "/guide/pictures/{language}/{name}.webp",
    "/console/{name:path}",
    "/console",
    "/healthz",
    "/readyz",
    "/metrics",
    "/relay",
}


def path_of(company: FilledCompany, sight: str) -> str:
    """Where this is: a path, or one below the link of a session."""
    if not sight.startswith("/"):
        name, _, rest = sight.partition("/")
        sight = httpx.URL(company.sessions[name]["link"]).path + (f"/{rest}" if rest else "")
    return sight
