"""The whole pass on the customer's PC: the real executable against the real server, up to a PC as it was before."""

import asyncio
import json
import shutil
import time
from collections.abc import AsyncIterator
from pathlib import Path

import build_host
import codec_pack
import pytest
from PIL import Image
from pydantic import SecretStr
from tests.host.remote_control.viewer_picture import DrawnPicture
from tests.host.technician import CODE, TechnicianPage, TechnicianViewer
from tests.host.test_chat_journey import hear_lines
from tests.server.deployment.mail_server import Smtp, smtp
from tests.server.running import RunningServer, small_server
from tests.wine.customer import Customer
from tests.wine.likeness import likeness
from tests.wine.pc import CustomerPc
from tests.wine.whole_pass import activate, eventually, half_an_upload, stamped, until_clean
from tests.wine.windows_compiler import compile_for_windows

from daypass.host.connection.first_stage import OPEN_ALREADY
from daypass.protocol.chat import Author, ChatSay, ChatSince
from daypass.protocol.clipboard import ClipboardShared, ClipboardText
from daypass.protocol.connecting import ConnectRefused, Mode
from daypass.protocol.dashboard import ActionDone, read_to_technician
from daypass.protocol.messages import Tool
from daypass.protocol.remote_control import (
    CharacterKey,
    Key,
    PointerButton,
    PointerMoved,
    ShortcutKey,
    TextTyped,
    ViewerShows,
)
from daypass.protocol.restarting import PlanRestart, RestartMode
from daypass.protocol.tool_line import Notice, Restarting
from daypass.translation import Translation

BOOT_LOADER = Path(__file__).with_name("boot_loader.c")
FILM = Path(__file__).with_name("film.py")
FILM_PLACE = (800, 400, 320, 240)
CODECS = r"C:\Program Files\Daypass Support\codecs"

pytestmark = [pytest.mark.wine, pytest.mark.slow]
NOBODY_READS = Translation("en").text("host.chat.nobody_reads")
CTRL, SELECT_ALL, COPY, PASTE, FRENCH_A = 0x1D, 0x1E, 0x2E, 0x2F, 0x10
__all__ = ["smtp"]


@pytest.fixture
async def server(tmp_path: Path, smtp: Smtp) -> AsyncIterator[RunningServer]:
    """One that sends mail."""
    smtp.up()
    url = SecretStr(f"smtp://127.0.0.1:{smtp.port}")
    async with small_server(tmp_path / "server", smtp_url=url, mail_from="a@example.org") as running:
        yield running


async def typed_text(pc: CustomerPc, wanted: str, seconds: float = 20) -> list[str]:
    """What stands in Notepad once it is what was wanted, or after `seconds`."""
    give_up = time.monotonic() + seconds
    while True:
        found = await asyncio.to_thread(pc.text_in)
        if found == [wanted] or time.monotonic() > give_up:
            return found
        await asyncio.sleep(0.2)


def as_image(drawn: DrawnPicture) -> Image.Image:
    return Image.frombytes("RGB", (drawn.width, drawn.height), bytes(drawn.pixels), "raw", "BGRX")


