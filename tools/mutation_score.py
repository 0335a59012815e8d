"""Proves that the state machine of tests/life bites: every mutant is one bug in a copy of the real sources, and must be found.

Usage: mutation_score.py [--examples N] [--only WORD …] [--jobs N]. Prints a line for each mutant and the score; exit status 1 when one
survives, or when its text is not in the sources any more. Every real bug that is found later becomes a mutant here.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST_SECONDS = 240.0


@dataclass(frozen=True)
class Mutant:
    """One bug: `old` becomes `new` in one source file, where it stands exactly once."""

    name: str
    path: str
    old: str
    new: str


SESSIONS = "server/sessions/"
MUTANTS = (
    Mutant("a key pressed again makes another session", SESSIONS + "service.py",
           "if key is not None and (known := await", "if key is None and (known := await"),
    Mutant("the company's limit is off by one", "server/subscriptions/models.py",
           "return self.sessions_per_company if seats", "return self.sessions_per_company + 1 if seats"),
    Mutant("seats are not counted", "server/subscriptions/models.py",
           "else min(self.sessions_per_company, seats)", "else self.sessions_per_company"),
    Mutant("the technician's limit is off by one", SESSIONS + "slots.py",
           "    limit = terms.sessions_per_technician\n", "    limit = terms.sessions_per_technician + 1\n"),
    Mutant("a trial may help", SESSIONS + "slots.py", "is Plan.TRIAL:", "is None:"),
    Mutant("an ended subscription may help", "server/subscriptions/models.py", "or now < self.ends_at)", "or now > 0)"),
    Mutant("end that one ends nothing", SESSIONS + "service.py",
           "chosen = mine[:1] if end_first is True else [end_first]", "chosen = mine[:0] if end_first is True else [end_first]"),
    Mutant("24 hours count from creation", "protocol/lifecycle.py",
           "else self.activated_at + ACTIVE_FOR_MS", "else self.created_at + ACTIVE_FOR_MS"),
    Mutant("the end by time is when somebody noticed", "protocol/lifecycle.py", "ended_at=over_at, ending", "ended_at=now, ending"),
    Mutant("a link works after its activation", SESSIONS + "activation.py",
           "if session.host_key != asked.host_key or session.grant is None", "if session.grant is None"),
    Mutant("a cancelled session's link goes on", "server/deployment/models.py",
           "    if state is State.ACTIVE:\n        return LinkState.USED\n",
           "    if state is State.ENDED:\n        return LinkState.USABLE\n"),
    Mutant("a revoked link admits hosts", "server/deployment/revocation.py",
           "close_link(db, session_id, now, revoked_at=now)", "close_link(db, session_id + '-', now, revoked_at=now)"),
    Mutant("nobody sweeps what was never activated", SESSIONS + "storage.py",
           " | (s.c.deadline_at.is_(None) & (s.c.prepared_until <= now))", ""),
    Mutant("an end while the host is away is lost", SESSIONS + "control.py",
           "if session is None or not session.life.live:", "if session is None:"),
    Mutant("a host that is there is not told of the end", SESSIONS + "control.py",
           "if Effect.TELL_HOST in moved.effects else None", "if Effect.SIGN_GRANT in moved.effects else None"),
    Mutant("an order may repeat its number", SESSIONS + "storage.py", "command_counter=highest + 1", "command_counter=highest"),
    Mutant("leftovers count as removed", SESSIONS + "removal.py",
           "removal = Removal.PENDING if report.leftovers else Removal.CONFIRMED", "removal = Removal.CONFIRMED"),
    Mutant("a removed host leaves the session live", SESSIONS + "removal.py", "if session.life.live:", "if session.host_key is None:"),
    Mutant("the customer's end is the technician's", SESSIONS + "host_news.py",
           '"customer": Event.CUSTOMER_ENDS', '"customer": Event.TECHNICIAN_ENDS'),
    Mutant("every plan has every tool", "server/subscriptions/models.py",
           'Plan.BASIC: ("remote_control", "chat")', 'Plan.BASIC: ("remote_control", "files", "dashboard", "chat")'),
    Mutant("an active session past its time is activated again", SESSIONS + "activation.py",
           "or over_at is None or over_at <= self._clock():", "or over_at is None:"),
    Mutant("a tool outside the grant is admitted", SESSIONS + "connections.py",
           "if tool.value not in card.rights:", "if not card.rights:"),
    Mutant("rights follow the plan after activation", SESSIONS + "service.py",
           "plans[session.company_id] if session.rights is None else session.rights", "plans[session.company_id]"),
    Mutant("a session past its time admits connections", SESSIONS + "connections.py",
           "session.deadline_at <= self._clock()", "session.deadline_at <= 0"),
    Mutant("a colleague gets more than their limit", SESSIONS + "handing_over.py",
           "free_technician_slot(db, who, colleague.id, terms)", "free_technician_slot(db, who, session.technician_id, terms)"),
    Mutant("a host that was away keeps the old name", SESSIONS + "control.py",
           "if session.assigned_at is not None:", "if session.ended_at is not None:"),
    Mutant("everybody may end everything", SESSIONS + "service.py",
           "found = await storage.session_for(db, who, session_id, lock=True)",
           "found = await storage.session_by_id(db, session_id, lock=True)"),
    Mutant("the host trusts its wall clock", "host/lifecycle/expiry.py",
           "reached_at = ticked_at if signed else max(ticked_at, reading.wall_at + record.offset_ms)",
           "reached_at = reading.wall_at + record.offset_ms"),
    Mutant("a host that boots alone never ends", "host/lifecycle/expiry.py",
           "return now.signed or reading.awake - now.contact_awake >= OFFLINE_AFTER_MS", "return now.signed"),
    Mutant("a key is forgotten when its session is handed over", SESSIONS + "storage.py",
           "idempotency_key=had.idempotency_key,", "idempotency_key=None,"),
    Mutant("whoever gave a session away is not told", SESSIONS + "service.py",
           "return not_found() if holder is None else", "return not_found() if holder != session_id else"),
    Mutant("the page of whoever had it goes on pairing", SESSIONS + "handing_over.py",
           "            await self._mailbox.send_page_away(session_id)\n", ""),
    Mutant("a code has ten tries", SESSIONS + "pairing.py", "MOST_HEAVY_FRAMES = TRIES + 1", "MOST_HEAVY_FRAMES = 2 * TRIES + 1"),
    Mutant("a new code has the tries of the old one", SESSIONS + "pairing.py", ".heavy_frames = 0", ".heavy_frames += 0"),
    Mutant("guesses of a session are endless", SESSIONS + "pairing.py", "MOST_GUESSES = 60", "MOST_GUESSES = 600"),
    Mutant("the tries of a code are not shown", SESSIONS + "storage.py",
           "pairing_attempts=s.c.pairing_attempts + 1", "pairing_attempts=s.c.pairing_attempts"),
    Mutant("hosts stay online over a restart", SESSIONS + "storage.py",
           "connected.values(presence=Presence.OFFLINE.value, connected=[])", "connected.values(connected=[])"),
    Mutant("the end of a subscription ends what was begun", SESSIONS + "activation.py",
           "if company is None or technician is None or session.activated_at is None",
           "if company is None or not subscription.is_in_force(self._clock()) or session.activated_at is None"),
    Mutant("a new password is believed without its page's proof", SESSIONS + "new_passwords.py",
           "            or proof.technician_key != found.technician_key\n", ""),
    Mutant("a new password of a request that was replaced is forgotten", SESSIONS + "new_passwords.py",
           'if news.stage == "done":', 'if news.stage == "done" and found.stage.is_open:'),
    Mutant("a host is asked for a new password after its time", SESSIONS + "new_password_storage.py",
           "n.c.stage.in_(OPEN), n.c.expires_at > now", "n.c.stage.in_(OPEN), n.c.expires_at > 0"),
    Mutant("every page of an active session answers at the mailbox", SESSIONS + "new_passwords.py",
           "            if found is None or found.technician_key != technician_key:\n                return False",
           "            if found is None:\n                return False"),
    Mutant("hosts get orders that they do not know", SESSIONS + "new_passwords.py",
           "return self._control.is_able(session_id, NEW_PASSWORD) and await", "return await"),
)  # fmt: skip


def main() -> int:
    """Score every mutant that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=300, help="stories until a mutant counts as survived")
    parser.add_argument(
        "--only", nargs="+", default=[""], metavar="WORD", help="mutants with one of these in their name"
    )
    parser.add_argument("--jobs", type=int, default=max(1, (os.cpu_count() or 2)))
    asked = parser.parse_args()
    chosen = [mutant for mutant in MUTANTS if any(word in mutant.name for word in asked.only)]
    found = 0
    with ThreadPoolExecutor(asked.jobs) as pool:
        for mutant, (caught, how, took) in zip(
            chosen, pool.map(lambda mutant: hunt(mutant, asked.examples), chosen), strict=True
        ):
            found += caught
            print(f"{'found   ' if caught else 'SURVIVED'} {took:5.1f} s  {mutant.name}: {how}", flush=True)
    print(f"mutation score: {found} of {len(chosen)}")
    return 0 if found == len(chosen) else 1


