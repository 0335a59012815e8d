"""Every page of the console in every state that a person can meet, one walk per address of the router.

A walk is an async generator: it brings its page into a state and yields the state's name; whoever drives it looks, then asks for the next.
"""

import asyncio
import contextlib
import io
import json
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from PIL import Image
from playwright.async_api import FilePayload, Locator, Page, Route, WebSocketRoute, expect
from tests.e2e.conftest import put_cookie
from tests.e2e.customers_pc import CustomersPc
from tests.e2e.filled_company import LONG_EMAIL, LONG_NAME, FilledCompany, words

from daypass.server.accounts.rights import Role

Walk = Callable[["Visit"], AsyncIterator[str]]
# By the address as the router writes it. The same address may have several walks: other people, other circumstances.
WALKS: dict[str, list[Walk]] = {}


def walk(address: str) -> Callable[[Walk], Walk]:
    """Says which address of the router a walk is about."""

    def remember(made: Walk) -> Walk:
        WALKS.setdefault(address, []).append(made)
        return made

    return remember


@dataclass
class Visit:
    """A page of somebody's browser, in a company where everything has happened."""

    company: FilledCompany
    page: Page

    async def open(self, path: str, title: str | re.Pattern[str] | None = None) -> None:
        """Go to an address of the console and wait for its heading."""
        await self.page.goto(f"/console{path}")
        heading = self.page.get_by_role("heading", level=1)
        await expect(heading.filter(has_text=title) if title else heading).to_be_visible()

    async def settled(self) -> None:
        """Wait until nothing is loading any more."""
        await expect(self.page.locator("[aria-busy=true], .mantine-Skeleton-root")).to_have_count(0)

    async def press(self, key: str, inside: Page | Locator | None = None, **facts: object) -> None:
        """Press the button with this text of the catalogue."""
        await (inside or self.page).get_by_role("button", name=words(key, **facts), exact=True).first.click()

    async def dialog(self) -> Locator:
        """The dialog that has opened."""
        found = self.page.get_by_role("dialog")
        await expect(found).to_be_visible()
        return found

    async def away(self) -> None:
        """Close the dialog as a keyboard does."""
        await self.page.keyboard.press("Escape")
        await expect(self.page.get_by_role("dialog")).to_be_hidden()

    @contextlib.asynccontextmanager
    async def answering(self, pattern: str, status: int, body: object) -> AsyncIterator[None]:
        """The server answers this instead."""

        async def answer(route: Route) -> None:
            kind = "application/problem+json" if status >= 400 else "application/json"
            await route.fulfill(status=status, content_type=kind, body=json.dumps(body))

        await self.page.route(pattern, answer)
        yield
        await self.page.unroute(pattern)


# --- before the sign-in ------------------------------------------------------------------------------------------------


@walk("/setup/$token")
async def setting_up(visit: Visit) -> AsyncIterator[str]:
    async with visit.answering("**/api/setup/*", 200, {}):
        await visit.open("/setup/open", words("console.setup.title"))
        yield "form"
    await visit.open("/setup/used", words("console.setup.link_over_title"))
    yield "over"


@walk("/sign-in")
async def signing_in(visit: Visit) -> AsyncIterator[str]:
    await visit.page.context.clear_cookies()
    await visit.open("/sign-in", words("console.sign_in.title"))
    yield "empty"
    await visit.page.get_by_label(words("console.sign_in.email")).fill("owner@example.org")
    await visit.page.get_by_label(words("console.sign_in.password"), exact=True).fill("wrong")
    await visit.press("console.sign_in.action")
    await expect(visit.page.get_by_role("alert")).to_be_visible()
    yield "refused"
    asked = {"code": "second_factor_needed", "status": 401, "methods": ["totp", "passkey"]}
    async with visit.answering("**/api/sign-in", 401, asked):
        await visit.press("console.sign_in.action")
        await expect(visit.page.get_by_label(words("console.sign_in.code"), exact=True)).to_be_visible()
        yield "second factor"


@walk("/forgot")
async def forgetting(visit: Visit) -> AsyncIterator[str]:
    await visit.open("/forgot", words("console.reset.title"))
    yield "form"
    await visit.page.get_by_label(words("console.sign_in.email")).fill("owner@example.org")
    await visit.press("console.reset.action")
    await expect(visit.page.get_by_role("heading", name=words("console.reset.sent_title"))).to_be_visible()
    yield "sent"


