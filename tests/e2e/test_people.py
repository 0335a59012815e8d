"""Team, profile, second factors and passkeys in a real browser; the passkeys are those of Chromium's own virtual authenticator."""

import re
import time
from io import BytesIO

import pyotp
import pytest
from PIL import Image
from playwright.async_api import Page, expect
from sqlalchemy import update
from tests.e2e.conftest import ConsoleServer, Watched
from tests.e2e.test_console import PASSWORD

from daypass.server.accounts.tables import sign_in
from daypass.server.accounts.team_storage import set_second_factor_required

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


async def open_profile(page: Page) -> None:
    """By the own menu, as people do."""
    await page.get_by_role("button", name="Menu of Technician One").click()
    await page.get_by_role("menuitem", name="Your profile").click()
    await expect(page.get_by_role("heading", name="Your profile")).to_be_visible()


async def sign_out(page: Page) -> None:
    """By the own menu."""
    await page.get_by_role("button", name="Menu of Technician One").click()
    await page.get_by_role("menuitem", name="Sign out").click()
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


async def give_password(page: Page, password: str = PASSWORD) -> None:
    """The first step of the sign-in page."""
    await page.get_by_label("E-mail").fill("owner@example.org")
    await page.get_by_label("Password", exact=True).fill(password)
    await page.get_by_role("button", name="Sign in", exact=True).click()


async def keep_codes(page: Page) -> list[str]:
    """Read the recovery codes and close their window."""
    dialog = page.get_by_role("dialog", name="Keep these codes")
    lines = dialog.get_by_role("listitem")
    await expect(lines).to_have_count(10)
    codes = await lines.all_inner_texts()
    await dialog.get_by_role("button", name="I have kept the codes").click()
    await expect(dialog).to_be_hidden()
    return codes


async def test_an_owner_invites_a_colleague_who_joins_and_is_shut_out_again(
    server: ConsoleServer, page: Page, watched: Watched
) -> None:
    await page.get_by_role("link", name="Team").click()
    await expect(page.get_by_text("Only you so far")).to_be_visible()
    await page.get_by_role("button", name="Invite", exact=True).click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("E-mail").fill("two@example.org")
    await dialog.get_by_label("Admin").check()
    await dialog.get_by_role("button", name="Make invitation").click()
    link = await dialog.locator(".secret").inner_text()
    await dialog.get_by_role("button", name="Done").click()
    await expect(page.get_by_role("heading", name="Open invitations")).to_be_visible()

    context = await watched.context()
    colleague = await context.new_page()
    await colleague.goto(link)
    await expect(colleague.get_by_role("heading", name="Join Example Computers")).to_be_visible()
    await colleague.get_by_label("Your name").fill("Technician Two")
    await colleague.get_by_label("Password", exact=True).fill(PASSWORD)
    await colleague.get_by_role("button", name="Join the team").click()
    await expect(colleague.get_by_role("heading", name="Ad hoc support")).to_be_visible()
    watched.expected.append("404")
    stranger = await context.new_page()
    await stranger.goto(link)
    await expect(stranger.get_by_role("heading", name="This invitation is no longer valid")).to_be_visible()

    await page.reload()
    await page.get_by_role("button", name="Actions for Technician Two").click()
    await page.get_by_role("menuitem", name="Disable access").click()
    watched.expected += ["401", "HTTP Authentication failed", "Unexpected response code: 401"]
    await page.get_by_role("dialog").get_by_role("button", name="Disable access").click()
    await expect(page.get_by_text("no access")).to_be_visible()
    await expect(colleague.get_by_text("No contact with the server")).to_be_visible(timeout=10_000)
    await colleague.reload()
    await expect(colleague.get_by_role("heading", name="Sign in")).to_be_visible()
    await context.close()


