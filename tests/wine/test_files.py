"""File Manager's engines on Windows' file calls: drives, attributes, long paths, names, the recycle bin, links."""

import json
from pathlib import Path

import pytest
from tests.wine.pc import CustomerPc

HERE = Path(__file__).parent
SOURCES = HERE.parent.parent / "src"

pytestmark = [pytest.mark.wine, pytest.mark.slow]


@pytest.mark.parametrize("rights", ["person", "system"])
def test_file_manager_works_on_windows_own_files(shared_pc: CustomerPc, rights: str) -> None:
    told = shared_pc.python(HERE / "files_inside.py", SOURCES, rf"C:\Daypass files of the {rights}", rights)
    assert told.code == 0, told.output
    seen = json.loads(told.output.splitlines()[-1])
    assert [name for name in seen if name.endswith("failed")] == [], seen
    kinds = {kind for kind, _ in seen["places"]}
    assert {"desktop", "documents", "home", "drive"} <= kinds
    assert seen["drive has sizes"] and seen["person"]
    assert seen["paths let in"] == []
    assert seen["attributes"] == {
        "hidden": [True, False, False, 1, 1_600_000_000_000],
        "plain": [False, False, False, 1, 1_600_000_000_000],
        "read_only": [False, False, True, 1, 1_600_000_000_000],
        "system": [False, True, False, 1, 1_600_000_000_000],
    }
    assert seen["read-only is deleted for good"] == 0
    assert seen["big"] == ["FilesTaken"] and seen["big comes back"]
    assert seen["taken"] == ["FileThere"]
    assert seen["reserved"] == [["FileFailed", "DP-701"]] * 4
    assert seen["locked"] == "DP-704"
    assert seen["rename"] is None
    assert seen["left"] == ["BIG (é).bin"]
    assert seen["longer than 260"] and seen["deep"] is None
    assert seen["deep upload"] == ["FilesTaken"] and seen["deep download"]
    assert seen["deep list"] == ["far down.txt"]
    assert (seen["deep copy"], seen["deep delete"], seen["deep is gone"]) == (0, 0, True)
    told = {"replace": ["FileFailed", "DP-704"], "rename": "DP-704", "delete": ["DP-704"], "move": ["DP-704"]}
    assert seen["in use"] == told
    assert seen["in use is left"] == [["letter.docx", "new.docx"], True]
    assert (seen["second technician"], seen["first technician"]) == (["DP-704"], {"same.bin": True})
    assert seen["normal forms"] and seen["their contents"] == [True, True]
    assert seen["other case is taken"] == ["FileThere"]
    assert (seen["a. into the bin"], seen["nul into the bin"], seen["a is kept"]) == (["DP-714"], ["DP-714"], True)
    assert seen["longest name is copied"] == 0 and seen["odd names are left"]
    assert seen["into itself"] == "DP-715"
    assert seen["large goes on"] == [0, "FilesTaken"]
    assert seen["large is listed"] == {"image.iso": 3}
    assert seen["large comes back"] == [-2, "0000" + b"end".hex(), True]
    assert seen["recycled"] == ([0, True, []] if rights == "person" else [1, False, ["DP-714"]])
