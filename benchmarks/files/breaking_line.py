"""A line to the server that can be cut at any moment, as a router does; it counts what passed."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_BLOCK = 1 << 16


class BreakingLine:
    """Forwards to a port of this machine."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._open: set[socket.socket] = set()
        self.up = self.down = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Everything that is open now."""
        for one in list(self._open):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._open.clear()

    def close(self) -> None:
        self._listener.close()
        self.cut()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                here, _ = self._listener.accept()
                there = socket.create_connection(("127.0.0.1", self._target))
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
