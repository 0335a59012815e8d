"""A technician set a new session password: the code window comes again, and the right code brings the new verifier.

The person at the screen decides, as at the activation: who is not on the phone with the technician closes the window, and everything
stays as it was. A request waits until its time is over, also while nobody is signed in; it survives the line and, given again by the
server, a restart. The old password is refused from the moment the new one is on the disk; connections that run then stay until they
are closed, but none of them is resumed or gets a further channel without the new password.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager

from daypass.host.connection.alongside import alongside
from daypass.host.connection.handshakes import ConnectionSecrets
from daypass.host.connection.pairing import PairingTalk, unless_over
from daypass.host.connection.password_tries import TriesOnDisk
from daypass.host.connection.person_link import PersonTalk
from daypass.host.connection.problems import HostProblem
from daypass.host.lifecycle.live_session import LiveSession
from daypass.host.lifecycle.session_record import ReplacedPassword
from daypass.protocol.commands import CommandNewPassword
from daypass.protocol.host_api import Key32, NewPasswordNews, PasswordProof, Salt16, Signature64
from daypass.protocol.pairing import CodeExpired, CodeWrong, Paired
from daypass.protocol.secrets import SecurityCode

_log = logging.getLogger(__name__)
Pair = Callable[[], AbstractAsyncContextManager[PairingTalk]]
Tell = Callable[[NewPasswordNews], Awaitable[None]]


class _Closed(Exception):
    """The person closed the window."""


class NewPasswords:
    """Handles CommandNewPassword and CommandNewPasswordOver."""

    def __init__(
        self,
        session: LiveSession,
        tasks: asyncio.TaskGroup,
        pair: Pair,
        person: PersonTalk,
        tries: TriesOnDisk,
        secrets: ConnectionSecrets,
        changed: Callable[[], Awaitable[None]],
        tell: Tell,
    ) -> None:
        self._session, self._tasks, self._pair, self._person = session, tasks, pair, person
        self._tries, self._secrets, self._changed, self._tell = tries, secrets, changed, tell
        self._newest: NewPasswordNews | None = None
        self._task: asyncio.Task[None] | None = None

    async def ask(self, order: CommandNewPassword) -> None:
        """Begin; the same order again (after a reconnection) is only answered, another one takes the place of this."""
        done = self._done()
        if done is not None and done.request_id == order.request_id:
            await self._tell(done)
        elif self._newest is None or self._newest.request_id != order.request_id:
            before = self._task
            self._stop()
            self._task = self._tasks.create_task(self._begin(order, before), name="new password")

    def withdraw(self, request_id: bytes) -> None:
        """The technician does not want it any more."""
        if self._newest is not None and self._newest.request_id == request_id:
            self._stop()

    def news(self) -> Sequence[NewPasswordNews]:
        """What the server may not know yet, told whenever the control link has opened."""
        known = [self._done(), self._newest]
        return [news for at, news in enumerate(known) if news is not None and news not in known[:at]]

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._task, self._newest = None, None

    def _done(self) -> NewPasswordNews | None:
        kept = self._session.progress.password
        return None if kept is None else _done(kept)

    async def _begin(self, order: CommandNewPassword, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait([before])  # its window closes before this one's opens
        await self._run(order)

    async def _run(self, order: CommandNewPassword) -> None:
        async def stage(stage: str, dp: str | None = None) -> None:
            news = NewPasswordNews(request_id=Salt16(order.request_id), stage=stage, dp=dp)  # type: ignore[arg-type]
            if self._newest != news:
                self._newest = news
                await self._tell(news)

        async def presence(here: bool) -> None:
            await stage("code" if here else "nobody")

        left_s = (order.expires_at - self._session.now()) / 1000
        changed = False
        try:
            self._person.watch_presence(presence)
            await presence(self._person.is_here)
            async with asyncio.timeout(max(0.0, left_s)):
                paired = await self._pair_by_code(order)
            self._keep(order, paired)
            changed = True
        except TimeoutError:
            await stage("expired")
        except _Closed:
            await stage("closed")
        except HostProblem as problem:
            _log.warning("no new password: %s", problem.dp)
            await stage("failed", problem.dp)
        except Exception:
            _log.exception("no new password")
            await stage("failed", "DP-900")
        finally:
            self._person.watch_presence(None)
            await self._person.close_code(changed)
        if changed:
            self._newest = self._done()
            for news in self.news():
                await self._tell(news)
            await self._changed()

    def _waiting_for(self, dp: str | None) -> None:
        """DP-306 while the technician's page is closed, else what lies on the way to the server."""
        self._tasks.create_task(self._person.code_waits(dp), name="what the code waits for")

    async def _pair_by_code(self, order: CommandNewPassword) -> Paired:
        """Ask for the code until it is right. What is no code at all costs no try."""
        wrong: str | None = None
        tries_left: int | None = None
        async with self._pair() as talk:
            talk.watch_waiting(self._waiting_for)
            while True:
                asked = self._person.ask_code(order.technician, order.code_digits, wrong, tries_left)
                typed = await unless_over(talk, asked)
                if typed is None:
                    raise _Closed
                try:
                    code = SecurityCode.parse(typed, order.code_digits)
                except ValueError:
                    wrong = "DP-310"
                    continue
                outcome = await unless_over(talk, self._attempt(talk, code))
                if isinstance(outcome, Paired):
                    return outcome
                if isinstance(outcome, CodeExpired):
                    wrong, tries_left = "DP-311", None
                else:
                    wrong, tries_left = "DP-301" if outcome.tries_left else "DP-302", outcome.tries_left

    async def _attempt(self, talk: PairingTalk, code: SecurityCode) -> CodeWrong | CodeExpired | Paired:
        """May take long while the technician's page is away: the person may close the window meanwhile."""
        async with (
            alongside(talk.attempt(code), "attempt") as attempt,
            alongside(self._person.code_window_left(), "code window") as left,
        ):
            await asyncio.wait([attempt, left], return_when=asyncio.FIRST_COMPLETED)
            if not attempt.done():
                raise _Closed
            return attempt.result()

    def _keep(self, order: CommandNewPassword, paired: Paired) -> None:
        """One write puts it in force. The tries go first: a power cut in between leaves the old password with its tries anew."""
        self._tries.was_right()
        self._session.change(
            password=ReplacedPassword(
                request_id=order.request_id,
                verifier=paired.verifier,
                technician_key=paired.technician_key,
                transcript=paired.transcript,
                technician_signature=paired.technician_signature,
                host_signature=paired.host_signature,
            )
        )
        self._secrets.forget()


def _done(kept: ReplacedPassword) -> NewPasswordNews:
    proof = PasswordProof(
        technician_key=Key32(kept.technician_key),
        transcript=Key32(kept.transcript),
        technician_signature=Signature64(kept.technician_signature),
        host_signature=Signature64(kept.host_signature),
    )
    return NewPasswordNews(request_id=Salt16(kept.request_id), stage="done", proof=proof)
