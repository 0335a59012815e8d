"""Dashboard in real Chromium against the host's own tool: tables of any length, actions with their outcome, and a real shell."""

import asyncio
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from demo.browsers import ARGUMENTS, CHROMIUM
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.e2e.looking import DESKTOP, PHONE, RUN_AXE, SETTLED, scripts
from tests.e2e.viewer_stage import DIST, PASSWORD, Stage, StageChannel, viewer_stage
from tests.host.dashboard.test_restarts import Pc as SleepingPc
from tests.host.dashboard.visits import TerminalPrograms

from daypass.host.connection.connections import ToolUse
from daypass.host.dashboard.restarts import Restarts
from daypass.host.dashboard.terminal_process import TerminalProcess
from daypass.host.dashboard.tool import Dashboard
from daypass.host.platform.dashboard_ports import DashboardPorts
from daypass.host.platform.fake.dashboard import FakeDashboard, process
from daypass.host.platform.fake.local_links import MemoryLinks
from daypass.protocol.dashboard import Shell
from daypass.protocol.messages import Tool

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
HOSTILE = "\u202egnp\x1b[31m<img src=x onerror=alert(1)>"
PROGRAMS = 10_000
EXAMPLE = r"HKEY_LOCAL_MACHINE\Software\Example"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not (DIST / "index.html").exists():
        pytest.skip("the console is not built: make console")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


def customers_pc() -> FakeDashboard:
    pc = FakeDashboard()
    pc.processes.running = [
        process(10, "editor.exe", memory=2**27),
        process(11, HOSTILE, parent=10),
        process(4, "csrss.exe"),
    ]
    pc.processes.vital_pids = {4}
    pc.programs = {
        str(n): (f"Program {n:05}", "1.0", "Example", "2026-01-02", str(n * 1000), "machine") for n in range(PROGRAMS)
    }
    pc.events.events = [
        (str(1_790_000_000_000 + n), ("error", "warning")[n % 2], "disk", "7", f"Bad block {n}\n{HOSTILE}")
        for n in range(500)
    ]
    pc.registry.held = {
        EXAMPLE: {"": (1, "Ação\0".encode("utf-16-le")), "Bytes": (3, bytes(range(40)))},
        EXAMPLE + "\\\u202ehidden": {},
    }
    return pc


def dashboard_of(ports: DashboardPorts, logged: list[str], restarts: Restarts) -> object:
    """What serves one line after the other, as the service does."""
    here: list[Dashboard] = []

    async def log(what: str, detail: str) -> None:
        logged.append(f"{what} {detail}")

    async def ignore(_: object) -> None:
        return None

    async def serve(channel: StageChannel) -> None:
        if not here:
            tasks: Any = asyncio  # the stage's loop ends them
            links = MemoryLinks(tasks)
            programs = TerminalPrograms(tasks, links, lambda peer: TerminalProcess(peer, ports.open_shell).run())
            here.append(Dashboard(lambda: ports, programs, links, tasks, restarts))
        try:
            await here[0].run_tool(channel, ToolUse("Technician One", ignore, log, ignore))  # type: ignore[arg-type]
        except EOFError:
            return

    return serve


@pytest.fixture
def logged() -> list[str]:
    return []


@pytest.fixture
def pc() -> FakeDashboard:
    return customers_pc()


@pytest.fixture
def stage(pc: FakeDashboard, logged: list[str]) -> Iterator[Stage]:
    from daypass.host.platform.linux.dashboard import PtyShell

    assert sys.platform != "win32"
    ports = replace(pc.ports, shells=(Shell.SH,), open_shell=PtyShell)
    with viewer_stage("") as running:
        running.host.tools[Tool.DASHBOARD] = dashboard_of(ports, logged, SleepingPc().restarts)  # type: ignore[assignment]
        yield running


@pytest.fixture
def page(browser: Browser, stage: Stage) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-US")
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.goto(stage.page.replace("remote-control", "dashboard"))
    opened.get_by_label("Session password", exact=True).fill(PASSWORD)
    opened.get_by_role("button", name="Connect", exact=True).click()
    expect(opened.get_by_role("heading", name="This PC")).to_be_visible(timeout=30_000)
    yield opened
    context.close()
    assert wrong == []


def go_to(page: Page, area: str) -> None:
    page.get_by_role("navigation", name="Areas of the PC").get_by_role("button", name=area, exact=True).click()


def keep_picture(page: Page, name: str) -> None:
    if folder := os.environ.get("DAYPASS_SCREENSHOTS"):
        page.screenshot(path=f"{folder}/{name}.png")


def faults_of(page: Page) -> list[str]:
    """What axe-core finds in every area, light on a desktop and dark on a phone."""
    page.evaluate(scripts())
    found: list[str] = []
    for scheme, (width, height) in (("light", DESKTOP), ("dark", PHONE)):
        page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for area in ("Overview", "Graphs", "Processes", "Event log", "Registry", "Restart", "Terminals"):
            go_to(page, area)
            page.set_viewport_size({"width": width, "height": height})
            page.evaluate(SETTLED)
            keep_picture(page, f"dashboard-{area}-{scheme}-{width}")
            found += [f"{area}, {scheme}: {fault}" for fault in page.evaluate(RUN_AXE)]
            page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    return found