def hunt(mutant: Mutant, examples: int) -> tuple[bool, str, float]:
    """Whether the machine finds it, by what, and in how many seconds."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="daypass-mutant-") as folder:
        source = Path(folder) / "src"
        shutil.copytree(ROOT / "src", source, ignore=shutil.ignore_patterns("__pycache__"))
        (Path(folder) / "locales").symlink_to(ROOT / "locales")
        changed = source / "daypass" / mutant.path
        text = changed.read_text()
        if text.count(mutant.old) != 1:
            return False, "its text is not in the sources exactly once", 0.0
        changed.write_text(text.replace(mutant.old, mutant.new))
        command = [sys.executable, "-m", "tests.life", "--first", "--examples", str(examples)]
        environment = {**os.environ, "PYTHONPATH": f"{source}{os.pathsep}{ROOT}", "PYTHONDONTWRITEBYTECODE": "1"}
        try:
            ran = subprocess.run(
                command, cwd=folder, env=environment, capture_output=True, text=True, timeout=MOST_SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            return False, f"not in {MOST_SECONDS:.0f} s", time.monotonic() - began
    said = (ran.stdout.strip() or ran.stderr.strip() or "nothing said").splitlines()[-1][:100]
    # 1 and its line on the standard output: the machine's own word. Anything else is not a find but a machine that does not run.
    return ran.returncode == 1 and bool(ran.stdout.strip()), said, time.monotonic() - began


if __name__ == "__main__":
    sys.exit(main())
