"""What psutil reads alike on every system: load, processes, drives, open ports."""

import os
import socket
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import psutil

from daypass.host.platform.dashboard_ports import Cells, LoadReading, ProcessFacts
from daypass.protocol.dashboard import Adapter, Disk, Overview, Priority, SecurityProduct

_SAME_START_MS = 50
"""Two readings of one process's start differ by rounding at most."""


def read_load() -> LoadReading:
    cores = psutil.cpu_times(percpu=True)
    whole = tuple(sum(core) - getattr(core, "guest", 0) - getattr(core, "guest_nice", 0) for core in cores)
    idle = tuple(core.idle + getattr(core, "iowait", 0) for core in cores)
    memory, disk, network = psutil.virtual_memory(), psutil.disk_io_counters(), psutil.net_io_counters()
    return LoadReading(
        busy_s=tuple(a - b for a, b in zip(whole, idle, strict=True)),
        all_s=whole,
        memory=memory.total,
        memory_used=memory.total - memory.available,
        disk_read=disk.read_bytes if disk else 0,
        disk_written=disk.write_bytes if disk else 0,
        received=network.bytes_recv if network else 0,
        sent=network.bytes_sent if network else 0,
    )


ProcessBasics = tuple[int, str, int]
"""Parent, name of the program, threads."""


class PsutilProcesses:
    """`basics` reads what the system tells of all processes at once; `priorities` are its words for `Priority`."""

    def __init__(
        self,
        basics: Callable[[], Mapping[int, ProcessBasics]],
        priorities: Mapping[Priority, int],
        vital: Callable[[int], bool],
    ) -> None:
        self._basics, self._priorities, self._vital = basics, priorities, vital
        self._known: dict[int, tuple[psutil.Process, int, str, str]] = {}

    def all(self) -> Sequence[ProcessFacts]:
        basics = self._basics()
        for pid in self._known.keys() - basics.keys():
            del self._known[pid]
        return [found for pid, basic in basics.items() if (found := self._facts(pid, basic)) is not None]

    def vital(self, pid: int) -> bool:
        return self._vital(pid)

    def end(self, pid: int, started_at: int) -> str:
        process, name = self._same(pid, started_at)
        try:
            process.kill()
            process.wait(5)
        except psutil.NoSuchProcess:
            pass
        except psutil.AccessDenied as error:
            raise PermissionError(str(error)) from error
        except psutil.TimeoutExpired as error:
            raise TimeoutError(str(error)) from error
        return name

    def set_priority(self, pid: int, started_at: int, priority: Priority) -> str:
        process, name = self._same(pid, started_at)
        try:
            process.nice(self._priorities[priority])
        except psutil.NoSuchProcess as error:
            raise ProcessLookupError(str(error)) from error
        except psutil.AccessDenied as error:
            raise PermissionError(str(error)) from error
        return name

    def _same(self, pid: int, started_at: int) -> tuple[psutil.Process, str]:
        """The process, if it is the one that was shown: numbers are used again."""
        try:
            process = psutil.Process(pid)
            begun = _started_at(process)
            if begun == 0:
                raise PermissionError(f"the system does not tell when {pid} started")
            if abs(begun - started_at) > _SAME_START_MS:
                raise ProcessLookupError(f"{pid} is another process now")
        except psutil.NoSuchProcess as error:
            raise ProcessLookupError(str(error)) from error
        except psutil.AccessDenied as error:
            raise PermissionError(str(error)) from error
        return process, self._basics().get(pid, (0, str(pid), 0))[1]

    def _facts(self, pid: int, basic: ProcessBasics) -> ProcessFacts | None:
        """None for one that vanished meanwhile."""
        parent, name, threads = basic
        try:
            process, started_at, person, command = self._lasting(pid)
            with process.oneshot():
                times, memory, nice = _or(process.cpu_times), _or(process.memory_info), _or(process.nice)
        except psutil.NoSuchProcess:
            self._known.pop(pid, None)
            return None
        return ProcessFacts(
            pid=pid,
            parent=parent,
            name=name,
            person=person,
            cpu_s=times.user + times.system if times else 0.0,
            memory=memory.rss if memory else 0,
            threads=threads,
            priority=self._priority(nice),
            started_at=started_at,
            command=command,
        )

    def _lasting(self, pid: int) -> tuple[psutil.Process, int, str, str]:
        """What stays the same for a process's life is read once."""
        known = self._known.get(pid)
        if known is None or not known[0].is_running():
            process = psutil.Process(pid)
            command = " ".join(_or(process.cmdline) or ())
            known = (process, _started_at(process), _or(process.username) or "", command)
            self._known[pid] = known
        return known

    def _priority(self, nice: int | None) -> str:
        if nice is None:
            return ""
        return min(self._priorities, key=lambda name: abs(self._priorities[name] - int(nice))).value


