"""What Windows' event logs are asked: numbers, times and known names; never what was typed."""

import pytest

from daypass.host.platform.dashboard_ports import EventQuery
from daypass.host.platform.event_xpath import xpath
from daypass.protocol.dashboard import EventLevel

AT = 1_790_000_000_123


def test_everything_that_windows_can_decide_it_decides() -> None:
    query = EventQuery(
        "System", (EventLevel.CRITICAL, EventLevel.ERROR), "disk", 7, "bad", since=AT, until=AT + 1000, before="42"
    )
    assert xpath(query, "Disk") == (
        "*[System[Provider[@Name='Disk'] and (Level=1 or Level=2) and EventID=7 and "
        "TimeCreated[@SystemTime>='2026-09-21T14:13:20.123Z' and @SystemTime<='2026-09-21T14:13:21.123Z'] and EventRecordID<42]]"
    )


def test_one_end_of_the_time_is_enough_and_no_filter_is_everything() -> None:
    assert xpath(EventQuery("System", until=0)) == "*[System[TimeCreated[@SystemTime<='1970-01-01T00:00:00.000Z']]]"
    assert xpath(EventQuery("System")) == "*"


def test_what_was_typed_never_gets_into_the_query() -> None:
    hostile = EventQuery("System", source="x'] or *[y", text="'", before="1 or 1=1", until=2**53 - 1)
    assert xpath(hostile) == "*[System[TimeCreated[@SystemTime<='9999-12-31T23:59:59.999Z']]]"


@pytest.mark.parametrize(
    ("name", "written"),
    [("It's", '*[System[Provider[@Name="It\'s"]]]'), ('a "b"', "*[System[Provider[@Name='a \"b\"']]]"), ("'\"", "*")],
)
def test_names_of_programs_with_quotes_end_nothing(name: str, written: str) -> None:
    assert xpath(EventQuery("System"), name) == written
