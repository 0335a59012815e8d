"""No text lies about that nobody reads: every key of the catalogue is named somewhere, whole or by a pattern whose holes are named."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.test_translation import texts

from daypass.translation import catalogue

ROOT = Path(__file__).parents[1]
SOURCES = {"src": (".py", ".html"), "console/src": (".ts", ".tsx"), "demo": (".py", ".html", ".js")}
# What code puts together from words of its own: states of a connection, browsers, moves of the demo by kind of PC.
_BUILT = {"connection_opened", "connection_closed", "steps.open_edge", "steps.open_chrome", "steps.open_firefox"}
_BUILT |= {"connection_recording_started", "connection_recording_stopped"}
_BUILT |= {"connection_input_locked", "connection_screen_blanked", "connection_hold_ended"}
_BUILT |= {f"{move}_{kind}" for move in ("agree", "connect") for kind in ("windows", "linux")}
_HOLE = re.compile(r"\$?\{[^{}]*\}|\$\{.*?\}")
_PATTERN = re.compile(r"[\"'`](?:[\w.]*\$?\{[^{}\"'`]*(?:\([^()]*\))?[^{}`]*?\}[\w.]*)+[\"'`]")


def sources() -> str:
    """Everything that may name a text."""
    return "\n".join(
        path.read_text(encoding="utf-8")
        for folder, endings in SOURCES.items()
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in endings and "messages.gen" not in path.name
    )


def patterns(source: str) -> Iterator[re.Pattern[str]]:
    """`console.team.role_${role}` and the like, as expressions that give what stands in the holes."""
    for found in set(_PATTERN.findall(source)):
        fixed = [re.escape(part) for part in _HOLE.split(found[1:-1])]
        if len("".join(fixed)) > 3 and len(fixed) > 1:
            yield re.compile(r"([\w.]+?)".join(fixed) + r"(?:_one|_other)?")


def test_every_text_is_named_in_the_sources() -> None:
    source = sources()
    words = set(re.findall(r"\w+(?:[.:-]\w+)*", source)) | _BUILT
    words |= {re.sub("[.:-]", "_", word) for word in words}
    shapes = list(patterns(source))

    def named(key: str) -> bool:
        if key in words or key.removesuffix("_one").removesuffix("_other") in words:
            return True
        return any(
            all(set(filler.split(".")) <= words or filler in words for filler in found.groups())
            for shape in shapes
            if (found := shape.fullmatch(key))
        )

    keys = (key for key, _ in texts(catalogue("en")) if not key.startswith("errors."))
    assert [key for key in keys if not named(key)] == []
