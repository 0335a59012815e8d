"""What the visitor does next, on which side, told from what really happened."""

from dataclasses import dataclass
from typing import Any, Literal

Side = Literal["technician", "customer", "nobody"]
View = Literal["pc", "browser"]
ON_THE_PC = {"asking": "agree", "code": "code", "elevating": "elevate"}
GAVE_UP = {"elevation_refused", "install_failed", "stopped"}


@dataclass(frozen=True, slots=True)
class Move:
    """`key` names its sentence, `demo.next_{key}`; `view` is what the customer's side shows for it, if it matters."""

    side: Side
    key: str
    view: View | None = None


def next_move(session: dict[str, Any] | None, customer_is_at: str, host_runs: bool, controlled: bool) -> Move:
    """For the newest session as the technician's API shows it; `customer_is_at` is their browser's address.

    `controlled`: what the technician did in the viewer has arrived on the PC.
    """
    if session is None:
        return Move("technician", "prepare")
    if session["state"] == "ended":
        return _after_the_end(session)
    if session["state"] == "active":
        return _while_active(session, controlled)
    return _before_activation(session, customer_is_at, host_runs)


def _before_activation(session: dict[str, Any], customer_is_at: str, host_runs: bool) -> Move:
    milestones, stage = session["milestones"], session["host_stage"]
    if stage in GAVE_UP:
        return Move("customer", "again", "pc")
    if "installing" in milestones:
        return Move("nobody", "installing", "pc")
    if "started" in milestones:
        return Move("customer", ON_THE_PC.get(stage, "agree"), "pc")
    if host_runs:
        return Move("customer", "starting", "pc")
    if "downloaded" in milestones:
        return Move("customer", "run", "browser")
    if "visited" in milestones:
        return Move("customer", "download", "browser")
    if session["link"] and customer_is_at.startswith(session["link"]):
        return Move("customer", "continue", "browser")
    if not session["customer_email"]:
        return Move("customer", "number", "browser")
    return Move("customer", "open_mail", "browser") if "mail" in milestones else Move("nobody", "mail_coming")


def _while_active(session: dict[str, Any], controlled: bool) -> Move:
    if session["presence"] == "connected":
        return Move("technician", "end" if controlled else "control", "pc")
    return Move("technician", "connect", "pc") if session["presence"] == "online" else Move("nobody", "coming", "pc")


def _after_the_end(session: dict[str, Any]) -> Move:
    if session["removal"] == "pending":
        return Move("customer", "removing", "pc")
    return Move("nobody", "done", "pc") if session["removal"] == "confirmed" else Move("technician", "prepare")
