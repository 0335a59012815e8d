"""What a technician says to a tool, heard the same way by every tool."""

from collections.abc import Awaitable, Callable
from typing import Any

from daypass.host.connection.sealed_channel import SealedChannel
from daypass.protocol.sealing import Kind
from daypass.protocol.tool_line import Ping, Pong, ViewerEnd


async def hear_technician(
    channel: SealedChannel,
    read: Callable[[bytes], Any],
    take: Callable[[Any, bytes], Awaitable[None]],
    take_contents: Callable[[bytes], Awaitable[None]] | None = None,
) -> bool:
    """Until the technician closes the tool; then True. `take` gets each message as `read` understands it and as it came.

    `take_contents` gets what is no message, where the tool has such. Raises EOFError when the line breaks, ProtocolError for what is no
    message of this tool.
    """
    while True:
        opened = await channel.receive()
        if opened.kind is Kind.BULK and take_contents is not None:
            await take_contents(opened.plain)
        if opened.kind is not Kind.MESSAGE:
            continue
        message = read(opened.plain)
        if isinstance(message, ViewerEnd):
            return True
        if isinstance(message, Ping):
            await channel.send_message(Pong(number=message.number))
        else:
            await take(message, opened.plain)
