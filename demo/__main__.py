"""make demo / make demo-once.

python -m demo                 one page on localhost with both sides; Ctrl+C or its button ends and deletes everything
python -m demo --once          plays the whole journey unattended, saves a screenshot of each step, prints one JSON object as its last line
    --pc windows|linux         the customer's PC: the real executable under Wine, or the Linux platform host (default: Windows if possible)
    --language pt-BR|en|es     what both people read (default: this machine's, by LC_ALL or LANG; with --once pt-BR)
    --out FOLDER               where the screenshots go (default: demo-out)
    --two-machines             with --once: the server on a machine of its own (network namespaces, as root), by IP over its own authority
"""

import argparse
import contextlib
import json
import os
import shutil
import sys
import traceback
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from daypass.translation import Translation
from demo import wine_pc
from demo.browsers import chromium, customers_browser, technicians_browser
from demo.clean_end import INTERRUPTED, end_with_the_watcher, marked_folder, run_watched
from demo.journey import Journey, play, sha256_of
from demo.mailbox import open_mailbox
from demo.remote_pc import switched_on
from demo.server_process import ROOT, run_server
from demo.two_machines import two_machines

HOST_PROGRAM = ROOT / "build/host/DaypassSupport-base.exe"
STEPS = ("mail", "page", "download", "host_ui", "paired", "active", "picture", "typed", "ended", "removed")


def main(arguments: list[str] | None = None) -> int:
    """Run one of the two demos; 0 when it did what it says."""
    parser = argparse.ArgumentParser(prog="demo", description="The whole pass with real parts on this machine.")
    parser.add_argument("--once", action="store_true", help="play the journey unattended and print a JSON report")
    parser.add_argument("--pc", choices=("windows", "linux"), help="the customer's PC")
    parser.add_argument("--language", choices=("pt-BR", "en", "es"), help="what both people read")
    parser.add_argument("--out", type=Path, default=ROOT / "demo-out", help="folder of the screenshots")
    parser.add_argument(
        "--two-machines", action="store_true", help="with --once: the server in a network namespace of its own"
    )
    asked = parser.parse_args(arguments)
    folder = marked_folder()
    if folder is None:
        status = run_watched(sys.argv[1:] if arguments is None else arguments)
        if status == INTERRUPTED:
            language = asked.language or visitors_language(os.environ)
            with contextlib.suppress(OSError):  # the terminal may have gone
                print(Translation(language).text("demo.interrupted"), flush=True)
        return status
    end_with_the_watcher()
    try:
        return _run(asked, folder)
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(asked: argparse.Namespace, folder: Path) -> int:
    language = asked.language or ("pt-BR" if asked.once else visitors_language(os.environ))
    kind = asked.pc or best_pc(language)
    if asked.once:
        return play_once(kind, language, asked.out, folder, asked.two_machines)
    from demo.both_sides import show_both_sides

    return show_both_sides(kind, language, folder)


def visitors_language(environment: Mapping[str, str]) -> str:
    """What the machine is set to (POSIX's order of variables), if it is one of ours; English otherwise, as in this text."""
    setting = next(filter(None, map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return {"pt": "pt-BR", "es": "es"}.get(setting[:2].lower(), "en")


def best_pc(language: str) -> str:
    """Windows where Wine and the executable are there; else Linux, and says so."""
    missing = wine_pc.missing()
    if not HOST_PROGRAM.exists():
        missing.append(str(HOST_PROGRAM.relative_to(ROOT)))
    if not missing:
        return "windows"
    print(Translation(language).text("demo.without_wine", missing=", ".join(missing)), flush=True)
    return "linux"


def server_settings(kind: str, smtp_url: str) -> Mapping[str, str]:
    """What the demo's server is told beside its address."""
    return {
        "DAYPASS_SMTP_URL": smtp_url,
        "DAYPASS_MAIL_FROM": "support@example.org",
        "DAYPASS_HOST_PROGRAM": str(HOST_PROGRAM),
        "DAYPASS_LINUX_HOST": "1" if kind == "linux" else "0",
    }


def play_once(kind: str, language: str, out: Path, folder: Path, apart: bool) -> int:
    """Play the journey; the last line printed is the report."""
    shutil.rmtree(out, ignore_errors=True)
    report: dict[str, object] = {"ok": False, "steps": {}}
    journey: Journey | None = None
    with ExitStack() as stack:
        try:
            journey = _set_the_stage(stack, kind, language, out, folder, apart)
            play(journey, folder)
        except Exception:
            traceback.print_exc()
            if journey is not None:
                _keep_evidence(journey, out)
        if journey is not None:
            report = report_of(journey)
    print(json.dumps(report), flush=True)
    return 0 if report["ok"] else 1


def _set_the_stage(stack: ExitStack, kind: str, language: str, out: Path, folder: Path, apart: bool) -> Journey:
    machines = stack.enter_context(two_machines()) if apart else None
    mailbox = stack.enter_context(open_mailbox(machines.pc_address) if machines else open_mailbox())
    settings = server_settings(kind, mailbox.smtp_url)
    if machines:
        running = run_server(folder / "server", settings, machines.server_address, machines.on_server)
    else:
        running = run_server(folder / "server", settings)
    server = stack.enter_context(running)
    pc = stack.enter_context(switched_on(kind, folder / "pc", server, language))
    browser = stack.enter_context(chromium(server.authority()))
    technician = technicians_browser(browser, language).new_page()
    customer = customers_browser(browser, language).new_page()
    return Journey(server, mailbox, pc, technician, customer, language, out)


def report_of(journey: Journey) -> dict[str, object]:
    """The JSON object of the last line: seconds since the start by step, and what was run and left."""
    downloaded = journey.download if journey.download and journey.download.exists() else None
    steps = {step: journey.seconds[step] for step in STEPS if step in journey.seconds}
    rising = list(steps.values()) == sorted(steps.values())
    report: dict[str, object] = {
        "ok": len(steps) == len(STEPS) and rising and not journey.leftovers,
        "steps": steps,
        "host_exe_mb": round(downloaded.stat().st_size / 1e6, 2) if downloaded else None,
        "host_exe_sha256": journey.run_sha256,
        "downloaded_sha256": sha256_of(downloaded) if downloaded else None,
        "leftovers": journey.leftovers,
    }
    return report if journey.pc.kind == "windows" else report | {"pc": "linux"}


def _keep_evidence(journey: Journey, out: Path) -> None:
    """What both people and the server saw when a step failed."""
    out.mkdir(parents=True, exist_ok=True)
    for take in (
        lambda: journey.picture_of(journey.technician, "failed-technician"),
        lambda: journey.picture_of(journey.customer, "failed-customer"),
        lambda: journey.picture_of_pc("failed-pc"),
        lambda: shutil.copy(journey.server.log, out / "server.log"),
        lambda: shutil.copy(journey.pc.log, out / "host.log"),
    ):
        try:
            take()
        except Exception as trouble:
            print(f"no evidence: {trouble}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
