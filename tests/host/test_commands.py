"""What the host's commands accept: anybody may have the signed program started as administrator, with any words behind it."""

import pytest

from daypass.host import app
from daypass.host.__main__ import main


@pytest.mark.parametrize(
    "name", ["x&calc", "x & calc", '"', "%TEMP%", "..", r"..\..\other", "../other", "", "a" * 65, "x\n"]
)
def test_what_names_no_session_goes_nowhere(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    went: list[object] = []
    monkeypatch.setattr(app, "uninstall", lambda *asked: went.append(asked))
    monkeypatch.setattr(app, "cleaner", lambda *asked: went.append(asked))
    for command in (["uninstall", "--elevated"], ["cleaner", "--now"]):
        with pytest.raises(SystemExit) as ended:
            main([*command, f"--session={name}"])
        assert ended.value.code == 2
        assert "no session is called that" in capsys.readouterr().err
    assert went == []


def test_a_session_s_own_id_goes_through(monkeypatch: pytest.MonkeyPatch) -> None:
    went: list[object] = []
    monkeypatch.setattr(app, "cleaner", lambda *asked: went.append(asked) or 0)
    assert main(["cleaner", "--session", "01KAMW0Z0Q8Z3J5T4N6Y7V9X2B", "--now"]) == 0
    assert went == [("01KAMW0Z0Q8Z3J5T4N6Y7V9X2B", True)]