@walk("/new-password/$token")
async def choosing_a_password(visit: Visit) -> AsyncIterator[str]:
    async with visit.answering("**/api/password-reset/*", 200, {}):
        await visit.open("/new-password/open")
        await visit.settled()
        yield "form"
        await visit.page.get_by_label(words("console.profile.password_new")).fill("a horse that is correct")
        await visit.press("console.reset.choose")
        await expect(visit.page.get_by_role("heading", name=words("console.reset.done_title"))).to_be_visible()
        yield "done"
    await visit.open("/new-password/used", words("console.reset.over_title"))
    yield "over"


@walk("/new-address/$token")
async def confirming_an_address(visit: Visit) -> AsyncIterator[str]:
    await visit.open("/new-address/open", words("console.join.email_title"))
    yield "question"
    await visit.press("console.join.email_action")
    await expect(visit.page.get_by_role("heading", name=words("console.reset.over_title"))).to_be_visible()
    yield "over"


@walk("/join/$token")
async def joining(visit: Visit) -> AsyncIterator[str]:
    async with visit.company.http() as http:
        link = (await http.get("/api/invitations")).json()["items"][0]["link"]
    await visit.page.goto(link)
    await expect(visit.page.get_by_label(words("console.join.name"))).to_be_visible()
    yield "form"
    await visit.open("/join/used", words("console.join.over_title"))
    yield "over"


# --- support sessions --------------------------------------------------------------------------------------------------


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


# --- the company -------------------------------------------------------------------------------------------------------


@walk("/company")
async def the_company(visit: Visit) -> AsyncIterator[str]:
    await visit.open("/company", words("console.company.title"))
    await visit.settled()
    yield "owner"
    async with visit.answering("**/api/company", 422, {"code": "invalid_request", "dp": "DP-701", "status": 422}):
        await visit.press("console.company.save")
        await expect(visit.page.get_by_role("alert")).to_be_visible()
        yield "refused"
    drawn = io.BytesIO()
    Image.new("RGBA", (300, 80), (15, 118, 110, 255)).save(drawn, "PNG")
    for name, content in (("logo.png", drawn.getvalue()), ("no picture", b"GIF89a")):
        upload = FilePayload(name=name, mimeType="image/png", buffer=content)
        await visit.page.locator("input[type=file]").set_input_files(upload)
        shown = visit.page.locator(".logo-ground img") if content[:3] != b"GIF" else visit.page.get_by_role("alert")
        await expect(shown.first).to_be_visible()
    yield "logo, and one that is none"
    await visit.press("console.company.logo_remove")
    await expect(visit.page.locator(".logo-ground")).to_have_count(0)


@walk("/company/webhooks")
async def webhooks(visit: Visit) -> AsyncIterator[str]:
    async with visit.answering("**/api/webhooks", 200, {"items": [], "next": None}):
        await visit.open("/company/webhooks", words("console.webhooks.title"))
        await visit.settled()
        yield "empty"
    await visit.open("/company/webhooks", words("console.webhooks.title"))
    await visit.press("console.webhooks.log")
    await expect(visit.page.get_by_role("table")).to_be_visible()
    await visit.page.locator("summary").first.click()
    yield "deliveries"
    await visit.press("console.webhooks.test")
    await expect(visit.page.get_by_role("alert")).to_be_visible()
    yield "test failed"
    await visit.press("console.webhooks.remove")
    await visit.dialog()
    yield "remove dialog"
    await visit.away()
    await visit.press("console.webhooks.change")
    yield "changing"
    await visit.press("console.common.cancel")
    await visit.press("console.webhooks.new_secret")
    dialog = await visit.dialog()
    await visit.press("console.webhooks.new_secret", dialog)
    await expect(visit.page.get_by_text("whsec_")).to_be_visible()
    yield "secret"
    await visit.press("console.webhooks.add")
    yield "form"


@walk("/team")
async def the_team(visit: Visit) -> AsyncIterator[str]:
    await visit.open("/team", words("console.team.title"))
    await visit.settled()
    yield "filled"
    await visit.page.get_by_role("button", name=words("console.team.actions", name=LONG_NAME)).click()
    await expect(visit.page.get_by_role("menu")).to_be_visible()
    yield "menu"
    await visit.page.get_by_role("menuitem", name=words("console.team.change_role")).click()
    await visit.dialog()
    yield "role dialog"
    await visit.away()
    await visit.page.get_by_role("button", name=words("console.team.actions", name=LONG_NAME)).click()
    await visit.page.get_by_role("menuitem", name=words("console.team.disable")).click()
    await visit.dialog()
    yield "disable dialog"
    await visit.away()
    await visit.press("console.team.invite")
    dialog = await visit.dialog()
    yield "invite dialog"
    await dialog.get_by_label(words("console.team.email")).fill("five@example.org")
    await visit.press("console.team.make_link", dialog)
    await expect(dialog.locator(".secret")).to_be_visible()
    yield "invited"
    await visit.away()
    needed = {"code": "confirm_needed", "status": 403}
    async with visit.answering("**/api/company/second-factor", 403, needed):
        await visit.page.get_by_role("switch").click()
        await visit.dialog()
        yield "confirmation"


