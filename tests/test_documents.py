"""Documents that point at tests point at tests that exist."""

import re
from pathlib import Path

TESTS = Path(__file__).parent


def test_every_proof_in_the_table_of_bad_input_is_a_test() -> None:
    table = (TESTS.parent / "docs" / "bad-input.md").read_text(encoding="utf-8")
    named = set(re.findall(r"::(test_\w+)", table))
    files = set(re.findall(r"`(?!…)([\w/.-]+\.(?:py|ts))", table))
    known = {
        name for file in TESTS.rglob("test_*.py") for name in re.findall(r"def (test_\w+)", file.read_text("utf-8"))
    }
    assert len(named) > 50
    assert named <= known, named - known
    missing = {name for name in files if not (TESTS / name).exists() and not (TESTS.parent / name).exists()}
    missing -= {name for name in missing if (TESTS.parent / "src" / "daypass" / name).exists()}
    assert not missing
