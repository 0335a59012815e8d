"""The line is cut at random moments of a transfer, each way."""

import random
import time

from benchmarks.files.breaking_line import BreakingLine, breaking_line
from benchmarks.files.page import FilesPage
from benchmarks.files.run import TRANSFER_S, Figures, Run, compare, console_page, page_upload
from benchmarks.files.speed import compare_saved
from benchmarks.screen.browser import chromium
from benchmarks.screen.daypass_side import Daypass

from daypass.protocol.file_pieces import CHUNK

COMES_BACK_WITHIN_S = 60
CALM_S = 0.12
"""After a cut: the page comes back after a quarter of a second, and by then has told how far it was."""


def broken(run: Run, ours: Daypass) -> Figures:
    """For each way: whether the file came whole and right, and how much was sent again for each break, in chunks."""
    found: Figures = {"breaks": run.asked.breaks}
    dice = random.Random(11)
    with breaking_line(ours.port) as line, chromium(detour=ours.detour(line.port)) as browser:
        with console_page(run, ours, browser) as page:
            for way in ("up", "down"):
                found[way] = one_way(run, page, line, way, dice)
                run.say(f"broken_line {way}", found[way])
    found["right"] = all(found[way]["right"] for way in ("up", "down"))
    found["chunks_again_at_most"] = max(found[way]["chunks_again_at_most"] for way in ("up", "down"))
    return found


def one_way(run: Run, page: FilesPage, line: BreakingLine, way: str, dice: random.Random) -> Figures:
    """Raises RuntimeError when the file does not come whole."""
    files = run.files
    (files.pc / files.large.name).unlink(missing_ok=True)
    size = files.large.stat().st_size
    moments = sorted(dice.uniform(0, size * 0.98) for _ in range(run.asked.breaks))
    line.up = line.down = 0
    passed = []
    first = len(page.evaluate("filesBench.stood()"))
    began = time.monotonic()
    if way == "up":
        number = page_upload(page, [files.large], files.pc)
    else:
        number = page.download(files.folder / "technician", [files.large])
    for moment in moments:
        page.until(f"filesBench.news({number}).bytes >= {int(moment)}", TRANSFER_S)
        before = page.evaluate("filesBench.state().ready")
        line.cut()
        time.sleep(CALM_S)
        passed.append(line.down)
        page.until(f"filesBench.state().ready > {before}", COMES_BACK_WITHIN_S)
    news = page.wait(number, TRANSFER_S)
    seconds = time.monotonic() - began
    again = news["agains"] if way == "up" else lost(passed, page.evaluate("filesBench.stood()")[first:])
    return {
        "right": is_right(run, page, way, number),
        "chunks_again_at_most": round(max(again, default=0) / CHUNK, 2),
        "chunks_again_in_all": round(sum(again) / CHUNK, 2),
        "seconds": round(seconds, 1),
    }


def lost(passed: list[int], stood: list[int]) -> list[int]:
    """For each break of a download, the bytes that had left the server and of which the page kept nothing.

    `passed`: bytes since the beginning at each cut, heads of frames among them; `stood`: what the page had when the next line stood.
    """
    wire = [now - before for before, now in zip([0, *passed], passed, strict=False)]
    kept = [now - before for before, now in zip([0, *stood], stood, strict=False)]
    return [sent - had for sent, had in zip(wire, kept, strict=True)]


def is_right(run: Run, page: FilesPage, way: str, number: int) -> bool:
    """SHA-256 of the whole file, at the PC or as the browser saved it, against the source's."""
    try:
        if way == "up":
            compare(run.files.large, run.files.pc / run.files.large.name)
        else:
            compare_saved(run, page, number)
    except RuntimeError as problem:
        run.say("broken_line", str(problem))
        return False
    return True