def reads_the_event_log(page: Page, pc: FakeDashboard) -> None:
    """The PC filters, not the page: older ones come through the same filter."""
    go_to(page, "Event log")
    expect(page.get_by_text("200 rows")).to_be_visible()
    boxes = [one.bounding_box() for one in page.locator(".dash-query > *").all() if one.is_visible()]
    assert len({round(box["y"] + box["height"]) for box in boxes if box}) == 1, "the filter is one row"
    page.get_by_role("button", name="Level: All").click()
    page.get_by_role("checkbox", name="Error").check()
    page.keyboard.press("Escape")
    page.get_by_label("Time", exact=True).select_option("Choose dates")
    page.get_by_label("From").fill("2026-01-01T00:00")
    page.get_by_label("Source").fill("DISK")
    page.get_by_label("Event", exact=True).fill("7")
    page.keyboard.press("Enter")
    expect(page.get_by_text("200 rows")).to_be_visible()
    page.locator(".dash-room").evaluate("room => { room.scrollTop = room.scrollHeight }")
    page.get_by_role("button", name="Older").click()
    expect(page.get_by_text("250 rows")).to_be_visible()
    expect(page.get_by_role("button", name="Older")).to_have_count(0)
    first, older = pc.events.asked[-2:]
    assert older == replace(first, before=older.before) and older.before
    assert (first.levels, first.source, first.event) == (("error",), "DISK", 7) and first.since


def edits_the_registry(page: Page, pc: FakeDashboard) -> None:
    go_to(page, "Registry")
    keys = page.get_by_role("grid", name="Registry")
    page.get_by_label("Path of the key").fill(r"hklm\Software\Example")
    page.keyboard.press("Enter")
    expect(keys.get_by_text("⟨U+202E⟩hidden")).to_be_visible()
    page.get_by_role("button", name="New value").click()
    made = page.get_by_role("dialog", name="New value")
    made.get_by_label("Name").fill("Count")
    made.get_by_role("combobox", name="Type").click()
    page.get_by_role("option", name="REG_DWORD").click()
    made.get_by_label("Number").fill("0xff")
    made.get_by_role("button", name="Save", exact=True).click()
    keys.get_by_text("255 (0xff)").dblclick()
    page.get_by_role("dialog", name="Count").get_by_label("Number").fill("7")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(keys.get_by_text("7 (0x7)")).to_be_visible()
    assert pc.registry.held[EXAMPLE]["Count"] == (4, b"\x07\0\0\0")
    with page.expect_download() as saving:
        page.get_by_role("button", name="Export…").click()
    assert saving.value.suggested_filename == "Example.reg"
    text = saving.value.path().read_bytes().decode("utf-16").split("\r\n")
    assert text[:4] == ["Windows Registry Editor Version 5.00", "", f"[{EXAMPLE}]", '@="Ação"']
    assert text[6] == '"Count"=dword:00000007' and text[8] == f"[{EXAMPLE}\\\u202ehidden]"
    expect(page.get_by_text("2 keys are in the file.")).to_be_visible()
    keep_picture(page, "dashboard-registry-exported")


def plans_and_withdraws_a_restart(page: Page, logged: list[str]) -> None:
    go_to(page, "Restart")
    page.get_by_label("Safe mode with networking").check()
    page.get_by_role("button", name="Restart the PC…").click()
    page.get_by_role("dialog", name="Restart this PC in safe mode?").get_by_role("button", name="Restart").click()
    expect(page.get_by_role("heading", name="wanted by Technician One")).to_be_visible()
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_role("heading", name="Restart the PC")).to_be_visible()
    assert logged[-2].startswith("restart_planned_safe") and logged[-1].startswith("restart_withdrawn")


