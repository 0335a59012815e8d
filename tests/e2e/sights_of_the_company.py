"""Walks through company, team, one's own profile and API tokens."""

import io
from collections.abc import AsyncIterator

from PIL import Image
from playwright.async_api import FilePayload, expect
from tests.e2e.console_visit import Visit, walk
from tests.e2e.filled_company import LONG_NAME, words


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
