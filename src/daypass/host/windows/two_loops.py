"""wx wants the main thread, the flows want asyncio: the flow runs in an event loop of another thread, and asks through `ask`.

Nothing else crosses: views call `wx.CallAfter` to show, `ask` to get an answer.
"""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import wx

T = TypeVar("T")


_application: Any = None


class FlowThread:
    """Runs one flow beside wx's main loop and ends that loop when the flow has ended. One in a process."""

    def __init__(self) -> None:
        global _application  # wx crashes when its application object goes before the last window does
        _application = self._application = wx.App(redirect=False)
        self._anchor = wx.Frame(None)  # never shown: without any window the main loop would end at once
        self._result = 0
        self._failure: BaseException | None = None
        self._cancel: Callable[[], object] = lambda: None

    def run(self, flow: Callable[[], Coroutine[Any, Any, int]]) -> int:
        """The flow's result; a cancelled flow is 1. Raises what the flow raised."""
        thread = threading.Thread(target=self._run_flow, args=(flow,), name="flow")
        self._application.SetExitOnFrameDelete(False)  # the flow decides when it is over
        thread.start()
        self._application.MainLoop()
        thread.join()
        self._anchor.Destroy()
        if self._failure:
            raise self._failure
        return self._result

    def cancel(self) -> None:
        """The person closed the window while nothing was asked."""
        self._cancel()

    def _run_flow(self, flow: Callable[[], Coroutine[Any, Any, int]]) -> None:
        async def cancellable() -> int:
            loop, task = asyncio.get_running_loop(), asyncio.current_task()
            assert task is not None
            self._cancel = lambda: loop.call_soon_threadsafe(task.cancel)
            return await flow()

        try:
            self._result = asyncio.run(cancellable())
        except asyncio.CancelledError:
            self._result = 1
        except BaseException as failure:  # handed to the main thread, which raises it
            self._failure = failure
        finally:
            wx.CallAfter(self._application.ExitMainLoop)


async def ask(show: Callable[[Callable[[T], None]], Callable[[], None]]) -> T:
    """Let `show(answer)` put a question on the screen and wait until it calls `answer(value)`.

    `show` runs in wx's thread and returns what takes the question away again: that is called in the end, also when this is
    cancelled.
    """
    loop = asyncio.get_running_loop()
    answered: asyncio.Future[T] = loop.create_future()
    withdrawals: list[Callable[[], None]] = []

    def settle(value: T) -> None:
        if not answered.done():
            answered.set_result(value)

    def answer(value: T) -> None:
        with contextlib.suppress(RuntimeError):  # the flow is over
            loop.call_soon_threadsafe(settle, value)

    wx.CallAfter(lambda: withdrawals.append(show(answer)))
    try:
        return await answered
    finally:
        wx.CallAfter(lambda: [withdraw() for withdraw in withdrawals])