def watches_processes(page: Page, pc: FakeDashboard) -> None:
    """As a tree that folds by keys, with rows that keep still under the pointer; only while the tab is in sight."""
    page.get_by_role("switch", name="As a tree").click()
    tree = page.get_by_role("treegrid", name="Processes")
    editor = tree.get_by_role("row", name="editor.exe")
    editor.click()
    expect(tree.get_by_role("row", level=2)).to_have_count(1)
    page.keyboard.press("ArrowLeft")
    expect(editor).to_have_attribute("aria-expanded", "false")
    expect(tree.get_by_role("row", level=2)).to_have_count(0)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(tree.get_by_role("row", level=2)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowLeft")
    expect(editor).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("region", name="Chosen row").get_by_text("PC\\ana")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("region", name="Chosen row")).to_have_count(0)
    page.get_by_role("switch", name="As a tree").click()

    grid = page.get_by_role("grid", name="Processes")
    first = grid.get_by_role("row").nth(1)
    grid.get_by_role("button", name="Memory").click()
    first.hover()
    page.get_by_role("switch", name="As a tree").focus()
    expect(first).to_contain_text("editor.exe")
    pc.processes.running[-1] = replace(pc.processes.running[-1], memory=2**40)
    expect(grid.get_by_role("row", name="csrss.exe")).to_contain_text("1.1 TB")
    expect(first).to_contain_text("editor.exe")
    page.mouse.move(5, 400)
    expect(first).to_contain_text("csrss.exe")

    sight = "Object.defineProperty(document, 'visibilityState', {{ value: '{}', configurable: true }}); "
    tell = "document.dispatchEvent(new Event('visibilitychange'))"
    page.evaluate(sight.format("hidden") + tell)
    page.wait_for_timeout(200)
    looked = pc.processes.looked_at
    page.wait_for_timeout(1200)
    assert pc.processes.looked_at == looked
    page.evaluate(sight.format("visible") + tell)
    pc.processes.running.append(process(12, "fresh.exe"))
    expect(grid.get_by_text("fresh.exe").first).to_be_visible()


def stays_when_the_line_breaks(page: Page, stage: Stage) -> None:
    """What runs goes on, its output comes, and what is typed next is typed to the same shell."""
    screen = page.locator(".xterm-accessibility")
    page.keyboard.type("kept=7; sleep 0.5; echo late-$((40+kept))\n")
    stage.cut_the_line()
    expect(screen.get_by_text("late-47", exact=False).first).to_be_visible()
    expect(page.locator(".tool-page")).to_have_attribute("data-state", "connected")
    page.keyboard.type("echo again-$((50+kept))\n")
    expect(screen.get_by_text("again-57", exact=False).first).to_be_visible()


def test_a_technician_looks_around_acts_and_works_in_a_terminal(
    page: Page, pc: FakeDashboard, logged: list[str], stage: Stage
) -> None:
    go_to(page, "Processes")
    grid = page.get_by_role("grid", name="Processes")
    # Hostile text is text: nothing turns around, nothing runs.
    expect(grid.get_by_text("⟨U+202E⟩gnp⟨U+001B⟩[31m<img src=x onerror=alert(1)>").first).to_be_visible()
    watches_processes(page, pc)
    grid.get_by_text("editor.exe").first.click()
    page.get_by_role("button", name="End process").click()
    page.get_by_role("dialog", name="End editor.exe?").get_by_role("button", name="End process").click()
    expect(grid.get_by_text("editor.exe")).to_have_count(0)
    assert "process_ended editor.exe" in logged
    grid.get_by_text("csrss.exe").first.click()
    page.get_by_role("button", name="End process").click()
    refused = page.get_by_role("dialog", name="End csrss.exe?")
    refused.get_by_role("button", name="End process").click()
    expect(refused.get_by_text("DP-802")).to_be_visible()
    refused.get_by_role("button", name="Cancel").click()

    go_to(page, "Services")
    page.get_by_role("grid", name="Services").get_by_text("Spooler").first.click()
    page.get_by_role("button", name="Stop", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Stop").click()
    expect(page.get_by_role("grid", name="Services").get_by_text("Stopped")).to_be_visible()

    go_to(page, "Startup")
    startup = page.get_by_role("grid", name="Startup")
    startup.get_by_text("Updater").first.click()
    page.get_by_role("button", name="Disable").click()
    expect(startup.get_by_role("row", name="Updater")).to_contain_text("Disabled")
    assert logged[-1] == "startup_off Updater"

    go_to(page, "Installed programs")
    programs = page.get_by_role("grid", name="Installed programs")
    expect(page.get_by_text("10,000 rows").or_(page.get_by_text("10000 rows"))).to_be_visible()
    programs.focus()
    page.keyboard.press("End")
    expect(programs.get_by_text("Program 09999")).to_be_visible()
    assert programs.get_by_role("row").count() < 80
    page.get_by_label("Filter").fill("04321")
    expect(programs.get_by_text("Program 04321")).to_be_visible()

    reads_the_event_log(page, pc)

    edits_the_registry(page, pc)
    plans_and_withdraws_a_restart(page, logged)

    go_to(page, "Terminals")
    page.get_by_role("button", name="Open terminal").click()
    screen = page.locator(".xterm-accessibility")
    page.keyboard.type("echo answer-$((40+2)); stty size\n")
    expect(screen.get_by_text("answer-42", exact=False).first).to_be_visible()
    go_to(page, "Graphs")
    expect(page.locator(".dash-graph canvas").first).to_be_visible()
    go_to(page, "Terminals")
    expect(screen.get_by_text("answer-42", exact=False).first).to_be_visible()
    stays_when_the_line_breaks(page, stage)
    page.keyboard.type("exit\n")
    expect(page.get_by_text("This terminal is over.")).to_be_visible()
    assert [line for line in logged if line.startswith("terminal_")][0].startswith("terminal_opened sh")
    found = faults_of(page)
    assert not found, "\n".join(found)
