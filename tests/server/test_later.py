"""What requests leave behind is done in order beside them, and nothing of it is lost when the server stops."""

import asyncio

from daypass.server.later import Later


async def test_without_anything_beside_requests_it_is_done_at_once() -> None:
    done: list[int] = []
    await Later().do(lambda: _append(done, 1))
    assert done == [1]


async def test_it_is_done_in_order_beside_the_request_also_after_a_failure_and_at_the_end() -> None:
    done: list[int] = []
    later = Later()
    async with asyncio.TaskGroup() as tasks:
        runner = tasks.create_task(later.run())
        await asyncio.sleep(0)
        await later.do(lambda: _append(done, 1))
        await later.do(_fail)
        await later.do(lambda: _append(done, 2))
        assert done == []
        while done != [1, 2]:  # noqa: ASYNC110 - nothing tells when
            await asyncio.sleep(0)
        await later.do(lambda: _append(done, 3))
        runner.cancel()
    assert done == [1, 2, 3]


async def _append(done: list[int], number: int) -> None:
    done.append(number)


async def _fail() -> None:
    raise ValueError("nobody waits for this")
