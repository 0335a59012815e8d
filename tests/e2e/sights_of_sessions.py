"""Walks through lists, pages and tools of support sessions."""

import re
from collections.abc import AsyncIterator

from playwright.async_api import WebSocketRoute, expect
from tests.e2e.console_visit import Visit, Walk, walk
from tests.e2e.customers_pc import CustomersPc
from tests.e2e.filled_company import LONG_EMAIL, LONG_NAME, words


@walk("/")
async def the_list(visit: Visit) -> AsyncIterator[str]:
    await visit.open("/", words("console.list.title"))
    await expect(visit.page.get_by_role("article").first).to_be_visible()
    yield "filled"
    await visit.press("console.session.end_now")
    await visit.dialog()
    yield "end dialog"
    await visit.away()
    await visit.page.get_by_role("button", name=words("console.frame.own_menu", name="Technician One")).click()
    await expect(visit.page.get_by_role("menu")).to_be_visible()
    yield "own menu"


@walk("/")
async def the_list_of_a_new_company(visit: Visit) -> AsyncIterator[str]:
    async with visit.answering("**/api/support-sessions?*", 200, {"items": [], "next": None}):
        await visit.open("/", words("console.list.title"))
        await expect(visit.page.get_by_text(words("console.list.nothing_live"))).to_be_visible()
        yield "empty"


@walk("/")
async def without_contact(visit: Visit) -> AsyncIterator[str]:
    async def hang_up(socket: WebSocketRoute) -> None:
        await socket.close()

    await visit.page.route_web_socket("**/api/live", hang_up)
    await visit.open("/", words("console.list.title"))
    await expect(visit.page.get_by_text(words("console.offline.title"))).to_be_visible()
    yield "offline"


@walk("/sessions/new")
async def from_a_new_session_to_its_code(visit: Visit) -> AsyncIterator[str]:
    page = visit.page
    await visit.open("/sessions/new", words("console.create.customer_title"))
    yield "first step"
    await page.get_by_label(words("console.create.email")).fill(LONG_EMAIL)
    await page.get_by_label(words("console.create.name")).fill(LONG_NAME)
    await visit.press("console.create.continue")
    await expect(page.get_by_label(words("console.create.password"), exact=True)).to_be_visible()
    yield "second step"
    await page.get_by_label(words("console.create.password"), exact=True).fill("short")
    await visit.press("console.create.prepare")
    await expect(page.get_by_text(words("console.create.password_unusable"))).to_be_visible()
    yield "password too short"
    await page.get_by_label(words("console.create.password"), exact=True).fill("winter garden 42")
    in_the_way = {"id": visit.company.sessions["active"]["id"], "customer_email": LONG_EMAIL}
    refusal = {"code": "technician_limit", "dp": "DP-501", "status": 409, "in_the_way": in_the_way, "limit": 1}
    async with visit.answering("**/api/support-sessions", 409, refusal):
        await visit.press("console.create.prepare")
        await expect(page.get_by_role("alert").filter(has_text="DP-501")).to_be_visible()
        yield "limit reached"
    await visit.press("console.create.prepare")
    await expect(page.get_by_role("heading", name=words("console.steps.title"))).to_be_visible()
    number = re.sub(r"\D", "", await page.locator(".invitation-number .figures").inner_text())
    pc = CustomersPc(visit.company.address, visit.company.server.wire, number)
    await pc.greet()
    await pc.stage("code")
    shown = page.locator(".code-digits")
    await expect(shown).to_be_visible()
    yield "code"
    code = re.sub(r"\D", "", await shown.inner_text())
    await pc.type_code(str((int(code) + 1) % 1_000_000).zfill(6))
    await expect(page.get_by_role("alert").filter(has_text="tentativas")).to_be_visible()
    yield "wrong code"
    for _ in range(4):
        await pc.type_code(str((int(code) + 1) % 1_000_000).zfill(6))
    await expect(page.get_by_text(words("console.code.burned_title"))).to_be_visible()
    yield "code used up"
    await pc.leave()