def _started_at(process: psutil.Process) -> int:
    """0 where the system does not tell: such a process cannot be told from another with its number."""
    return round((_or(process.create_time) or 0.0) * 1000)


def _or(read: Callable[[], object]) -> Any:
    """What is read, or None where the system refuses it for this one process."""
    try:
        return read()
    except (psutil.AccessDenied, psutil.ZombieProcess, OSError):
        return None


def disks() -> tuple[Disk, ...]:
    """Drives with a size; empty readers and networks that do not answer are left out."""
    found = []
    for part in psutil.disk_partitions(all=False):
        try:
            usage = psutil.disk_usage(part.mountpoint)
        except OSError:
            continue
        found.append(Disk(name=part.mountpoint, size=usage.total, free=usage.free))
    return tuple(found)


def adapters() -> tuple[Adapter, ...]:
    """Network adapters that are up, without the PC's own loop."""
    states, found = psutil.net_if_stats(), []
    for name, addresses in psutil.net_if_addrs().items():
        shown = tuple(one.address.split("%")[0] for one in addresses if one.family in (socket.AF_INET, socket.AF_INET6))
        up = name in states and states[name].isup
        if up and shown and not any(one in ("127.0.0.1", "::1") for one in shown):
            found.append(Adapter(name=name, addresses=shown))
    return tuple(found)


def battery() -> tuple[int | None, bool]:
    """Percent and whether it is plugged in; None on a PC without one."""
    try:
        found = psutil.sensors_battery()
    except (OSError, RuntimeError):
        return None, False
    if found is None or found.percent is None:
        return None, False
    return max(0, min(100, round(found.percent))), bool(found.power_plugged)


class DescribedPc(Protocol):
    """What a platform's machine says of itself."""

    def computer_name(self) -> str: ...
    def system(self) -> Mapping[str, str]: ...


def overview(
    machine: DescribedPc,
    cpu_permille: int,
    processor: str,
    people: tuple[str, ...],
    restart_pending: tuple[str, ...],
    antivirus: tuple[SecurityProduct, ...] | None = None,
) -> Overview:
    """What is read alike on every system, and what the system's own code found out."""
    system, memory = machine.system(), psutil.virtual_memory()
    percent, plugged_in = battery()
    return Overview(
        computer_name=machine.computer_name(),
        edition=system.get("edition", ""),
        build=system.get("build", ""),
        architecture=system.get("architecture", ""),
        processor=processor,
        cores=os.cpu_count() or 1,
        booted_at=round(psutil.boot_time()) * 1000,
        cpu=cpu_permille,
        memory=memory.total,
        memory_used=memory.total - memory.available,
        people=people,
        disks=disks(),
        adapters=adapters(),
        battery=percent,
        plugged_in=plugged_in,
        restart_pending=restart_pending,
        antivirus=antivirus,
    )


def drives(label_of: Callable[[str, str], str]) -> Mapping[str, Cells]:
    """The table of drives; `label_of` gives the name that people gave one, by its mount point and device."""
    rows: dict[str, Cells] = {}
    for part in psutil.disk_partitions(all=False):
        try:
            usage = psutil.disk_usage(part.mountpoint)
            size, free = str(usage.total), str(usage.free)
        except OSError:
            size = free = ""
        label = label_of(part.mountpoint, part.device) if size else ""  # an empty reader is not waited for
        rows[part.mountpoint] = (part.mountpoint, label, _kind_of(part.opts), part.fstype, size, free)
    return rows


def _kind_of(options: str) -> str:
    found = set(options.split(","))
    return next((kind for kind in ("removable", "cdrom", "remote", "ramdisk") if kind in found), "fixed")


def with_port(address: str, port: int) -> str:
    """As addresses are written: where colons are part of one, it stands in brackets."""
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"


def ports(name_of: Callable[[], Mapping[int, str]]) -> Mapping[str, Cells]:
    """The table of open ports and connections; `name_of` gives the programs' names by process."""
    rows: dict[str, Cells] = {}
    names = name_of()
    try:
        connections = psutil.net_connections(kind="inet")
    except psutil.AccessDenied as error:
        raise PermissionError(str(error)) from error
    for one in connections:
        protocol = ("TCP" if one.type == socket.SOCK_STREAM else "UDP") + ("6" if one.family == socket.AF_INET6 else "")
        remote = with_port(one.raddr.ip, one.raddr.port) if one.raddr else ""
        state = "" if one.status == psutil.CONN_NONE else one.status.lower()
        address, port = (one.laddr.ip, str(one.laddr.port)) if one.laddr else ("", "")
        pid = one.pid or 0
        key = f"{protocol} {address}:{port} {remote} {pid}"
        rows[key] = (protocol, address, port, remote, state, str(pid) if pid else "", names.get(pid, ""))
    return rows
