"""Https everywhere but on localhost: a plain request from elsewhere gets one page that says why and where to go.

Browsers give encryption, video decoding, the clipboard and `__Host-` cookies only to https and localhost, so a console on plain http
could only disappoint. Forwarded headers are believed from the operator's named proxies and from nobody else.
"""

import html
import ipaddress
from urllib.parse import urlsplit

from fastapi.responses import HTMLResponse, PlainTextResponse, Response
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from daypass.server.problems import Refusal
from daypass.translation import Translation

LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
AUTHORITY_PATH = "/daypass-authority.crt"
OPEN_PATHS = frozenset({"/healthz", "/readyz", "/metrics"})


class SecureOrigin:
    """Lets secure requests through, with the true address of who asks; explains itself to the others."""

    def __init__(self, app: ASGIApp, address: str, proxies: tuple[str, ...], authority_pem: str | None) -> None:
        self._app = app
        self._address = address
        self._proxies = [ipaddress.ip_network(proxy, strict=False) for proxy in proxies]
        self._authority_pem = authority_pem

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        if self._from_named_proxy(scope):
            scope = self._as_forwarded(scope)
        if scope["type"] == "http" and scope["path"] == AUTHORITY_PATH and self._authority_pem:
            await PlainTextResponse(self._authority_pem, media_type="application/x-x509-ca-cert")(scope, receive, send)
        elif self._is_secure(scope) or scope["path"] in OPEN_PATHS:
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._explanation(scope)(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    def _is_secure(self, scope: Scope) -> bool:
        if scope["scheme"] in ("https", "wss"):
            return True
        server = scope.get("server")
        try:
            host = urlsplit("//" + Headers(scope=scope).get("host", "")).hostname
        except ValueError:  # half an IPv6 address
            return False
        # The socket's own end tells a real connection on this machine from a Host header that only says so.
        return host in LOOPBACK_HOSTS and server is not None and _is_loopback(server[0])

    def _from_named_proxy(self, scope: Scope) -> bool:
        client = scope.get("client")
        return client is not None and any(_inside(client[0], network) for network in self._proxies)

    def _as_forwarded(self, scope: Scope) -> Scope:
        headers = Headers(scope=scope)
        # The proxy's own word is the last one, whether it lengthens a header that came with the request or adds another line.
        secure = _last(headers, "x-forwarded-proto") == "https"
        plain, encrypted = ("http", "https") if scope["type"] == "http" else ("ws", "wss")
        address = _last(headers, "x-forwarded-for")
        client = (address, 0) if _is_address(address) else scope["client"]
        return {**scope, "scheme": encrypted if secure else plain, "client": client}

    def _explanation(self, scope: Scope) -> Response:
        if scope["path"].startswith("/api/"):
            return Refusal("insecure_origin", address=self._address).response()
        translation = Translation(Headers(scope=scope).get("accept-language", ""))
        return HTMLResponse(self._page(translation), 403, {"Cache-Control": "no-store"})

    def _page(self, translation: Translation) -> str:
        def text(name: str) -> str:
            return html.escape(translation.text(f"customer.insecure.{name}"))

        address = html.escape(self._address, quote=True)
        trust = (
            f'<p>{text("trust")} <a href="{AUTHORITY_PATH}">{text("download")}</a></p>' if self._authority_pem else ""
        )
        return (
            f'<!DOCTYPE html><html lang="{translation.language}"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">'
            f"<title>{text('title')}</title><style>{_STYLE}</style></head><body><main><h1>{text('title')}</h1>"
            f'<p>{text("why")}</p><p><a class="go" href="{address}/">{text("go")} {address}</a></p>{trust}</main></body></html>'
        )


_STYLE = (
    "body{font:18px/1.5 system-ui,sans-serif;margin:0;padding:8vh 24px;background:Canvas;color:CanvasText}"
    "main{max-width:34rem;margin:auto}h1{font-size:1.6rem;line-height:1.25}a{color:#0F766E}"
    ".go{display:inline-block;background:#0F766E;color:#fff;padding:12px 20px;border-radius:10px;text-decoration:none;"
    "overflow-wrap:anywhere}@media(prefers-color-scheme:dark){a:not(.go){color:#5EEAD4}}"
)


def _last(headers: Headers, name: str) -> str:
    return ",".join(headers.getlist(name)).rpartition(",")[2].strip()


def _is_loopback(address: str) -> bool:
    return address == "localhost" or (_is_address(address) and ipaddress.ip_address(address).is_loopback)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _inside(address: str, network: ipaddress.IPv4Network | ipaddress.IPv6Network) -> bool:
    return _is_address(address) and ipaddress.ip_address(address) in network