@walk("/sessions/$id")
async def sessions_that_wait(visit: Visit) -> AsyncIterator[str]:
    for name in ("waiting", "foreign", "revoked", "refused", "sight"):
        await visit.open(f"/sessions/{visit.company.sessions[name]['id']}")
        await expect(visit.page.get_by_role("heading", name=words("console.steps.title"))).to_be_visible()
        await visit.settled()
        yield name
    await visit.open(f"/sessions/{visit.company.sessions['waiting']['id']}")
    await visit.press("console.invitation.qr")
    await visit.dialog()
    yield "QR dialog"
    await visit.away()
    await visit.press("console.take_over.set_password")
    await visit.dialog()
    yield "take-over dialog"
    await visit.away()
    await visit.press("console.hand_over.action")
    await expect(visit.page.get_by_label(words("console.hand_over.to"))).to_be_visible()
    yield "hand-over dialog"
    await visit.away()
    await visit.press("console.session.cancel")
    await visit.dialog()
    yield "cancel dialog"


@walk("/sessions/$id")
async def sessions_that_live_or_are_over(visit: Visit) -> AsyncIterator[str]:
    for name in ("active", "offline", "colleague", "unnoted", "noted", "cancelled", "reported"):
        await visit.open(f"/sessions/{visit.company.sessions[name]['id']}")
        await visit.settled()
        yield name
    await visit.open(f"/sessions/{visit.company.sessions['active']['id']}")
    await visit.press("console.new_password.action")
    dialog = await visit.dialog()
    await dialog.get_by_label(words("console.create.password"), exact=True).fill("short")
    await visit.press("console.new_password.ask", dialog)
    await expect(dialog.get_by_text(words("console.create.password_unusable"))).to_be_visible()
    yield "new password dialog"
    await visit.away()
    await visit.press("console.colleagues.action")
    dialog = await visit.dialog()
    await visit.press("console.colleagues.invite_of", dialog, name="Technician Three")
    await expect(dialog.get_by_text(words("console.colleagues.tell_password"))).to_be_visible()
    yield "invite colleague dialog"
    await visit.page.goto("/console/sessions/nosuchsession0000000000000")
    await expect(visit.page.get_by_role("alert")).to_be_visible()
    yield "unknown"


def opening(tool: str) -> Walk:
    """A tool before its line stands, and after the session's end."""

    async def opening_a_tool(visit: Visit) -> AsyncIterator[str]:
        await visit.page.goto(f"/console/sessions/{visit.company.sessions['active']['id']}/{tool}")
        await visit.dialog()
        yield "password"
        await visit.page.goto(f"/console/sessions/{visit.company.sessions['noted']['id']}/{tool}")
        await expect(visit.page.get_by_role("link", name=words("console.tools.to_session"))).to_be_visible()
        yield "over"

    return opening_a_tool


for name in ("remote-control", "files", "dashboard", "chat"):
    walk(f"/sessions/$id/{name}")(opening(name))


@walk("/computers")
async def the_computers(visit: Visit) -> AsyncIterator[str]:
    await visit.open("/computers")
    await visit.settled()
    yield "filled"
    await visit.open("/computers?state=active&range=own&from=2026-11-22&to=2026-11-21")
    yield "dates backwards"
    await visit.open("/computers?q=nothing+of+the+kind&removal=pending")
    await expect(visit.page.get_by_role("button", name=words("console.computers.clear"), exact=True)).to_be_visible()
    yield "filters open, nothing found"
    async with visit.answering("**/api/support-sessions?*", 200, {"items": [], "next": None}):
        await visit.open("/computers")
        await expect(visit.page.get_by_text(words("console.computers.none_yet"))).to_be_visible()
        await expect(visit.page.get_by_text(words("console.computers.found_nothing"), exact=True)).to_have_count(0)
        yield "empty"
