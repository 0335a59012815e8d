"""`python -m tests.life --examples N` explores N stories and says what broke first; `tools/mutation_score.py` proves that it bites."""

import argparse
import sys

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.life.machine import World, a_world
from tests.life.scenes import Story


def explore(world: World, examples: int, steps: int = 30, shrink: bool = True) -> None:
    """Explore this many stories. Raises what broke first."""
    Story.world = world
    given = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        print_blob=False,
        report_multiple_bugs=shrink,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink) if shrink else (Phase.generate,),
    )
    run_state_machine_as_test(Story, settings=given)


def main() -> int:
    """Exit status 0 when nothing broke, 1 when something did."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=200)
    parser.add_argument("--steps", type=int, default=30)
    parser.add_argument("--first", action="store_true", help="say what broke without looking for the shortest story")
    asked = parser.parse_args()
    with a_world() as world:
        try:
            explore(world, asked.examples, asked.steps, shrink=not asked.first)
        except Exception as error:
            if not asked.first:
                raise
            print(f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}")
            return 1
    print(f"{asked.examples} stories, nothing broke")
    return 0


if __name__ == "__main__":
    sys.exit(main())
