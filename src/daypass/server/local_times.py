"""Moments as the reader's own clock shows them."""

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from daypass.server.problems import Refusal


@dataclass(frozen=True, slots=True)
class LocalTimes:
    """Writes moments in one time zone, which it names."""

    name: str
    zone: tzinfo

    def written(self, at: int | None) -> str:
        """`2026-11-22 14:03:05`, which every spreadsheet takes for a time; empty for no moment."""
        return f"{datetime.fromtimestamp(at / 1000, self.zone):%Y-%m-%d %H:%M:%S}" if at is not None else ""


def local_times(zone: str) -> LocalTimes:
    """Times in a zone of the IANA database, such as America/Sao_Paulo; empty: UTC. Raises `invalid_request` for others."""
    if not zone or zone == "UTC":
        return LocalTimes("UTC", UTC)
    try:
        return LocalTimes(zone, ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refusal(
            "invalid_request", fields=[{"field": "zone", "kind": "zone", "why": "no time zone of that name"}]
        ) from None