@walk("/profile")
async def the_profile(visit: Visit) -> AsyncIterator[str]:
    await visit.open("/profile", words("console.profile.title"))
    await visit.settled()
    yield "filled"
    await visit.press("console.profile.app_add")
    await expect(visit.page.get_by_role("img", name=words("console.profile.app_qr"))).to_be_visible()
    yield "app dialog"
    await visit.away()
    await visit.press("console.profile.passkey_add")
    await visit.dialog()
    yield "passkey dialog"
    await visit.away()
    await visit.press("console.profile.remove")
    await visit.dialog()
    yield "remove dialog"
    await visit.away()
    async with visit.answering(
        "**/api/me/recovery-codes", 200, {"recovery_codes": [f"{n}abc-defg-hijk" for n in range(10)]}
    ):
        await visit.press("console.profile.recovery_new")
        codes = visit.page.get_by_role("dialog", name=words("console.profile.recovery_title"))
        await expect(codes).to_be_visible()
        yield "recovery codes"
        await visit.press("console.profile.recovery_kept")
    await visit.press("console.profile.email_change")
    yield "changing e-mail"
    await visit.press("console.common.cancel")
    await visit.press("console.profile.password_change")
    yield "changing password"


@walk("/api-tokens")
async def tokens(visit: Visit) -> AsyncIterator[str]:
    await visit.open("/api-tokens", words("console.tokens.title"))
    await visit.settled()
    yield "filled"
    await visit.press("console.tokens.new")
    dialog = await visit.dialog()
    await dialog.get_by_label(words("console.tokens.name")).fill("sistema de chamados novo")
    await visit.press("console.tokens.create", dialog)
    await expect(dialog.get_by_text(words("console.tokens.scopes_missing"))).to_be_visible()
    yield "new"
    await dialog.get_by_role("checkbox").first.check()
    await visit.press("console.tokens.create", dialog)
    await expect(visit.page.locator(".secret")).to_be_visible()
    yield "made"
    await visit.press("console.tokens.done")
    await visit.page.get_by_role("button", name=words("console.tokens.revoke")).first.click()
    await visit.dialog()
    yield "revoke dialog"
    await visit.away()
    async with visit.answering("**/api/api-tokens", 200, {"items": [], "next": None}):
        await visit.open("/api-tokens", words("console.tokens.title"))
        await expect(visit.page.get_by_text(words("console.tokens.none"))).to_be_visible()
        yield "empty"


# --- records and guides ------------------------------------------------------------------------------------------------


@walk("/reports")
async def reports(visit: Visit) -> AsyncIterator[str]:
    await visit.open("/reports", words("console.reports.title"))
    await expect(visit.page.get_by_role("row").nth(1)).to_be_visible()
    yield "remote access"
    await visit.page.get_by_text(words("console.reports.account"), exact=True).first.click()
    await expect(visit.page.get_by_role("row").nth(1)).to_be_visible()
    yield "account access"
    await visit.page.get_by_label(words("console.range.label")).select_option("own")
    await visit.page.get_by_label(words("console.range.from"), exact=True).fill("2026-02-02")
    await visit.page.get_by_label(words("console.range.to"), exact=True).fill("2026-01-01")
    await expect(visit.page.get_by_text(words("console.range.backwards"))).to_be_visible()
    yield "dates backwards"
    await visit.page.get_by_label(words("console.range.from"), exact=True).fill("2020-01-01")
    await visit.page.get_by_label(words("console.range.to"), exact=True).fill("2020-01-02")
    await expect(visit.page.get_by_text(words("console.reports.empty"))).to_be_visible()
    yield "empty"


@walk("/audit")
async def the_audit(visit: Visit) -> AsyncIterator[str]:
    await visit.open("/audit", words("console.audit.title"))
    await expect(visit.page.get_by_role("row").nth(1)).to_be_visible()
    yield "filled"
    await visit.press("console.audit.check_now")
    await expect(visit.page.get_by_text("A cadeia está íntegra")).to_be_visible()
    await visit.open(f"/audit?session={visit.company.sessions['noted']['id']}", words("console.audit.title"))
    await expect(visit.page.get_by_role("row").nth(1)).to_be_visible()
    yield "one session"


