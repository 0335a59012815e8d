"""What the bar says: nobody is said to see the screen who only writes, and nothing that is used is left out."""

from daypass.host.windows.bar_sentence import bar_sentence
from daypass.host.windows.view import Link, TrayStatus
from daypass.protocol.holding import Held
from daypass.protocol.messages import Consent
from daypass.translation import Translation


def sentence(*uses: tuple[str, str], recording: tuple[str, ...] = (), held: Held = Held.NOTHING) -> str:
    status = TrayStatus(
        link=Link.CONNECTED,
        technicians=tuple(dict.fromkeys(who for who, _ in uses)),
        company="Example Computers",
        deadline_at=0,
        consent=Consent.ASK,
        paused=False,
        blocked=False,
        recording=recording,
        uses=uses,
        holder="" if held is Held.NOTHING else "Technician One",
        held=held,
    )
    return bar_sentence(status, Translation("en"))


def test_whoever_sees_the_screen_is_named_first() -> None:
    said = sentence(("Technician Two", "files"), ("Technician One", "remote_control"), ("Technician One", "chat"))
    assert said == (
        "Technician One (Example Computers) is seeing and controlling this PC · "
        "Technician Two: File manager · Technician One: Chat"
    )


def test_who_uses_other_tools_only_is_not_said_to_see_the_screen() -> None:
    assert (
        sentence(("Technician One", "files"), ("Technician One", "chat"))
        == "Technician One (Example Computers) is using on this PC: File manager, Chat"
    )


def test_who_locked_the_pc_and_how_to_free_it_is_said_before_all_else() -> None:
    said = sentence(("Technician One", "remote_control"), ("Technician Two", "remote_control"), held=Held.INPUT)
    assert said == (
        "The keyboard and mouse of this computer are locked by Technician One — Ctrl+Alt+Del, or Esc for 3 seconds, "
        "frees them · Technician Two (Example Computers) is seeing and controlling this PC"
    )


def test_a_recording_is_said_last() -> None:
    said = sentence(("Technician One", "remote_control"), recording=("Technician One",))
    assert said.endswith(" · Technician One: recording the screen")
