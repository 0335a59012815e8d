"""What the bar at the top edge says while technicians are connected: who sees the screen first, then who uses what else."""

from daypass.host.windows.view import TrayStatus
from daypass.protocol.holding import Held
from daypass.protocol.messages import Tool
from daypass.translation import Translation


def bar_sentence(status: TrayStatus, texts: Translation) -> str:
    """ "Technician One (Example Computers) is seeing and controlling this PC · Technician One: File manager"."""
    watching = [who for who, tool in status.uses if tool == Tool.REMOTE_CONTROL]
    others: dict[str, list[str]] = {}
    for who, tool in status.uses:
        if tool != Tool.REMOTE_CONTROL:
            others.setdefault(who, []).append(texts.text(f"host.tool.{tool}"))
    parts = []
    if status.held is not Held.NOTHING:  # first what to do: a narrow screen cuts the sentence
        parts.append(texts.text(f"host.bar.held_{status.held.value}", technician=status.holder))
        watching = [who for who in watching if who != status.holder]
    if watching:
        names = ", ".join(watching)
        parts.append(texts.text("host.bar.seen", count=len(watching), technicians=names, company=status.company))
    for who, tools in others.items():
        key = "host.bar.uses" if parts else "host.bar.uses_of_company"
        parts.append(texts.text(key, technician=who, company=status.company, tools=", ".join(tools)))
    if status.recording:
        parts.append(texts.text("host.bar.recorded", technicians=", ".join(status.recording)))
    return " · ".join(parts)