@walk("/guides")
async def guides(visit: Visit) -> AsyncIterator[str]:
    await visit.open("/guides", words("console.guides.title"))
    await visit.settled()
    yield "contents"
    await visit.page.get_by_label(words("console.guides.seek")).fill("nada disso")
    await expect(visit.page.get_by_text(words("console.guides.none"))).to_be_visible()
    yield "nothing found"


@walk("/guides/$slug")
async def one_guide(visit: Visit) -> AsyncIterator[str]:
    await visit.open("/guides/connect")
    await visit.page.get_by_label(words("guide.no"), exact=True).check()
    yield "article with pictures"
    await visit.open("/guides/DP-301")
    yield "article of a code"
    await visit.page.goto("/console/guides/nothing")
    await expect(visit.page.get_by_role("alert")).to_be_visible()
    yield "unknown"


@walk("/guides/answers")
async def answers(visit: Visit) -> AsyncIterator[str]:
    await visit.open("/guides/answers", words("console.guides.answers"))
    await visit.settled()
    yield "filled"


# --- somebody who may not, and addresses that lead nowhere -------------------------------------------------------------

# What a technician without further rights meets at each page that others manage.
NOT_ALLOWED = ("/company", "/company/webhooks", "/team", "/reports", "/audit", "/guides/answers", "/api-tokens")


def _as_technician(address: str) -> Walk:
    async def meets(visit: Visit) -> AsyncIterator[str]:
        cookie = visit.company.cookies[Role.TECHNICIAN]
        await put_cookie(visit.page.context, visit.company.address, cookie)
        await visit.page.goto(f"/console{address}")
        await expect(visit.page.get_by_role("heading", level=1)).to_be_visible()
        await visit.settled()
        yield "as technician"

    meets.__name__ = "as_technician"
    return meets


for _address in NOT_ALLOWED:
    walk(_address)(_as_technician(_address))


@walk("(nowhere)")
async def addresses_that_lead_nowhere(visit: Visit) -> AsyncIterator[str]:
    await visit.open("/nowhere", words("console.lost.title"))
    yield "lost"
    async with visit.answering("**/api/sign-in", 500, {"code": "unexpected", "dp": "DP-900", "status": 500}):
        await visit.page.goto("/console/")
        await expect(visit.page.get_by_role("heading", name=words("console.failed.title"))).to_be_visible()
        yield "failed"
    await visit.page.add_init_script("Object.defineProperty(navigator, 'locks', { value: undefined });")
    await visit.open("/", words("console.missing.browser_title"))
    yield "old browser"


# --- loading and failing: the same for every page that reads something ------------------------------------------------

# What is asked for first at each address; `id` stands for a session.
READS: dict[str, str] = {
    "/": "**/api/support-sessions?*",
    "/sessions/new": "**/api/support-sessions?*",
    "/sessions/$id": "**/api/support-sessions/*",
    "/company": "**/api/company",
    "/company/webhooks": "**/api/webhooks?*",
    "/team": "**/api/technicians?*",
    "/profile": "**/api/me/**",
    "/api-tokens": "**/api/api-tokens",
    "/reports": "**/api/reports/**",
    "/audit": "**/api/audit?*",
    "/guides": "**/api/guides?*",
    "/guides/$slug": "**/api/guides/*",
    "/guides/answers": "**/api/guide-opinions**",
}


async def waiting_and_failing(visit: Visit, address: str) -> AsyncIterator[str]:
    """The page while its first answer is on the way, and when it is a refusal that no second try would change."""
    release = asyncio.Event()

    async def hold(route: Route) -> None:
        if route.request.method != "GET":
            await route.continue_()
            return
        await release.wait()
        body = json.dumps({"code": "unexpected", "dp": "DP-900", "status": 400})
        await route.fulfill(status=400, content_type="application/problem+json", body=body)

    await visit.page.route(READS[address], hold)
    path = address.replace("$id", visit.company.sessions["active"]["id"]).replace("$slug", "connect")
    await visit.page.goto(f"/console{path}")
    await expect(visit.page.locator("[aria-busy=true]").first).to_be_visible()
    yield "loading"
    release.set()
    await visit.settled()
    if address != "/sessions/new":  # where the answer is only a proposal
        await expect(visit.page.get_by_role("alert").first).to_be_visible()
    yield "failing"
