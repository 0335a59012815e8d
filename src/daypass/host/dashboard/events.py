"""The system's logs: page after page, newest first, through a filter."""

import asyncio

from daypass.host.dashboard.panel import Questions, Say
from daypass.host.dashboard.tables import in_messages
from daypass.host.platform.dashboard_ports import EventLogs, EventQuery
from daypass.protocol.dashboard import Panel, ReadEvents

MOST_IN_PAGE = 200
PATIENCE_S = 3.0


class EventsPanel:
    """Nothing streams: each page is asked for."""

    def __init__(self, logs: EventLogs) -> None:
        self._logs = logs
        self.questions: Questions = {ReadEvents: self._read}

    async def stream(self, say: Say) -> None:
        """What happens meanwhile is read by asking again."""

    async def _read(self, message: ReadEvents, say: Say) -> None:
        query = EventQuery(
            log=message.log,
            levels=message.levels,
            source=message.source,
            event=message.event,
            text=message.text,
            since=message.since,
            until=message.until,
            before=message.before,
        )
        page = await asyncio.to_thread(self._logs.read, query, MOST_IN_PAGE, PATIENCE_S)
        first = message.before == ""
        for told in in_messages(Panel.EVENTS, page.rows, first, page.read_on, message.question):
            await say(told)
