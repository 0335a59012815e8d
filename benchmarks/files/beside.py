"""Clicks in a running remote control, without a transfer and beside one."""

from statistics import mean

from benchmarks.files.run import Figures, Run, console_page, page_upload, transfer
from benchmarks.screen.browser import chromium
from benchmarks.screen.cases import CASES
from benchmarks.screen.daypass_side import Daypass
from benchmarks.screen.painting import painter
from benchmarks.screen.peers import take_hands
from benchmarks.screen.playing import Audience, play


def beside_transfer(run: Run, ours: Daypass) -> Figures:
    """Clicks in a running remote control, without a transfer and beside one in each direction."""
    case = next(case for case in CASES if case.name == "click")
    delays: dict[str, float] = {}
    with chromium() as browser, painter(run.screen.name) as paints, ours.viewer(browser) as viewer:
        place = take_hands(viewer, ours.canvas)

        def clicks() -> float:
            found = play(case, Audience(ours, browser, viewer, place, paints, run.screen.name))
            return float(found["p50_ms"])

        delays["alone"] = clicks()
        with chromium() as other, console_page(run, ours, other) as page:
            for way in ("up", "down"):
                number = (
                    page_upload(page, [run.files.large], run.files.pc)
                    if way == "up"
                    else page.download(run.files.folder / "technician", [run.files.large])
                )
                delays[way] = clicks()
                if page.news(number)["state"] == "done":
                    raise RuntimeError(
                        f"{way}: the transfer was over before the clicks were; a larger --size-mib is needed"
                    )
                transfer(page, number)
                page.evaluate("filesBench.forget()")
        delays["alone_again"] = clicks()
    alone = mean(value for name, value in delays.items() if name.startswith("alone"))
    ratio = round(max(delays["up"], delays["down"]) / alone, 2)
    found: Figures = {"input_beside_transfer": ratio, "input_beside_transfer_ms": delays}
    run.say("input_beside_transfer", found)
    return found
