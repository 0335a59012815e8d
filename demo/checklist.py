"""The six steps of the pass, ticked by what really happened and not by what was clicked."""

from typing import Any

from demo.live_browser import LiveBrowser

STEPS = ("prepared", "mailed", "downloaded", "active", "controlled", "removed")


class Checklist:
    """Asks the server, as the technician would."""

    def __init__(self, console: LiveBrowser, address: str) -> None:
        self._console, self._address = console, address
        self._newest: dict[str, Any] | None = None

    async def newest_session(self) -> dict[str, Any] | None:
        """The session prepared last, as the API shows it; the last known one while nobody is signed in."""
        answer = await self._console.ask(f"{self._address}/api/support-sessions")
        sessions = answer.get("items", []) if isinstance(answer, dict) else []
        self._newest = max(sessions, key=lambda session: session["created_at"], default=self._newest)
        return self._newest


def reached(session: dict[str, Any] | None, controlled: bool) -> set[str]:
    """The steps that a session has reached; `controlled`: what the technician did has arrived on the PC.

    A later one implies the earlier ones (a session number needs no mail), but not that anything was controlled.
    """
    if session is None:
        return set()
    milestones = session["milestones"]
    happened = (
        True,
        bool({"mail", "visited"} & milestones.keys()),
        "started" in milestones,
        session["activated_at"] is not None,
        controlled,
        session["removal"] == "confirmed",
    )
    last = max(number for number, was in enumerate(happened) if was)
    return set(STEPS[: last + 1]) - (set() if controlled else {"controlled"})
