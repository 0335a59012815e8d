"""How the figures of `make bench-screen` come from what was painted and drawn."""

from benchmarks.screen import figures, musts, record, state_number
from benchmarks.screen.cases import CASES
from benchmarks.screen.figures import Seen


def test_each_painted_state_is_met_with_its_first_draw_and_left_out_ones_are_missing() -> None:
    painted = [(1, 1000.0), (2, 1033.0), (3, 1066.0)]
    drawn = [(1, 1010.0, 1016.0), (3, 1080.0, 1083.0), (3, 1090.0, 1099.0)]
    assert figures.seen(painted, drawn, "number") == [Seen(1000, 1010, 1016), Seen(1066, 1080, 1083)]


def test_a_square_that_turns_is_told_apart_by_its_light_and_never_met_with_a_later_turn() -> None:
    painted = [(1, 1000.0), (2, 1100.0), (3, 1200.0)]
    drawn = [(1, 1005.0, 1006.0), (1, 1207.0, 1208.0)]
    assert [one.painted for one in figures.seen(painted, drawn, "light")] == [1000, 1200]


def test_what_the_hands_did_counts_from_their_moment() -> None:
    saw = [Seen(1004, 1009, 1010), Seen(1204, 1212, 1213)]
    assert [one.drawn - one.painted for one in figures.from_hands(saw, [1000, 1200])] == [9, 12]


def test_states_that_were_drawn_at_once_are_one_picture() -> None:
    assert figures.pictures_per_second([Seen(1, 9, 10), Seen(5, 9, 10), Seen(20, 25, 26)], 1) == 2


def test_a_line_has_recovered_when_a_second_passes_without_a_late_picture() -> None:
    late = [Seen(at - 300, at, at) for at in (1100.0, 1500.0)]
    quick = [Seen(at, at + 20, at + 20) for at in range(1600, 4000, 33)]
    assert figures.recovery_s([*late, *quick], lifted=1000, until=4000) == 0.5
    assert figures.recovery_s(late, lifted=1000, until=4000) == 3
    assert figures.recovery_s(quick, lifted=1000, until=4000) == 0


def test_the_median_of_runs_is_exact_only_when_each_was() -> None:
    runs = [{"p50_ms": value, "exact_at_rest": value != 3.0} for value in (1.0, 2.0, 3.0)]
    assert figures.median(runs) == {"p50_ms": 2, "exact_at_rest": False}
    assert figures.median([{"p50_ms": None}]) == {"p50_ms": None}


def test_a_number_in_a_picture_is_sixteen_blocks_in_black_and_white() -> None:
    row = state_number.row(5)
    assert len(row) == state_number.WIDTH * 4
    blocks = [row[place * state_number.BLOCK * 4] for place in range(state_number.BLOCKS)]
    assert "".join("1" if light else "0" for light in blocks) == f"{5:012b}{state_number.check(5):04b}"


def test_an_even_colour_is_no_number() -> None:
    assert state_number.check(0) != 0
    assert state_number.check(state_number.MODULUS - 1) != 0b1111


def test_a_must_without_its_peer_has_no_verdict() -> None:
    told = musts.judged({"flip": {"p50_ms": 4.0}}, {})
    assert [(one["must"], one["holds"]) for one in told] == [("at most 9 ms", True)]


def test_every_case_must_be_exact_at_rest() -> None:
    exact = {must.case for must in musts.MUSTS if must.about == "exact_at_rest"}
    assert exact == {*(case.name for case in CASES), "flip_tls", "slow_link_tls"}
    told = musts.judged({"flip": {"exact_at_rest": True}, "window": {"exact_at_rest": False}}, {})
    assert [(one["case"], one["holds"]) for one in told] == [("flip", True), ("window", False)]


def played(**figures_of_it: float | bool | None) -> figures.Figures:
    return {**dict.fromkeys((*musts.COLUMNS, "recovery_s")), **figures_of_it}


REPORT = {
    "runs": 3,
    "seconds": 1230,
    "machine": {"cores": 2, "load_15min": 0.4},
    "daypass": {
        "flip": played(p50_ms=5.5, exact_at_rest=True),
        "full1080p": played(fps=29.83, kBps=289.89),
        "slow_link": played(p95_ms=None, recovery_s=2.5),
    },
    "novnc": {"flip": played(p50_ms=10.0, exact_at_rest=False), "full1080p": played(fps=20.0, kBps=1000.0)},
}


def test_a_record_says_of_each_must_and_aim_whether_it_was_reached() -> None:
    lines = record.markdown(REPORT).splitlines()
    assert lines[0] == "Medians of 3 runs, 20 minutes, 2 cores, load 0.4 in the last 15 minutes."
    assert "| flip | at most 0.6 x noVNC | 5.5 ms | 10 ms | holds |  |  |" in lines
    assert "| flip | at most 9 ms | 5.5 ms | 10 ms | holds | 5 ms | not reached |" in lines
    assert "| full1080p | at most 0.15 x noVNC's bytes | 290 kB/s | 1000 kB/s | **missed** |  |  |" in lines
    assert "| slow_link | pictures at most 250 ms late (p95) | – | – | **missed** | 100 ms | not reached |" in lines
    assert "| slow_link | recovers within 2 s | 2.5 s | – | **missed** |  |  |" in lines
    assert not any(line.startswith("| idle") for line in lines), "what was not played has no verdict"
    assert "| flip | every pixel right at rest | yes | no | holds |  |  |" in lines
    assert "| flip | novnc | 10 | – | – | – | – | – | – | – | no | – |" in lines


def test_a_run_that_stopped_says_so_and_keeps_what_was_measured() -> None:
    lines = record.markdown(REPORT | {"stopped": "not done within 25 minutes"}).splitlines()
    assert "Not all of it was measured: not done within 25 minutes." in lines
    assert any(line.startswith("| flip | daypass |") for line in lines)


def test_each_must_is_about_a_figure_that_is_measured() -> None:
    assert {must.about for must in musts.MUSTS} <= {*musts.COLUMNS, "recovery_s"}
