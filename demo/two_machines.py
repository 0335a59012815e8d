"""Two machines out of one: a server and a PC in network namespaces of their own, joined by one cable.

The addresses are of the documentation range (RFC 5737), so nothing real is ever reached. Needs root and iproute2.
"""

import ctypes
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

SERVER_ADDRESS = "192.0.2.1"
PC_ADDRESS = "192.0.2.2"
CLONE_NEWNET = 0x40000000


@dataclass(frozen=True, slots=True)
class TwoMachines:
    """`on_server` goes before a command that is to run on the server's machine; everything else runs on the PC's."""

    server_address: str
    pc_address: str
    on_server: tuple[str, ...]


def missing() -> list[str]:
    """What this machine lacks to be two."""
    lacks = [tool for tool in ("ip",) if shutil.which(tool) is None]
    if os.geteuid() != 0:
        lacks.append("root")
    return lacks


@contextmanager
def two_machines() -> Iterator[TwoMachines]:
    """Until the end, this thread and what it starts live on the PC's machine."""
    server, pc = f"daypass-server-{os.getpid()}", f"daypass-pc-{os.getpid()}"
    cable_server, cable_pc = f"dps{os.getpid()}"[:15], f"dpc{os.getpid()}"[:15]
    with ExitStack() as stack:
        for name in (server, pc):
            _ip("netns", "add", name)
            stack.callback(_ip, "netns", "delete", name)
        _ip("link", "add", cable_server, "netns", server, "type", "veth", "peer", "name", cable_pc, "netns", pc)
        for name, cable, address in ((server, cable_server, SERVER_ADDRESS), (pc, cable_pc, PC_ADDRESS)):
            _ip("-n", name, "link", "set", "lo", "up")
            _ip("-n", name, "address", "add", f"{address}/30", "dev", cable)
            _ip("-n", name, "link", "set", cable, "up")
        stack.enter_context(_living_in(Path("/run/netns") / pc))
        yield TwoMachines(SERVER_ADDRESS, PC_ADDRESS, ("ip", "netns", "exec", server))


@contextmanager
def _living_in(namespace: Path) -> Iterator[None]:
    """Move the calling thread into a network namespace and back (setns(2)); threads and processes it starts stay there."""
    home = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
    try:
        away = os.open(namespace, os.O_RDONLY)
        try:
            _set_namespace(away)
        finally:
            os.close(away)
        try:
            yield
        finally:
            _set_namespace(home)
    finally:
        os.close(home)


def _set_namespace(descriptor: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.setns(descriptor, CLONE_NEWNET) != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, timeout=30)
