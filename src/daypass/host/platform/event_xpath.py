"""The part of an event filter that Windows decides, in its own query language (a small XPath).

Made of numbers, known words, times that are written here, and one name that Windows itself told; nothing that was typed goes in.
"""

from datetime import UTC, datetime

from daypass.host.platform.dashboard_ports import EventQuery
from daypass.protocol.dashboard import EventLevel

LEVELS = {
    EventLevel.CRITICAL: (1,),
    EventLevel.ERROR: (2,),
    EventLevel.WARNING: (3,),
    EventLevel.INFORMATION: (0, 4, 5),
}
"""The numbers of each level; audits have 0, the most talkative ones 5."""
_LAST_MS = 253_402_300_799_999
"""The end of the year 9999: no system writes a later one."""


def xpath(query: EventQuery, publisher: str = "") -> str:
    """For EvtQuery. `publisher`: the source's name as Windows writes it, when it is known to the letter."""
    conditions = []
    if publisher and not set("'\"") <= set(publisher):
        quote = '"' if "'" in publisher else "'"
        conditions.append(f"Provider[@Name={quote}{publisher}{quote}]")
    if query.levels:
        numbers = [number for level in query.levels for number in LEVELS[level]]
        conditions.append("(" + " or ".join(f"Level={number}" for number in numbers) + ")")
    if query.event is not None:
        conditions.append(f"EventID={query.event:d}")
    times = [
        f"@SystemTime{sign}'{_written(at)}'"
        for sign, at in ((">=", query.since), ("<=", query.until))
        if at is not None
    ]
    if times:
        conditions.append(f"TimeCreated[{' and '.join(times)}]")
    if query.before.isdecimal():
        conditions.append(f"EventRecordID<{int(query.before):d}")
    return f"*[System[{' and '.join(conditions)}]]" if conditions else "*"


def _written(at: int) -> str:
    """As the logs themselves write times."""
    at = min(at, _LAST_MS)
    return f"{datetime.fromtimestamp(at // 1000, UTC):%Y-%m-%dT%H:%M:%S}.{at % 1000:03}Z"
