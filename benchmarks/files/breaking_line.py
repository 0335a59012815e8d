"""A line to the server that can be cut at any moment, as a router does; it counts what passed. For tests too."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_BLOCK = 1 << 16


class BreakingLine:
    """Forwards to a port of this machine."""

    def __init__(self, port: int) -> None:
        self.target = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._open: set[socket.socket] = set()
        self.up = self.down = 0
        self.away = False
        """Until it is mended, nobody comes through."""
        self._cut_when: Callable[[], bool] | None = None
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Everything that is open now."""
        for one in list(self._open):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._open.clear()

    def break_when(self, enough: Callable[[], bool]) -> None:
        """Cut everything as soon as so much has passed, and let nobody through before `mend`."""
        self.away, self._cut_when = False, enough

    def mend(self) -> None:
        """It leads to the server again."""
        self.away = False

    def close(self) -> None:
        self._listener.close()
        self.cut()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                here, _ = self._listener.accept()
                if self.away:
                    here.close()
                    continue
                there = socket.create_connection(("127.0.0.1", self.target))
                self._open |= {here, there}
                for source, sink, upward in ((here, there, True), (there, here, False)):
                    threading.Thread(target=self._pass, args=(source, sink, upward), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket, upward: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(_BLOCK):
                if upward:
                    self.up += len(data)
                else:
                    self.down += len(data)
                sink.sendall(data)
                if self._cut_when is not None and self._cut_when():
                    self.away, self._cut_when = True, None
                    self.cut()
        for one in (source, sink):
            self._open.discard(one)
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


@contextmanager
def breaking_line(port: int) -> Iterator[BreakingLine]:
    """For the length of the block."""
    line = BreakingLine(port)
    try:
        yield line
    finally:
        line.close()
