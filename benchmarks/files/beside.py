"""Clicks in a running remote control, without a transfer and beside one."""

from collections import defaultdict
from statistics import median

from benchmarks.files.page import FilesPage
from benchmarks.files.run import Figures, Run, console_page, page_upload
from benchmarks.screen.browser import chromium
from benchmarks.screen.cases import CASES
from benchmarks.screen.daypass_side import Daypass
from benchmarks.screen.painting import painter
from benchmarks.screen.peers import take_hands
from benchmarks.screen.playing import Audience, play

ROUNDS = 3
WAYS = ("alone", "up", "down")


def beside_transfer(run: Run, ours: Daypass) -> Figures:
    """Medians of three rounds of three. Raises RuntimeError when a transfer was over before the clicks were."""
    case = next(case for case in CASES if case.name == "click")
    delays: dict[str, list[float]] = defaultdict(list)
    with chromium() as browser, painter(run.screen.name) as paints, ours.viewer(browser) as viewer:
        audience = Audience(ours, browser, viewer, take_hands(viewer, ours.canvas), paints, run.screen.name)
        with chromium() as other, console_page(run, ours, other) as page:
            for _ in range(ROUNDS):
                for way in WAYS:
                    transfer = begun(run, page, way)
                    delays[way].append(float(play(case, audience)["p50_ms"]))
                    run.say(f"clicks {way}", delays[way][-1])
                    if transfer is not None:
                        end(page, transfer)
    found = {way: round(median(delays[way]), 2) for way in WAYS}
    ratio = round(max(found["up"], found["down"]) / found["alone"], 2)
    return {"input_beside_transfer": ratio, "input_beside_transfer_ms": found}


def begun(run: Run, page: FilesPage, way: str) -> int | None:
    """The number of a transfer that has begun; None where there is to be none."""
    if way == "up":
        return page_upload(page, [run.files.large], run.files.pc)
    if way == "down":
        return page.download(run.files.folder / "technician", [run.files.large])
    return None


def end(page: FilesPage, transfer: int) -> None:
    """What is left of it is not waited for."""
    if page.news(transfer)["state"] != "running":
        raise RuntimeError("the transfer was over before the clicks were; a larger --size-mib is needed")
    page.cancel(transfer)
    page.evaluate("filesBench.forget()")