async def test_an_app_asks_for_a_code_at_the_sign_in_and_a_recovery_code_stands_in(
    server: ConsoleServer, page: Page, watched: Watched
) -> None:
    await open_profile(page)
    await page.get_by_role("button", name="Set up app").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_role("img", name="QR code for the app")).to_be_visible()
    typed = await dialog.get_by_text(re.compile("Or type this there")).inner_text()
    totp = pyotp.TOTP(typed.partition(":")[2].replace(" ", ""))
    await dialog.get_by_label("The six digits that the app shows").fill(totp.now())
    await dialog.get_by_role("button", name="Confirm").click()
    codes = await keep_codes(page)
    assert len(set(codes)) == 10
    await expect(page.get_by_text("asks for six digits at each sign-in")).to_be_visible()
    await sign_out(page)

    watched.expected.append("401")
    await give_password(page)
    await expect(page.get_by_role("heading", name="One more proof")).to_be_visible()
    await page.get_by_role("textbox", name="Code").fill("000000")
    await page.get_by_role("button", name="Sign in", exact=True).click()
    await expect(page.get_by_role("alert")).to_contain_text("The code is not right.")
    await page.get_by_role("textbox", name="Code").fill(codes[0])
    await page.get_by_role("button", name="Sign in", exact=True).click()
    await expect(page.get_by_text("No session is live")).to_be_visible()
    await sign_out(page)
    await give_password(page)
    await page.get_by_role("textbox", name="Code").fill(totp.at(time.time() + 30))
    await page.get_by_role("button", name="Sign in", exact=True).click()
    await expect(page.get_by_text("No session is live")).to_be_visible()
    await open_profile(page)
    await expect(page.get_by_text("9 left")).to_be_visible()


async def test_a_passkey_is_made_and_signs_in_without_a_password(
    server: ConsoleServer, page: Page, watched: Watched
) -> None:
    devtools = await page.context.new_cdp_session(page)
    await devtools.send("WebAuthn.enable")
    added = await devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    await open_profile(page)
    await page.get_by_role("button", name="Add passkey").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Name of the key").fill("this laptop")
    await dialog.get_by_role("button", name="Add passkey").click()
    await keep_codes(page)
    await expect(page.get_by_text("this laptop")).to_be_visible()
    await sign_out(page)

    await page.get_by_role("button", name="Sign in with a passkey").click()
    await expect(page.get_by_text("No session is live")).to_be_visible()
    await open_profile(page)
    await page.get_by_role("listitem").filter(has_text="this laptop").get_by_role("button", name="Remove").click()
    await page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    await expect(page.get_by_role("listitem").filter(has_text="this laptop")).to_have_count(0)
    await sign_out(page)
    watched.expected.append("401")
    await page.get_by_role("button", name="Sign in with a passkey").click()
    await expect(page.get_by_role("alert")).to_contain_text("The passkey was not accepted.")

    await devtools.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": added["authenticatorId"]})
    refusing = {**AUTHENTICATOR, "isUserVerified": False}
    await devtools.send("WebAuthn.addVirtualAuthenticator", {"options": refusing})
    await page.get_by_role("button", name="Sign in with a passkey").click()
    await expect(page.get_by_role("alert")).to_contain_text("No passkey was used.")


async def test_a_required_second_factor_leaves_only_the_profile_until_there_is_one(
    server: ConsoleServer, page: Page, watched: Watched
) -> None:
    who = await server.parts.accounts.who_is(await cookie_of(page))
    assert who is not None
    watched.expected.append("403")  # what the open page asks for just then
    async with server.parts.database.writing() as db:
        await set_second_factor_required(db, who.company.id, True)
    await page.goto(f"{server.address}/console/")
    await expect(page.get_by_text("Your company requires a second factor")).to_be_visible()
    assert page.url.endswith("/console/profile")
    await page.get_by_role("button", name="Set up app").click()
    dialog = page.get_by_role("dialog")
    typed = await dialog.get_by_text(re.compile("Or type this there")).inner_text()
    code = pyotp.TOTP(typed.partition(":")[2].replace(" ", "")).now()
    await dialog.get_by_label("The six digits that the app shows").fill(code)
    await dialog.get_by_role("button", name="Confirm").click()
    await keep_codes(page)
    await page.get_by_role("link", name="Team").click()
    await expect(page.get_by_role("switch", name="Require a second factor")).to_be_checked()


async def cookie_of(page: Page) -> str:
    """The sign-in of this browser."""
    cookies = await page.context.cookies()
    return next(cookie["value"] for cookie in cookies if cookie["name"] == "__Host-daypass")


