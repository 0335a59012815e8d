"""A desktop process that breaks off twice in a row is started plainly from then on."""

from daypass.host.remote_control.desktop_starts import PLAIN, YOUNG_S, DesktopStarts


def starts(*times: float) -> list[bool]:
    """Whether each start was a plain one."""
    desktop = DesktopStarts("one")
    plain = []
    for now in times:
        plain.append(PLAIN in desktop.next(now))
        desktop.started(now)
    return plain


def test_the_first_start_names_the_session() -> None:
    assert DesktopStarts("one").next(0) == ["desktop", "--link", "one"]


def test_two_that_break_off_young_make_the_third_plain_and_it_stays_so() -> None:
    assert starts(0, 1, 2, 3, 1000, 1001) == [False, False, True, True, True, True]


def test_one_that_breaks_off_among_others_that_live_changes_nothing() -> None:
    long = YOUNG_S + 1
    assert starts(0, 1, 1 + long, 2 + long, 2 + 2 * long, 3 + 2 * long) == [False] * 6


def test_a_start_that_the_system_refuses_is_no_process_that_broke_off() -> None:
    desktop = DesktopStarts("one")
    assert not any(PLAIN in desktop.next(now) for now in range(10))
