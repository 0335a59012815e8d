"""The last window: after the removal it tells the customer who ended the session and that the app is gone.

The removal runs from a copy outside the installation, and so does this window, as the person at the screen. Nothing waits for it
but the deletion of that copy.
"""

import asyncio
import logging
from collections.abc import Sequence

from daypass.host.chat.room import transcript_for_person
from daypass.host.chat.transcript import Transcript
from daypass.host.connection.person_link import (
    ChatShown,
    ChatWritten,
    ChooseConsent,
    ChooseReceipt,
    EndSession,
    FromService,
    KeepAwake,
    Pause,
    PersonTalk,
    Status,
    UndoEnd,
)
from daypass.host.connection.tray_keeper import TrayLink
from daypass.host.lifecycle.activity_record import ActivityRecord
from daypass.host.lifecycle.live_session import LiveSession
from daypass.host.lifecycle.session_record import Wallpaper
from daypass.host.platform.ports import Artefact, LocalPeer, Platform

PATIENCE_S = 600.0
_LOOK_EVERY_S = 0.25
_MOST_STARTS = 3
_log = logging.getLogger(__name__)


class _KeptChat:
    """What was written, to read and to save; nobody writes any more."""

    def __init__(self, transcript: Transcript) -> None:
        self._transcript = transcript

    def for_new_window(self) -> Sequence[FromService]:
        return transcript_for_person(self._transcript)

    async def presence(self, here: bool) -> None: ...
    async def from_person(self, message: ChatWritten | ChatShown) -> None: ...


class _TooLate:
    """Nothing can be wished for any more."""

    async def from_person(
        self, message: ChooseConsent | ChooseReceipt | KeepAwake | Pause | EndSession | UndoEnd
    ) -> None:
        _log.info("%s after the end", type(message).__name__)


async def say_farewell(
    platform: Platform,
    session: LiveSession,
    by: str,
    leftovers: Sequence[Artefact],
    chat: Transcript,
    activities: ActivityRecord,
    patience_s: float = PATIENCE_S,
) -> None:
    """Show the last window until the customer closes it, at most `patience_s`; nothing where nobody is at the screen."""
    session_id = session.identity.session_id
    talk = PersonTalk(_TooLate(), activities)
    talk.join_chat(_KeptChat(chat))
    await talk.show(
        Status(
            language=session.identity.language,
            company=session.identity.company,
            technician=session.progress.technician or session.identity.technician,
            ended_by=by,
            leftovers=tuple(one.name for one in leftovers),
            wallpaper=Wallpaper.BACK if session.progress.wallpaper else Wallpaper.UNTOUCHED,
        )
    )
    told = asyncio.Event()

    async def tell(peer: LocalPeer) -> None:
        told.set()
        await talk.serve(peer)

    link = TrayLink(platform.programs, session_id, tell)
    try:
        stop = await link.listen(platform.links)
    except (OSError, LookupError) as error:
        _log.info("no last window: %s", error)
        return
    try:
        async with asyncio.timeout(patience_s):
            for _ in range(_MOST_STARTS):
                await _show_until_closed(link)
                if told.is_set():
                    return
                _log.warning("the last window went before it could say anything")
    except TimeoutError:
        _log.info("nobody closed the last window")
    except (OSError, LookupError) as error:
        _log.info("no last window: %s", error)
    finally:
        await stop()


async def _show_until_closed(link: TrayLink) -> None:
    window = await link.start()
    try:
        while window.alive():  # noqa: ASYNC110 - another process sets no event
            await asyncio.sleep(_LOOK_EVERY_S)
    finally:
        await asyncio.to_thread(window.end)
