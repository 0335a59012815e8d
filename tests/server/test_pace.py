"""One peer's flood becomes a trickle, and an ordinary peer never waits."""

from daypass.server.pace import BURST, PER_S, Pace


async def test_a_burst_passes_and_a_flood_trickles() -> None:
    now, waits = [0.0], list[float]()

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        now[0] += seconds

    pace = Pace(clock=lambda: now[0], sleep=sleep)
    for _ in range(BURST):
        await pace.step()
    assert waits == []
    for _ in range(100):
        await pace.step()
    assert now[0] == 100 / PER_S
    now[0] += 3600
    waits.clear()
    for _ in range(BURST):
        await pace.step()
    assert waits == []