async def test_the_profile_changes_name_picture_and_password_and_ends_other_browsers(
    server: ConsoleServer, page: Page, watched: Watched
) -> None:
    context = await watched.context()
    other = await context.new_page()
    await other.goto(f"{server.address}/console/")
    await give_password(other)
    await expect(other.get_by_text("No session is live")).to_be_visible()

    await open_profile(page)
    out = BytesIO()
    Image.new("RGB", (400, 300), "teal").save(out, "PNG")
    async with page.expect_file_chooser() as choosing:
        await page.get_by_role("button", name="Choose picture").click()
    chosen = {"name": "me.png", "mimeType": "image/png", "buffer": out.getvalue()}
    await (await choosing.value).set_files([chosen])  # type: ignore[list-item]
    await expect(page.locator("main img")).to_have_js_property("naturalWidth", 256)
    await page.get_by_label("Name", exact=True).fill("Technician Renamed")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("button", name="Menu of Technician Renamed")).to_be_visible()

    await expect(page.get_by_role("button", name="Sign out all others")).to_be_visible()
    await page.get_by_role("button", name="Change password").click()
    await page.get_by_label("Present password").fill(PASSWORD)
    await page.get_by_label("New password").fill("another horse entirely")
    watched.expected += ["401", "HTTP Authentication failed", "Unexpected response code: 401"]
    await page.get_by_role("button", name="Change password").click()
    await expect(page.get_by_text("Other browsers were signed out")).to_be_visible()
    await expect(page.get_by_role("button", name="Sign out all others")).to_be_hidden()
    await other.reload()
    await expect(other.get_by_role("heading", name="Sign in")).to_be_visible()
    await context.close()


async def test_a_token_is_made_after_the_password_was_asked_again_and_shown_once(
    server: ConsoleServer, page: Page, watched: Watched
) -> None:
    async with server.parts.database.writing() as db:
        await db.execute(update(sign_in).values(confirmed_at=0))
    await page.get_by_role("button", name="Menu of Technician One").click()
    await page.get_by_role("menuitem", name="API tokens").click()
    await page.get_by_role("button", name="New token").click()
    dialog = page.get_by_role("dialog", name="New token")
    await dialog.get_by_label("What for").fill("ticket system")
    await dialog.get_by_role("button", name="Make token").click()
    await expect(dialog.get_by_text("Tick at least one permission")).to_be_visible()
    await dialog.get_by_label("See sessions").check()
    watched.expected.append("403")
    await dialog.get_by_role("button", name="Make token").click()
    asked = page.get_by_role("dialog", name="Confirm that it is you")
    await asked.get_by_label("Your password").fill("wrong")
    await asked.get_by_role("button", name="Confirm").click()
    await expect(asked.get_by_role("alert")).to_contain_text("The password is wrong.")
    await asked.get_by_label("Your password").fill(PASSWORD)
    await asked.get_by_role("button", name="Confirm").click()
    made = page.get_by_role("dialog", name="Keep this token now")
    token = await made.locator(".secret").inner_text()
    assert re.fullmatch(r"daypass_[\w-]{43}", token)
    await made.get_by_role("button", name="I have kept the token").click()
    await expect(page.get_by_text("never used")).to_be_visible()
    await expect(page.get_by_text(token)).to_be_hidden()
    await page.get_by_role("button", name="Revoke ticket system").click()
    await page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    await expect(page.get_by_text("No tokens yet")).to_be_visible()


async def test_a_forgotten_password_is_chosen_anew_by_link(server: ConsoleServer, page: Page, watched: Watched) -> None:
    await sign_out(page)
    await page.get_by_role("link", name="Forgot your password?").click()
    await expect(
        page.get_by_role("heading", name="New password")
    ).to_be_visible()  # the page before has such a field, too
    await page.get_by_label("E-mail").fill("owner@example.org")
    await page.get_by_role("button", name="Send link").click()
    await expect(page.get_by_role("heading", name="Look at your e-mail")).to_be_visible()
    await page.goto(await server.parts.people.reset.link_for("owner@example.org"))
    await page.get_by_label("New password").fill("another horse entirely")
    await page.get_by_role("button", name="Save password").click()
    await page.get_by_role("link", name="Go to sign-in").click()
    await give_password(page, "another horse entirely")
    await expect(page.get_by_text("No session is live")).to_be_visible()
