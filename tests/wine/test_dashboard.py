"""Every area of Dashboard, told by the Windows host's own code on a PC."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.wine.pc import CustomerPc

HERE = Path(__file__).parent
SOURCES = HERE.parent.parent / "src"
ORDER = [None, None, 0, True, True, 0x80000000]
"""This PC, without words, at once, programs ended, off and on again, planned."""
NOT_ON_WINE = {"events": "DP-805", "people": "DP-805", "tasks": "DP-805"}

pytestmark = [pytest.mark.wine, pytest.mark.slow]


def test_every_area_tells_what_is_on_this_pc_and_acts_on_it(shared_pc: CustomerPc) -> None:
    told = shared_pc.python(HERE / "dashboard_inside.py", SOURCES)
    assert told.code == 0, told.output
    seen = json.loads(told.output.splitlines()[-1])
    areas_hold(seen)
    actions_act(seen)
    startup_is_switched(seen["startup switched"])
    registry_is_edited(seen["registry edited"])
    assert seen["closed"] is True
    assert seen["restart"] == {
        "modes": ["normal"],
        "safe": False,
        "set": [True, True],
        "kept for the next try": True,
        "taken back": [False, False],
        "somebody else's": [True, False],
        "refused": [False, False],
        "order": [
            [*ORDER, False, False],
            [*ORDER, True, True],
            [False, False],
            [*ORDER, True, True],
            ["refused", False, False],
        ],
    }


def areas_hold(seen: dict[str, Any]) -> None:
    overview, load = seen["overview"], seen["load"]
    assert overview["computer_name"] and overview["build"] and overview["memory"] > overview["memory_used"] > 0
    assert len(load["cores"]) == overview["cores"] and load["memory"] == overview["memory"]
    own = next(row for row in seen["processes"] if row[1] == str(seen["pid"]))
    assert own[0] == "python.exe" and own[3] and int(own[5]) > 0 and "dashboard_inside.py" in own[9]
    assert {"services.exe", "explorer.exe"} <= {row[0] for row in seen["processes"]}
    services = {row[1]: row for row in seen["services"]}
    assert services["PlugPlay"][2:4] == ["running", "automatic"] and int(services["PlugPlay"][4]) > 0
    assert ["Sample program", "1.2", "", "2026-01-02", "2097152", "machine"] in seen["programs"]
    assert ["Sample", r"C:\sample.exe /quiet", "HKLM", "enabled"] in seen["startup"]
    drive = next(row for row in seen["drives"] if row[0] == "C:\\")
    assert drive[3] and int(drive[4]) > int(drive[5]) > 0
    assert "PATH" in {row[0].upper() for row in seen["environment"] if row[2] == "machine"}
    assert any(row[4] == "listen" for row in seen["ports"])
    assert {area: seen[area] for area in NOT_ON_WINE} == NOT_ON_WINE


def actions_act(seen: dict[str, Any]) -> None:
    assert (seen["priority"], seen["its priority"]) == (None, "below_normal")
    assert (seen["another's number"], seen["end"], seen["ended"]) == ("DP-801", None, True)
    assert (seen["service"], seen["no service"]) == ([None, None], "DP-801")
    logged = [what for what, detail in seen["logged"] if "(DP-" not in detail]
    assert logged[:4] == ["process_priority", "process_ended", "service_start", "service_stop"]
    assert logged[4:6] == ["startup_off", "startup_on"]
    failed = [(what, detail[-8:]) for what, detail in seen["logged"] if "(DP-" in detail]
    assert failed[:2] == [("startup_off", "(DP-805)"), ("startup_off", "(DP-803)")]


def startup_is_switched(found: dict[str, Any]) -> None:
    assert found["without a place"] == ["DP-805", "enabled"]
    assert found["behind a link"] == [["DP-803", "enabled"], 0]
    assert found["machine"] == found["person"] == [[None, "disabled"], [None, "enabled"]]


def registry_is_edited(found: dict[str, Any]) -> None:
    assert found["roots"][2] == "HKEY_LOCAL_MACHINE" and "Software" in found["machine"]
    assert "Software" in found["person"]
    assert (found["whose machine"], bool(found["whose person"])) == ("", True)
    assert found["sizes"] == [[10 * 2**20, 0], [2**16, 2**15], [2**15, 2**15]]
    assert (found["created"], found["a path for a name"]) == ([None, "DP-811"], "DP-701")
    assert found["kept"] and found["taken"] == "DP-811"
    assert (found["renamed"], found["deleted"]) == (["DP-811", None, None, "DP-801"], [None, "DP-801"])
    names = ["", "large", "new", "value 0", "value 1", "VALUE 3", "value 5", "value 6", "value 7"]
    assert [name for name, _ in found["values"]] == names
    assert (found["key renamed"], found["inside"]) == (None, [[["Innermost", False]], []])
    assert (found["a taken key"], found["gone"], found["not there"]) == ("DP-811", [None, "DP-801"], "DP-801")
    assert found["protected"] == ["DP-802"] * 3
