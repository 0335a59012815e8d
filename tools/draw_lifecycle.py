"""Draws docs/lifecycle.md from the transition table, so the picture cannot lie.

Usage: draw_lifecycle.py [--check]; with --check nothing is written and a stale file is an error.
"""

import sys
from pathlib import Path

from daypass.protocol.lifecycle import ACTIVE_FOR_MS, HOUR_MS, PREPARED_FOR_MS, TRANSITIONS, State

TARGET = Path(__file__).resolve().parent.parent / "docs" / "lifecycle.md"

_INTRODUCTION = f"""\
# The life of a support session

Drawn from the table in `src/daypass/protocol/lifecycle.py` by `tools/draw_lifecycle.py`. What is not in the table is illegal and
raises. A session ends by itself {PREPARED_FOR_MS // HOUR_MS} hours after it was prepared when nobody activates it, and
{ACTIVE_FOR_MS // HOUR_MS} hours after its activation otherwise; an event that comes later finds it ended. Presence and removal are
other facts, kept beside the state. So is the session password: a new one (`docs/protocol.md`, 8) changes neither state nor deadline.
"""


def drawn() -> str:
    """The whole page."""
    lines = [_INTRODUCTION, "```mermaid", "stateDiagram-v2", f"  [*] --> {State.PREPARED}"]
    for (state, event), move in TRANSITIONS.items():
        lines.append(f"  {state} --> {move.to}: {event}{f' ({move.ending})' if move.ending else ''}")
    lines += [f"  {State.ENDED} --> [*]", "```", "", "| in | when | becomes | ending | then |", "|---|---|---|---|---|"]
    for (state, event), move in TRANSITIONS.items():
        effects = ", ".join(sorted(effect.replace("_", " ") for effect in move.effects))
        cells = (state, event.replace("_", " "), move.to, (move.ending or "").replace("_", " "), effects)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    """Write the page, or say whether it is stale."""
    text = drawn()
    if "--check" in arguments:
        fresh = TARGET.is_file() and TARGET.read_text(encoding="utf-8") == text
        print("lifecycle.md: fresh" if fresh else "docs/lifecycle.md is stale: run tools/draw_lifecycle.py")
        return 0 if fresh else 1
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
