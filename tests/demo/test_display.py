"""The screens that tests and demo draw on are for nobody else on the machine."""

import os
import subprocess

import pytest
from tests.wine.display import Display

WHERE = "getmouselocation"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as another account")
def test_another_account_of_this_machine_neither_sees_nor_types() -> None:
    screen = Display(320, 200)
    try:
        environment = os.environ | {"DISPLAY": screen.name}
        assert "x:" in screen.do(WHERE)
        stranger = subprocess.run(
            ["xdotool", WHERE], env=environment, user="nobody", cwd="/", capture_output=True, timeout=30
        )
        assert stranger.returncode != 0
        assert b"x:" not in stranger.stdout
        assert "x:" in screen.do("mousemove", "7", "7", WHERE)
    finally:
        screen.close()
