"""The five steps of the pass, ticked by what really happened and not by what was clicked."""

from typing import Any

from daypass.translation import Translation
from demo.live_browser import LiveBrowser
from demo.mailbox import Mailbox

NAMES = ("prepared", "mailed", "downloaded", "active", "removed")


class Checklist:
    """Asks the server, as the technician would, and looks into the mailbox."""

    def __init__(self, console: LiveBrowser, mailbox: Mailbox, address: str, language: str) -> None:
        self._console, self._mailbox, self._address = console, mailbox, address
        self._texts = Translation(language)

    async def steps(self) -> list[dict[str, object]]:
        """Each step's name, whether it is done, and the sentence that says what to do."""
        answer = await self._console.ask(f"{self._address}/api/support-sessions")
        sessions = answer.get("sessions", []) if isinstance(answer, dict) else []
        done = reached(sessions, mailed=bool(self._mailbox.letters()))
        return [
            {
                "name": self._texts.text(f"demo.step_{name}"),
                "how": self._texts.text(f"demo.how_{name}"),
                "done": name in done,
            }
            for name in NAMES
        ]


def reached(sessions: list[dict[str, Any]], mailed: bool) -> set[str]:
    """The steps that any of the sessions has reached."""
    done = set()
    for session in sessions:
        done.add("prepared")
        if "downloaded" in session.get("milestones", {}):
            done.add("downloaded")
        if session.get("activated_at") is not None:
            done |= {"downloaded", "active"}
        if session.get("removal") == "confirmed":
            done.add("removed")
    return done | ({"mailed"} if mailed else set())
