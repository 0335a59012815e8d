"""Media Foundation, as far as it can be tried without Windows: the real calls arrive in an encoder written against its headers."""

import json
import zipfile
from pathlib import Path

import build_host
import pytest
from tests.wine.pc import CustomerPc
from tests.wine.windows_compiler import compile_for_windows

HERE = Path(__file__).parent
SOURCES = HERE.parent.parent / "src"
LIBRARIES = ("-lmfplat", "-lmfuuid", "-lole32", "-luuid", "-lstrmiids")
PARAMETERS, KEY, NEXT = "000000016742c01e0000000168ce", "00000165", "0000000141"

pytestmark = [pytest.mark.wine, pytest.mark.slow]


def test_a_hardware_encoder_is_used_after_it_has_proven_itself(shared_pc: CustomerPc, tmp_path: Path) -> None:
    fake = tmp_path / "encoder.dll"
    source = HERE / "fake_encoder.c"
    compile_for_windows(source, fake, "-shared", "-Wall", "-Werror", libraries=LIBRARIES)
    with zipfile.ZipFile(build_host.codec_pack_for(None)) as pack:
        pack.extractall(tmp_path / "codecs")
    places = [shared_pc.named(place) for place in (fake, tmp_path / "codecs")]
    told = shared_pc.python(HERE / "encoder_inside.py", SOURCES, *places)
    assert told.code == 0, told.output
    seen = json.loads(told.output.splitlines()[-1])
    # White in NV12 is 235 and 128; four black frames went before these as the proof.
    frames = [
        f"{start}80eb80{number:02x}" for number, start in ((5, PARAMETERS + KEY), (6, NEXT), (7, PARAMETERS + KEY))
    ]
    assert seen["good"] == seen["changes"] == frames
    assert seen["wished"] == 63, "each wish, and another rate while it works"
    assert seen["keeps"] == "the encoder keeps frames back"
    assert seen["no_key"] == "a frame of units [1]"
    assert seen["none"] == "no hardware encoder"
    for behaviour in ("good", "changes", "keeps", "no_key", "none"):
        assert seen[f"{behaviour}: held"] == 0, behaviour
        assert seen[f"{behaviour}: shut"] == (behaviour != "none"), behaviour
    assert seen["this_pc"] == "no hardware encoder", "Wine has none; x264 does its work"
