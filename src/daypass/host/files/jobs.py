"""Jobs: what takes time, each in a thread of its own, bounded in number; stopped, asked and told of across the threads."""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from daypass.host.files.folders import entry
from daypass.host.files.problems import FileProblem, code_of
from daypass.host.platform.ports import Found
from daypass.protocol.files import (
    DecideConflict,
    IfThere,
    JobConflict,
    JobDone,
    JobFailure,
    JobProgress,
    Work,
)
from daypass.protocol.messages import Message, sayable

MOST_AT_ONCE = 8
MOST_WAITING = 64
_TELL_EVERY_S = 0.25
_log = logging.getLogger(__name__)


class Stopped(Exception):
    """The technician does not want the rest."""


class Job:
    """What a job's thread talks with."""

    def __init__(self, number: int, say: Callable[[Message], None], log: Callable[[str, str], None]) -> None:
        self.number, self._say, self.log = number, say, log
        self.files = self.folders = self.bytes = 0
        self.files_total: int | None = None
        self.bytes_total: int | None = None
        self.failures = 0
        self._stopped = False
        self._told_at = 0.0
        self._choice: IfThere | None = None
        self._for_all: IfThere | None = None
        self._decided = threading.Event()

    def say(self, message: Message) -> None:
        """Tell the technician; waits while the line is slow. Raises Stopped."""
        self.go_on()
        self._say(message)

    def go_on(self) -> None:
        """Raises Stopped once it is."""
        if self._stopped:
            raise Stopped

    def stop(self) -> None:
        """From any thread."""
        self._stopped = True
        self._decided.set()

    def progress(self, name: str = "", final: bool = False) -> None:
        """Now and then; every time this is called something more may have been done. Raises Stopped."""
        self.go_on()
        now = time.monotonic()
        if final or now - self._told_at >= _TELL_EVERY_S:
            self._told_at = now
            shown = sayable(name)[:255]
            self._say(
                JobProgress(
                    job=self.number,
                    files=self.files,
                    folders=self.folders,
                    bytes=self.bytes,
                    files_total=self.files_total,
                    bytes_total=self.bytes_total,
                    name=shown,
                )
            )

    def failed(self, path: str, error: OSError | FileProblem) -> None:
        """One thing could not be done; the job goes on."""
        self.failures += 1
        dp = error.dp if isinstance(error, FileProblem) else code_of(error)
        self.say(JobFailure(job=self.number, path=sayable(path)[:32_767], dp=dp))

    def decide(self, if_there: IfThere, folder: str, there: Found, coming: Found) -> IfThere:
        """What becomes of a taken name: as said at the beginning, or as the technician answers now."""
        if if_there is not IfThere.ASK:
            return if_there
        if self._for_all is not None:
            return self._for_all
        self._decided.clear()
        conflict = JobConflict(
            job=self.number, folder=folder, name=entry(there).name, there=entry(there), coming=entry(coming)
        )
        self.say(conflict)
        self._decided.wait()
        self.go_on()
        return self._choice or IfThere.SKIP

    def answer(self, decision: DecideConflict) -> None:
        """The technician's answer to `decide`; to ask again would not end."""
        choice = IfThere.SKIP if decision.choice is IfThere.ASK else decision.choice
        self._choice = choice
        if decision.for_all:
            self._for_all = choice
        self._decided.set()


Handler = Callable[[Job, Any], None]


class Jobs:
    """Begins, stops and ends them. `say` may be called from any thread and waits until the message is on its way."""

    def __init__(
        self, handlers: Mapping[type[Any], Handler], say: Callable[[Message], None], log: Callable[[str, str], None]
    ) -> None:
        self._handlers, self._say, self._log = handlers, say, log
        self._running: dict[int, Job] = {}
        self._threads = ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="job")

    def begin(self, work: Work) -> None:
        """A number that is in use, or one job too many, is not begun: the other side counts them itself."""
        if work.job in self._running or len(self._running) >= MOST_WAITING:
            _log.warning("a job too many")
            return
        job = Job(work.job, self._say, self._log)
        self._running[work.job] = job
        self._threads.submit(self._run, job, work)

    def answer(self, decision: DecideConflict) -> None:
        if (job := self._running.get(decision.job)) is not None:
            job.answer(decision)

    def stop(self, number: int) -> None:
        if (job := self._running.get(number)) is not None:
            job.stop()

    def end(self) -> None:
        """Stop all; their threads end soon after."""
        for job in list(self._running.values()):
            job.stop()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def wait(self) -> None:
        """Until all that were stopped have cleared up after themselves."""
        self._threads.shutdown()

    def _run(self, job: Job, work: Work) -> None:
        try:
            over = self._outcome(job, work)
            self._running.pop(job.number, None)
            self._say(over)
        except EOFError:
            self._running.pop(job.number, None)

    def _outcome(self, job: Job, work: Work) -> JobDone:
        number = job.number
        try:
            job.go_on()
            self._handlers[type(work)](job, work)
        except Stopped:
            return JobDone(job=number, failures=job.failures, stopped=True)
        except FileProblem as problem:
            path = sayable(problem.path)[:32_767] if problem.path else None
            return JobDone(job=number, failures=job.failures, dp=problem.dp, path=path)
        except OSError as error:
            return JobDone(job=number, failures=job.failures, dp=code_of(error))
        except EOFError:
            raise
        except Exception:
            _log.exception("a job failed")
            return JobDone(job=number, failures=job.failures, dp="DP-900")
        return JobDone(job=number, failures=job.failures)
