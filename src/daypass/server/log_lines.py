"""The server's log: one line per event, with its facts; nothing of what people type or see.

Facts may come from outside (a path, a name, an error that repeats them), so no character of theirs ends a line, moves a cursor or
turns the text around: such characters are written as their escapes.
"""

import logging
import re
import sys

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

# C0 and C1 controls, line and paragraph separators, direction marks, overrides and isolates, halves of surrogate pairs, and what
# takes no room: soft hyphen, joiners, annotations, byte order mark, tags.
_ACTIVE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def escaped(text: str) -> str:
    """`text` on one line, with nothing in it that a terminal acts on."""
    return _ACTIVE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def log_to_stderr() -> None:
    """Send our own events and those of libraries to standard error, in one form."""
    before: list[Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*before, _line],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *before],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _line],
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler])


def _line(logger: WrappedLogger, name: str, event: EventDict) -> str:
    return escaped(_logfmt(logger, name, event))


_logfmt = structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"])
