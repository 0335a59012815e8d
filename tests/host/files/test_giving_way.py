"""Files pass slowly while somebody works on the remote screen, and only then."""

from daypass.host.files.giving_way import REST_S, WHILE_HANDS_MOVE, GivingWay


async def test_contents_wait_while_hands_move_and_not_when_they_rest() -> None:
    quiet_s = float("inf")
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    way = GivingWay(lambda: quiet_s, sleep)
    await way.wait(1 << 19)
    assert waited == [], "nobody has touched anything yet"
    quiet_s = 0.2
    await way.wait(WHILE_HANDS_MOVE // 4)
    assert waited == [0.25]
    quiet_s = REST_S
    await way.wait(1 << 19)
    assert waited == [0.25]
