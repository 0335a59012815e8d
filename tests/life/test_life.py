"""The state machine finds nothing in the product, and finds what is planted (all of it: `make mutation-score`)."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.life.machine import a_world
from tests.life.model import DAY, Model, ModelSession
from tests.life.new_passwords import LIES, WAYS
from tests.life.scenes import Story

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.long
def test_forty_stories_and_nothing_breaks() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.life", "--examples", "40"],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.slow
@pytest.mark.long
def test_planted_bugs_are_found() -> None:
    planted = ["24 hours count", "seats are not", "away is lost"]
    ran = subprocess.run(
        [sys.executable, "tools/mutation_score.py", "--examples", "150", "--jobs", "1", "--only", *planted],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "mutation score: 3 of 3" in ran.stdout


@pytest.mark.slow
@pytest.mark.parametrize("how", WAYS)
def test_a_lost_password_by_every_way(how: str) -> None:
    with a_world() as world:
        Story.world = world
        story = Story()
        story.begin("online")
        story.a_password_is_lost(how, LIES[WAYS.index(how) % len(LIES)])
        story.the_server_and_the_model_agree()
        story.passwords_change_only_with_proof()
        session = next(iter(story.model.sessions.values()))
        assert session.passwords[-1].stage == "done" and session.technician_key == session.passwords[-1].key
        story.teardown()


def test_the_model_counts_by_itself() -> None:
    model = Model(per_technician=1, per_company=2)
    for number in range(2):
        model.sessions[str(number)] = ModelSession(str(number), number, created_at=0)
    assert model.refusal(0, 1) == "technician_limit"
    assert model.refusal(2, 1) == "company_limit"
    assert model.refusal(2, DAY) is None
