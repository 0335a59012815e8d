"""What is inside the packed program is signed once with the operator's certificate; others' signatures are kept."""

import shutil
from pathlib import Path

import build_host
import pytest
import runtime

from daypass.server.deployment.authenticode import signer_of
from daypass.server.deployment.host_program import own_sign_command

pytestmark = pytest.mark.slow


def test_only_what_nobody_signed_is_signed(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    for name in ("pythonw.exe", "msvcp140.dll", "pywintypes311.dll", "lib/win32/win32api.pyd", "python311._pth"):
        shutil.copy(runtime.foundation() / name, inside)
    build_host.sign_inside(inside, own_sign_command(tmp_path / "keys"))
    assert signer_of(inside / "pythonw.exe").name == "Python Software Foundation"
    assert signer_of(inside / "msvcp140.dll").name.startswith("Microsoft")
    assert signer_of(inside / "pywintypes311.dll").name == "Daypass test certificate"
    assert signer_of(inside / "win32api.pyd").name == "Daypass test certificate"
    assert len(list(inside.iterdir())) == 5


def test_another_certificate_means_another_packed_program(tmp_path: Path) -> None:
    without = build_host.inputs_key(None)
    one, other = own_sign_command(tmp_path / "one"), own_sign_command(tmp_path / "other")
    assert len({without, build_host.inputs_key(one), build_host.inputs_key(other)}) == 3
    assert build_host.inputs_key(one) == build_host.inputs_key(one)
