"""The registry: read in pages, changed with a line in the activity log, and never so that the session or Windows is lost."""

import pytest
from tests.host.dashboard.visits import Visit, visiting

from daypass.host.dashboard.registry import pages
from daypass.protocol.dashboard import ActionDone
from daypass.protocol.messages import encode
from daypass.protocol.registry import (
    MOST_DATA,
    CreateKey,
    DeleteKey,
    DeleteValue,
    KeyPage,
    ReadKey,
    RegistryValue,
    RegistryView,
    RenameKey,
    RenameValue,
    SetValue,
    SubKey,
)

MACHINE = "HKEY_LOCAL_MACHINE"
EXAMPLE = rf"{MACHINE}\Software\Example"
SERVICES = rf"{MACHINE}\SYSTEM\CurrentControlSet\Services"
OWN = rf"{SERVICES}\DaypassSupport"
WIDE = RegistryView.WIDE


async def done(visit: Visit, message: object) -> str | None:
    count = len(visit.channel.of(ActionDone))
    visit.say(message)  # type: ignore[arg-type]
    return (await visit.wait(ActionDone, count + 1)).dp


async def test_whose_settings_are_shown_is_said_with_them_and_only_there() -> None:
    async with visiting() as visit:
        visit.pc.registry.held = {MACHINE: {}, r"HKEY_CURRENT_USER\Software": {}}
        for count, path in enumerate(("", MACHINE, r"hkey_current_user\software", r"HKEY_CURRENT_USER\Software"), 1):
            visit.say(ReadKey(question=count, path=path, view=WIDE))
            await visit.channel.until(
                lambda count=count: any(p.question == count and p.last for p in visit.channel.of(KeyPage))
            )  # type: ignore[misc]
        whose = {page.question: page.person for page in visit.channel.of(KeyPage)}
        person = visit.pc.ports.facts.person()
        assert person and whose == {1: person, 2: "", 3: "", 4: person}, "3 is no key of this registry in memory"


async def test_a_key_is_read_and_one_that_is_gone_or_closed_says_why() -> None:
    async with visiting() as visit:
        visit.pc.registry.held = {MACHINE: {}, EXAMPLE: {"Text": (1, b"a\0\0\0")}}
        visit.say(ReadKey(question=1, path="", view=WIDE))
        assert (await visit.wait(KeyPage)).keys == (SubKey(name=MACHINE, parent=True),)
        visit.say(ReadKey(question=2, path=EXAMPLE, view=WIDE))
        page = await visit.wait(KeyPage, 3)
        assert page.values == (RegistryValue(name="Text", kind=1, data=b"a\0\0\0", size=4),) and page.last
        visit.say(ReadKey(question=3, path="HKEY_NOTHING", view=WIDE))
        assert (await visit.wait(KeyPage, 4)).dp == "DP-801"
        visit.pc.registry.refuse = PermissionError("no")
        visit.say(ReadKey(question=4, path=EXAMPLE, view=WIDE))
        assert (await visit.wait(KeyPage, 5)).dp == "DP-803"


async def test_every_change_stands_in_the_activity_log_without_what_was_written() -> None:
    async with visiting() as visit:
        visit.pc.registry.held = {EXAMPLE: {}}
        for change in (
            CreateKey(action=1, path=EXAMPLE, view=WIDE, name="Inner"),
            RenameKey(action=1, path=rf"{EXAMPLE}\Inner", view=WIDE, name="Other"),
            DeleteKey(action=1, path=rf"{EXAMPLE}\Other", view=WIDE),
            SetValue(action=1, path=EXAMPLE, view=WIDE, name="Password", kind=1, data=b"s\0e\0c\0"),
            RenameValue(action=1, path=EXAMPLE, view=WIDE, name="Password", new_name="Former"),
            DeleteValue(action=1, path=EXAMPLE, view=WIDE, name="Former"),
        ):
            assert await done(visit, change) is None
        assert visit.pc.registry.held == {EXAMPLE: {}}
        assert visit.logged == [
            ("registry_created", rf"{EXAMPLE}\Inner"),
            ("registry_renamed", rf"{EXAMPLE}\Inner → Other"),
            ("registry_deleted", rf"{EXAMPLE}\Other"),
            ("registry_value_set", f"{EXAMPLE}: Password"),
            ("registry_renamed", f"{EXAMPLE}: Password → Former"),
            ("registry_value_deleted", f"{EXAMPLE}: Former"),
        ]


@pytest.mark.parametrize(
    "path",
    [
        MACHINE,
        rf"{MACHINE}\Software",
        MACHINE + "\\system\\",
        SERVICES,
        OWN,
        OWN.upper(),
        OWN.replace("CurrentControlSet", "ControlSet001"),
        rf"{OWN}\Parameters",
        rf"{MACHINE}\SYSTEM\ControlSet002",
        SERVICES.replace("\\", "\\\\"),
        OWN.replace("\\Services", "\\\\\\Services\\"),
        rf"{MACHINE}\\Software",
    ],
)
async def test_what_daypass_or_windows_lives_on_stays(path: str) -> None:
    async with visiting() as visit:
        assert await done(visit, DeleteKey(action=1, path=path, view=WIDE)) == "DP-802"
        assert await done(visit, RenameKey(action=1, path=path, view=WIDE, name="x")) == "DP-802"
        assert visit.logged == []


async def test_own_keys_are_not_written_to_others_beside_them_are() -> None:
    async with visiting() as visit:
        visit.pc.registry.held = {rf"{SERVICES}\DaypassSupporter": {}}
        own = SetValue(action=1, path=OWN, view=WIDE, name="Start", kind=4, data=b"\4\0\0\0")
        assert await done(visit, own) == "DP-802"
        other = SetValue(action=1, path=rf"{SERVICES}\DaypassSupporter", view=WIDE, name="Start", kind=4, data=b"")
        assert await done(visit, other) is None


async def test_names_that_are_taken_or_are_paths_are_refused() -> None:
    async with visiting() as visit:
        visit.pc.registry.held = {EXAMPLE: {}}
        software = EXAMPLE.rpartition("\\")[0]
        assert await done(visit, CreateKey(action=1, path=software, view=WIDE, name="Example")) == "DP-811"
        for name in (r"a\b", "a\0b"):
            assert await done(visit, CreateKey(action=1, path=EXAMPLE, view=WIDE, name=name)) == "DP-701"
            assert await done(visit, RenameKey(action=1, path=EXAMPLE, view=WIDE, name=name)) == "DP-701"


def test_a_key_of_any_size_comes_in_small_messages_hostile_names_and_all() -> None:
    keys = [SubKey(name=f"\ud800\u202e{n}") for n in range(1200)]
    values = [RegistryValue(name="v" * 3000 + str(n), kind=3, data=bytes(MOST_DATA), size=2**31) for n in range(40)]
    told = list(pages(7, keys, values))
    assert max(len(encode(one)) for one in told) < 512 * 1024
    assert sum(len(one.keys) for one in told) == 1200 and sum(len(one.values) for one in told) == 40
    assert [one.last for one in told].count(True) == 1 and told[-1].last