async def test_the_customers_pc_is_helped_restarted_and_left_as_it_was(
    pc: CustomerPc, server: RunningServer, smtp: Smtp, packed: Path, pictures: Path
) -> None:
    await asyncio.to_thread(starts_in_safe_mode_too, pc)
    before = await asyncio.to_thread(pc.inventory)
    shutil.copy(the_codec_pack(), server.parts.settings.host_program.parent)
    page, customer = await activate(server, pc, packed, pictures, True, customer_email="customer@example.org")
    await eventually(server, page, receipt_state="asked")
    await customer.presses_the_receipts_tick()
    await customer.presses("Return")
    await eventually(server, page, receipt_state=None)
    assert pc.path(r"C:\Program Files\Daypass Support\pythonw.exe").is_file()

    await restarts_in_safe_mode(pc, server, page, customer, pictures)

    await sets_a_new_password(pc, server, page, customer, pictures)
    await customer.reads_the_activity_log("Technician One: the computer was restarted")
    await customer.presses_the_receipts_line_in_the_trays_menu()
    await eventually(server, page, receipt_state="asked")

    await asyncio.to_thread(pc.open_notepad)
    answer = asyncio.get_running_loop().create_task(customer.allows_the_connection())
    async with page.connect() as viewer:
        await answer
        assert isinstance(viewer, TechnicianViewer), viewer
        await viewer.see_until(lambda: viewer.drawn.width == 1280, seconds=30)
        await viewer.send(PointerMoved(x=400, y=300))
        for down in (True, False):
            await viewer.send(PointerButton(button=0, down=down, x=400, y=300))
        await viewer.send(TextTyped(text="olá ção 42"))
        assert await typed_text(pc, "olá ção 42") == ["olá ção 42"]
        await talks_in_the_chat(pc, page, viewer, customer, pictures)
        await types_and_pastes(pc, viewer)
        await sees_a_film_that_is_exact_when_it_rests(pc, viewer, pictures)
        screen = await asyncio.to_thread(pc.screenshot, pictures / "connected.png")
        await viewer.see_until(lambda: likeness(as_image(viewer.drawn), Image.open(screen)) > 0.99, seconds=30)
        async with half_an_upload(pc, page, viewer, customer):
            ended = await server.http.delete(f"/api/support-sessions/{page.session_id}")
            assert ended.status_code < 300, ended.text
            await viewer.see_everything()

    await eventually(server, page, state="ended", removal="confirmed")
    await customer.reads_and_closes_the_last_window(
        "Technician One ended the session. Nobody can see or control this PC any more."
    )
    await asyncio.to_thread(pc.run, "taskkill", "/f", "/im", "notepad.exe")
    left = await until_clean(pc, before)
    assert not left, "\n".join(left)
    await eventually(server, page, receipt_state="sent")
    assert len(smtp.mailbox.mails) == 2
    body = smtp.mailbox.mails[1].get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert "found nothing left" in text and r"Folder: C:\Program Files\Daypass Support" in text, text


def starts_in_safe_mode_too(pc: CustomerPc) -> None:
    """What Wine lacks for that: the list of services that start then, and the boot loader's tool."""
    added = pc.run("reg", "add", r"HKLM\SYSTEM\CurrentControlSet\Control\SafeBoot\Network", "/f")
    assert added.code == 0, added.output
    compile_for_windows(BOOT_LOADER, pc.path(r"C:\windows\system32\bcdedit.exe"))


def wait_for(file: Path, seconds: float = 20) -> None:
    give_up = time.monotonic() + seconds
    while not file.exists():
        assert time.monotonic() < give_up, file
        time.sleep(0.05)


async def restarts_in_safe_mode(
    pc: CustomerPc, server: RunningServer, page: TechnicianPage, customer: Customer, pictures: Path
) -> None:
    """The technician wants it, the customer says *now*; afterwards the same line goes on, and the start after that is an ordinary one.

    Wine takes the order and does nothing (its argument is tested in `test_dashboard.py`): the PC is switched off and on by hand.
    """
    deadline, safe_boot = (await server.session(page.session_id))["deadline_at"], pc.path(r"C:\safeboot")
    answer = asyncio.get_running_loop().create_task(customer.allows_the_connection())
    async with page.connect(tool=Tool.DASHBOARD) as line:
        await answer
        assert isinstance(line, TechnicianViewer), line
        await line.send(PlanRestart(action=1, mode=RestartMode.SAFE, in_s=0))
        while not isinstance(planned := read_to_technician((await line.receive()).plain), ActionDone):
            pass
        assert planned.dp is None, planned
        await customer.sees("This computer is about to restart")
        assert not safe_boot.exists()
        await customer.presses("Tab", "Tab", "space")
        while not isinstance(read_to_technician((await line.receive()).plain), Restarting):
            pass
        await asyncio.to_thread(wait_for, safe_boot)
        await asyncio.sleep(1)  # the order follows
    await asyncio.to_thread(pc.restart)
    await eventually(server, page, presence="online", state="active")
    assert (await server.session(page.session_id))["deadline_at"] == deadline
    assert not safe_boot.exists()
    secured = line.secured
    async with page.connect(Mode.RESUME, secured.resume_secret, secured.connection_id, Tool.DASHBOARD) as back:
        assert isinstance(back, TechnicianViewer), back
        assert not back.consent_was_asked, "the customer said yes to that when they said now"


