"""What `selftest` prints on a PC where everything works: a real X server, the platform as it is assembled."""

import json

import pytest

from daypass.host.platform.linux.assembly import assemble
from daypass.host.selftest import run_selftest


def test_every_part_works_and_two_viewers_share_one_capture(
    x_display: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DISPLAY", x_display)
    assert run_selftest(assemble()) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["ok"]
    assert len(report["shared_capture"]["first_picture_bytes"]) == 2
    assert (report["screen"]["width"], report["screen"]["height"]) == (640, 480)
