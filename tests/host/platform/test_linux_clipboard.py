"""Two programs on one X11 screen copy and paste through their clipboards."""

import queue
from collections.abc import Iterator

import pytest

from daypass.host.platform.linux.clipboard import X11Clipboard

pytestmark = pytest.mark.slow
Told = tuple[X11Clipboard, "queue.Queue[str]"]


@pytest.fixture
def programs(x_display: str) -> Iterator[tuple[Told, Told]]:
    heard_by_one: queue.Queue[str] = queue.Queue()
    heard_by_two: queue.Queue[str] = queue.Queue()
    one, two = X11Clipboard(x_display, heard_by_one.put), X11Clipboard(x_display, heard_by_two.put)
    yield (one, heard_by_one), (two, heard_by_two)
    one.close()
    two.close()


@pytest.mark.parametrize("text", ["a", "olá\nção €\n", "日本語😀" * 20_000], ids=["short", "lines", "long"])
def test_a_text_is_told_to_the_other_program_and_not_back(programs: tuple[Told, Told], text: str) -> None:
    (one, heard_by_one), (_, heard_by_two) = programs
    one.put(text)
    assert heard_by_two.get(timeout=10) == text
    with pytest.raises(queue.Empty):
        heard_by_one.get(timeout=0.2)


def test_both_directions_follow_one_another(programs: tuple[Told, Told]) -> None:
    (one, heard_by_one), (two, heard_by_two) = programs
    for turn in range(3):
        one.put(f"one {turn}")
        assert heard_by_two.get(timeout=10) == f"one {turn}"
        two.put(f"two {turn}")
        assert heard_by_one.get(timeout=10) == f"two {turn}"
