"""What the demo's page tells its visitor to do next, and which steps it ticks."""

from typing import Any

import pytest
from demo.checklist import STEPS, reached
from demo.next_move import next_move

from daypass.translation import Translation

LINK = "http://localhost:1/d/x"
# As the API shows a session; `control` is what the demo adds from the PC.
PREPARED: dict[str, Any] = {
    "state": "prepared",
    "milestones": {},
    "host_stage": None,
    "link": LINK,
    "customer_email": "customer@example.org",
    "activated_at": None,
    "presence": "offline",
    "removal": "none",
    "control": False,
}


def session(*milestones: str, **facts: object) -> dict[str, Any]:
    return PREPARED | {"milestones": dict.fromkeys(milestones, 1)} | facts


WAY = [
    (None, "", "prepare", 0),
    (session(), "", "mail_coming", 1),
    (session(customer_email=""), "", "number", 1),
    (session("mail"), "", "open_mail", 2),
    (session("mail"), LINK, "continue", 2),
    (session("mail", "visited"), LINK, "download", 2),
    (session("mail", "visited", "downloaded"), LINK, "run", 2),
    (session("mail", "visited", "downloaded", "started"), LINK, "agree", 3),
    (session("mail", "started", host_stage="elevating"), LINK, "elevate", 3),
    (session("mail", "started", "code", host_stage="code"), LINK, "code", 3),
    (session("mail", "started", host_stage="elevation_refused"), LINK, "again", 3),
    (session("mail", "started", "code", "installing", host_stage="installing"), LINK, "installing", 3),
    (session("active", state="active", activated_at=1), LINK, "coming", 4),
    (session("active", state="active", activated_at=1, presence="online"), LINK, "connect", 4),
    (session("active", state="active", activated_at=1, presence="connected"), LINK, "control", 4),
    (session("active", state="active", activated_at=1, presence="connected", control=True), LINK, "end", 5),
    (session("active", state="ended", activated_at=1, removal="pending", control=True), LINK, "removing", 5),
    (session("active", state="ended", activated_at=1, removal="confirmed", control=True), LINK, "done", 6),
    (session(state="ended"), LINK, "prepare", 1),
]


@pytest.mark.parametrize(("newest", "customer_is_at", "key", "ticks"), WAY)
def test_every_station_has_one_next_move_and_its_ticks(
    newest: dict[str, Any] | None, customer_is_at: str, key: str, ticks: int
) -> None:
    controlled = newest is not None and newest["control"]
    assert next_move(newest, customer_is_at, host_runs=False, controlled=controlled).key == key
    assert reached(newest, controlled) == set(STEPS[:ticks])


def test_a_session_that_ended_without_control_does_not_tick_it() -> None:
    ended = session("active", state="ended", activated_at=1, removal="confirmed")
    assert next_move(ended, LINK, host_runs=False, controlled=False).key == "done"
    assert reached(ended, controlled=False) == set(STEPS) - {"controlled"}


@pytest.mark.parametrize("language", ["pt-BR", "en", "es"])
@pytest.mark.parametrize("kind", ["windows", "linux"])
def test_every_next_move_has_its_sentence(language: str, kind: str) -> None:
    texts = Translation(language)
    for key in {key for _, _, key, _ in WAY} | {"starting"}:
        assert texts.has(f"demo.next_{key}") or texts.has(f"demo.next_{key}_{kind}")