def the_codec_pack() -> Path:
    """As `make host` put it beside the packed host."""
    pack = codec_pack.sha256_of(build_host.codec_pack_for(None))
    return build_host.OUTPUT / f"codecs-{pack}.zip"


async def sees_a_film_that_is_exact_when_it_rests(pc: CustomerPc, viewer: TechnicianViewer, pictures: Path) -> None:
    """H.264 on this PC: the libraries came after the activation, and were not in the download."""
    assert len(list(pc.path(CODECS).iterdir())) == len(codec_pack.TAKEN) + 1
    await viewer.send(ViewerShows(video=True))
    x, y, width, height = FILM_PLACE
    film = await asyncio.to_thread(pc.start_python, FILM, *map(str, FILM_PLACE))
    try:
        await viewer.see_until(lambda: viewer.drawn.video_frames >= 30, seconds=60)
        pc.path(r"C:\rest").touch()
        place = (x, y, x + width, y + height)

        def exact() -> bool:
            shown = as_image(viewer.drawn).crop(place)
            return likeness(shown, Image.open(pc.screenshot(pictures / "film.png")).crop(place)) == 1

        await viewer.see_until(exact, seconds=30)
    finally:
        film.kill()
        pc.path(r"C:\rest").unlink(missing_ok=True)


async def talks_in_the_chat(
    pc: CustomerPc, page: TechnicianPage, viewer: TechnicianViewer, customer: Customer, pictures: Path
) -> None:
    """Beside remote control: the first message opens the window, and what is typed there comes back."""
    secured = viewer.secured
    async with page.connect(Mode.CHANNEL, secured.channel_secret, secured.connection_id, Tool.CHAT) as chat:
        assert isinstance(chat, TechnicianViewer), chat
        await chat.send(ChatSince(number=0))
        await chat.send(ChatSay(text="Bom dia ☕ https://example.org/a?b=1&c=2", reference=1))
        x, y, width, height = (await customer.sees("Chat with support"))["place"]
        await customer.clicks(x + width // 2, y + height - 170)
        await customer.types("It does not print")
        await customer.presses("Return")
        lines, _ = await hear_lines(chat, 2)
        assert [(line.author, line.text) for line in lines[1:]] == [(Author.CUSTOMER, "It does not print")]
    await asyncio.to_thread(pc.wait_for_words, "Chat with support", NOBODY_READS)
    await asyncio.to_thread(pc.screenshot, pictures / "chat-alone.png")
    await customer.presses("alt+F4")
    await customer.clicks(400, 300)  # back to work


async def types_and_pastes(pc: CustomerPc, viewer: TechnicianViewer) -> None:
    """By keys of a Brazilian keyboard on a PC that has another; then the clipboard, both ways."""
    keyboards = json.loads((Path(__file__).parents[1] / "vectors/keyboards.json").read_text(encoding="utf-8"))
    keys = {text: presses[0] for text, presses in keyboards["pt-BR ABNT2"]["characters"].items() if len(presses) == 1}
    await press(viewer, SELECT_ALL)
    for text, (_, scan, _) in keys.items():
        await viewer.send(CharacterKey(scan=scan, extended=False, text=text))
        await viewer.send(Key(scan=scan, extended=False, down=False))
    wanted = "".join(keys)
    assert await typed_text(pc, wanted) == [wanted]
    await viewer.send(ClipboardShared(on=True))
    await select_all_on_a_french_keyboard(viewer)
    await press(viewer, COPY)
    await viewer.see_until(lambda: ClipboardText(text=wanted) in viewer.messages, seconds=20)
    await viewer.send(ClipboardText(text="colado: ção\n€😀"))
    await press(viewer, PASTE)
    assert await typed_text(pc, "colado: ção\r\n€😀") == ["colado: ção\r\n€😀"]
    told = [message for message in viewer.messages if isinstance(message, ClipboardText | Notice)]
    assert told == [ClipboardText(text=wanted)]


async def press(viewer: TechnicianViewer, key: int) -> None:
    """With Ctrl."""
    for scan, down in ((CTRL, True), (key, True), (key, False), (CTRL, False)):
        await viewer.send(Key(scan=scan, extended=False, down=down))


async def select_all_on_a_french_keyboard(viewer: TechnicianViewer) -> None:
    """A lies there where Q lies on this PC's keyboard."""
    await viewer.send(Key(scan=CTRL, extended=False, down=True))
    await viewer.send(ShortcutKey(scan=FRENCH_A, extended=False, text="a"))
    for scan in (FRENCH_A, CTRL):
        await viewer.send(Key(scan=scan, extended=False, down=False))


async def sets_a_new_password(
    pc: CustomerPc, server: RunningServer, page: TechnicianPage, customer: Customer, pictures: Path
) -> None:
    """The code window comes again, in front of what the person does; the right code in it is all that it takes."""
    old = page.verifier
    await page.set_password("another password")
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(page.pair(), name="the technician's page")
        await customer.sees("Type the security code")
        await asyncio.to_thread(pc.screenshot, pictures / "new-password.png")
        await customer.types("111111")
        await customer.presses("Return")
        happened, _, next_ = Translation("en").problem("DP-301", tries_left="4")
        await asyncio.to_thread(pc.wait_for_words, "Type the security code", f"{happened} {next_} (DP-301)")
        await asyncio.to_thread(pc.screenshot, pictures / "new-password-wrong.png")
        await customer.types(CODE)
        await customer.presses("Return")
    await customer.sees("The new password is in force")
    await asyncio.to_thread(pc.screenshot, pictures / "new-password-done.png")
    await customer.presses("Return")
    async with page.connect(secret=old) as refused:
        assert isinstance(refused, ConnectRefused) and refused.dp == "DP-401"


async def test_a_download_opened_again_brings_its_window_to_the_front(
    pc: CustomerPc, server: RunningServer, packed: Path, pictures: Path
) -> None:
    prepared = await server.prepare(language="en")
    page, customer = TechnicianPage(server, prepared["id"]), Customer(pc, pictures)
    program = await asyncio.to_thread(stamped, server, packed, pc.directory / "made")
    download = await asyncio.to_thread(pc.download, program, "DaypassSupport.exe")
    await asyncio.to_thread(pc.start, download)
    async with asyncio.TaskGroup() as tasks:
        await customer.follows_to_the_code(prepared["number"])
        await asyncio.to_thread(pc.open_notepad)
        assert (await asyncio.to_thread(pc.run, download)).code == OPEN_ALREADY
        assert await order_of(pc, "Type the security code", "Notepad") == ["Type the security code", "Notepad"]
        tasks.create_task(page.pair(), name="the technician's page")
        await asyncio.to_thread(pc.screenshot, pictures / "in-front-again.png")
        await customer.takes_the_keyboard()
        x, y, _, _ = (await customer.sees("Type the security code"))["place"]
        await customer.clicks(x + 143, y + 176)  # into the field
        await customer.types_the_code(CODE)
    await eventually(server, page, state="active", presence="online")


async def order_of(pc: CustomerPc, *titles: str) -> list[str]:
    """Which windows with these words in their titles there are, the one in front first."""
    seen = await asyncio.to_thread(pc.windows)
    return [title for window in seen for title in titles if title in window["title"]]
