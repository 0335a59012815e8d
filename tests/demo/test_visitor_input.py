"""What the demo's live pictures take from a browser, and what they ignore."""

import pytest
from demo.live_screen import hands
from demo.visitor_input import KeyPressed, Moved, Pressed, Typed, read_input


def test_a_drag_is_read_as_press_move_and_release_and_done_by_xdotool() -> None:
    pressed = read_input('{"kind":"down","x":0,"y":1,"button":2,"clicks":2}')
    assert pressed == Pressed(x=0, y=1, button=2, clicks=2)
    assert hands(pressed) == ["mousemove", "0", "799", "mousedown", "3"]
    assert read_input('{"kind":"move","x":0.5,"y":0.5}') == Moved(x=0.5, y=0.5)
    assert hands(read_input('{"kind":"up","x":1,"y":0,"button":2}') or Moved(x=0, y=0))[-2:] == ["mouseup", "3"]


def test_keys_have_the_names_of_the_x_server_and_text_is_never_an_option() -> None:
    assert hands(KeyPressed(key="Enter")) == ["key", "Return"]
    assert hands(KeyPressed(key="a", ctrl=True, shift=True)) == ["key", "ctrl+shift+a"]
    assert hands(Typed(text="--help"))[-2:] == ["--", "--help"]


@pytest.mark.parametrize(
    "told",
    [
        *("", "no JSON", "null", "[]", "{}", '{"kind":"leap"}', b"\x00\xff", "[" * 8000, "x" * 9000),
        *('{"kind":"key","key":"Dead"}', '{"kind":"key","key":"Unidentified"}', '{"kind":"key","key":"ç"}'),
        *('{"kind":"move","x":"a","y":0}', '{"kind":"move","x":1.01,"y":0}', '{"kind":"move","x":NaN,"y":0}'),
        *('{"kind":"down","x":0,"y":0,"button":3}', '{"kind":"wheel","x":0,"y":0,"delta":1e300}'),
        *(
            '{"kind":"text","text":""}',
            '{"kind":"size","width":100000,"height":300}',
            '{"kind":"go","where":"http://x"}',
        ),
    ],
)
def test_what_is_nothing_we_know_is_ignored(told: str | bytes) -> None:
    assert read_input(told) is None
