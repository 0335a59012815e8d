"""Runs on the PC: a technician's visit to every area of Dashboard, over Windows' own calls. `SOURCES`; prints JSON of what they told."""

import asyncio
import ctypes
import json
import os
import subprocess
import sys
import winreg
from pathlib import Path
from typing import Any

sys.path.insert(0, sys.argv[1])

from daypass.host.connection.connections import ToolUse  # noqa: E402 - found by then
from daypass.host.connection.sealed_channel import Opened  # noqa: E402
from daypass.host.dashboard.tool import Dashboard  # noqa: E402
from daypass.host.platform.windows import restart  # noqa: E402
from daypass.host.platform.windows.dashboard import dashboard_ports  # noqa: E402
from daypass.host.platform.windows.machine import WindowsMachine  # noqa: E402
from daypass.protocol import dashboard, registry  # noqa: E402
from daypass.protocol.dashboard import Panel  # noqa: E402
from daypass.protocol.messages import Message, encode  # noqa: E402
from daypass.protocol.registry import KeyPage, ReadKey  # noqa: E402
from daypass.protocol.restarting import RestartMode  # noqa: E402
from daypass.protocol.sealing import Kind  # noqa: E402
from daypass.protocol.tool_line import ViewerEnd  # noqa: E402

PATIENCE_S = 10.0
VIEW = registry.RegistryView.WIDE
UNINSTALL = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall\Sample"
RUN = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Run"


class Channel:
    """Both ends of the technician's line; everything passes the wire's own readers."""

    def __init__(self) -> None:
        self.asked: asyncio.Queue[Message] = asyncio.Queue()
        self.told: asyncio.Queue[Any] = asyncio.Queue()

    async def receive(self) -> Opened:
        return Opened(Kind.MESSAGE, encode(await self.asked.get()))

    async def send_message(self, message: Message) -> None:
        self.told.put_nowait(dashboard.read_to_technician(encode(message)))

    async def answer(self, question: Message, fits: Any) -> Any:
        self.asked.put_nowait(question)
        async with asyncio.timeout(PATIENCE_S):
            while not fits(told := await self.told.get()):
                pass
        return told


async def watched(channel: Channel, panel: Panel) -> Any:
    """The first that an area tells: an overview, a sample, rows, or why there are none."""

    def fits(told: Any) -> bool:
        return getattr(told, "panel", None) is panel or type(told).__name__ in ("Overview", "LoadSample")

    told = await channel.answer(dashboard.WatchPanel(panel=panel), fits)
    channel.asked.put_nowait(dashboard.UnwatchPanel(panel=panel))
    return told


def seen_in(told: Any) -> Any:
    if isinstance(told, dashboard.TableRows):
        return [list(row.cells) for row in told.rows]
    if isinstance(told, dashboard.PanelFailed):
        return told.dp
    return json.loads(json.dumps({name: getattr(told, name) for name in told.__struct_fields__}, default=str))


def fill_the_pc() -> None:
    """A program that is installed, and one that starts by itself."""
    with winreg.CreateKeyEx(winreg.HKEY_LOCAL_MACHINE, UNINSTALL, 0, winreg.KEY_WRITE) as key:
        for name, value in (("DisplayName", "Sample program"), ("DisplayVersion", "1.2"), ("InstallDate", "20260102")):
            winreg.SetValueEx(key, name, 0, winreg.REG_SZ, value)
        winreg.SetValueEx(key, "EstimatedSize", 0, winreg.REG_DWORD, 2048)
    with winreg.CreateKeyEx(winreg.HKEY_LOCAL_MACHINE, RUN, 0, winreg.KEY_WRITE) as key:
        winreg.SetValueEx(key, "Sample", 0, winreg.REG_SZ, r"C:\sample.exe /quiet")


async def acted(channel: Channel, action: Any) -> str | None:
    done = await channel.answer(action, lambda told: isinstance(told, dashboard.ActionDone))
    return None if done.dp is None else str(done.dp)


async def look_around(child: "subprocess.Popen[bytes]") -> dict[str, Any]:
    logged: list[list[str]] = []

    async def log(what: str, detail: str) -> None:
        logged.append([what, detail])

    async def ignore(_: object) -> None:
        return None

    seen: dict[str, Any] = {"pid": os.getpid(), "logged": logged}
    channel, ports = Channel(), dashboard_ports(WindowsMachine())
    use = ToolUse("Technician One", ignore, log, ignore)
    async with asyncio.TaskGroup() as tasks:
        tool = Dashboard(lambda: ports, None, None, tasks)  # type: ignore[arg-type] # no terminals here
        visit = tasks.create_task(tool.run_tool(channel, use))  # type: ignore[arg-type]
        ready = await channel.told.get()
        for panel in ready.panels:
            if panel not in (Panel.EVENTS, Panel.REGISTRY):
                seen[panel.value] = seen_in(await watched(channel, panel))
        ask = dashboard.ReadEvents(log="System", levels=())
        seen["events"] = seen_in(await channel.answer(ask, lambda told: getattr(told, "panel", None) is Panel.EVENTS))
        await act(channel, seen, child)
        await edit_the_registry(channel, seen)
        channel.asked.put_nowait(ViewerEnd())
        seen["closed"] = await visit
    return seen


async def act(channel: Channel, seen: dict[str, Any], child: "subprocess.Popen[bytes]") -> None:
    """On a process of this program's own, and on a service that nothing needs."""
    rows = seen_in(await watched(channel, Panel.PROCESSES))
    started_at = next(int(row[8]) for row in rows if row[1] == str(child.pid))
    which = {"action": 1, "pid": child.pid, "started_at": started_at}
    seen["priority"] = await acted(channel, dashboard.SetPriority(**which, priority=dashboard.Priority.BELOW_NORMAL))
    rows = seen_in(await watched(channel, Panel.PROCESSES))
    seen["its priority"] = next(row[7] for row in rows if row[1] == str(child.pid))
    other = dashboard.EndProcess(action=2, pid=child.pid, started_at=started_at - 60_000)
    seen["another's number"] = await acted(channel, other)
    seen["end"] = await acted(channel, dashboard.EndProcess(**which))
    seen["ended"] = child.wait(10) is not None
    stop = dashboard.ControlService(action=3, name="Spooler", order=dashboard.ServiceAction.STOP)
    start = dashboard.ControlService(action=4, name="Spooler", order=dashboard.ServiceAction.START)
    seen["service"] = [await acted(channel, start), await acted(channel, stop)]
    await switch_startup(channel, seen)
    nowhere = dashboard.ControlService(action=5, name="No such service", order=dashboard.ServiceAction.START)
    seen["no service"] = await acted(channel, nowhere)


def plant_link(path: str, target: str) -> ctypes.c_void_p:
    """A key of the person's that leads into the machine's part; its handle."""
    winreg.CreateKey(winreg.HKEY_LOCAL_MACHINE, target.partition("Machine\\")[2]).Close()
    winreg.CreateKey(winreg.HKEY_CURRENT_USER, path.rpartition("\\")[0]).Close()
    api, key, person = ctypes.WinDLL("advapi32"), ctypes.c_void_p(), ctypes.c_void_p(winreg.HKEY_CURRENT_USER)
    access, as_link = 0xF003F, 2  # KEY_ALL_ACCESS, REG_OPTION_CREATE_LINK
    assert api.RegCreateKeyExW(person, path, 0, None, as_link, access, None, ctypes.byref(key), None) == 0
    data = target.encode("utf-16-le")
    assert api.RegSetValueExW(key, "SymbolicLinkValue", 0, winreg.REG_LINK, data, len(data)) == 0
    return key


async def switch_startup(channel: Channel, seen: dict[str, Any]) -> None:
    """Of the machine, and of the person at the screen; behind a person's link nothing is written."""
    approved = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved"
    with winreg.CreateKeyEx(winreg.HKEY_CURRENT_USER, RUN, 0, winreg.KEY_WRITE) as key:
        winreg.SetValueEx(key, "Own", 0, winreg.REG_SZ, "own.exe")
    rows = await watched(channel, Panel.STARTUP)
    keys = {row.cells[0]: row.key for row in rows.rows}

    async def switched(name: str, on: bool) -> list[str | None]:
        dp = await acted(channel, dashboard.SwitchStartup(action=7, key=keys[name], on=on))
        states = {row[0]: row[3] for row in seen_in(await watched(channel, Panel.STARTUP))}
        return [dp, states[name]]

    missing = await switched("Own", False)
    planted = plant_link(rf"{approved}\Run", r"\Registry\Machine\Software\Planted")
    behind = await switched("Own", False)
    with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"Software\Planted") as target:
        written = winreg.QueryInfoKey(target)[1]
    ctypes.WinDLL("ntdll").NtDeleteKey(planted)
    winreg.CreateKey(winreg.HKEY_CURRENT_USER, rf"{approved}\Run").Close()
    seen["startup switched"] = {
        "without a place": missing,
        "behind a link": [behind, written],
        "machine": [await switched("Sample", False), await switched("Sample", True)],
        "person": [await switched("Own", False), await switched("Own", True)],
    }


async def edit_the_registry(channel: Channel, seen: dict[str, Any]) -> None:
    """Keys and values of every type there and back; what may not be, and what Daypass lives on."""

    found: dict[str, Any] = {}

    async def listed(path: str) -> Any:
        keys: list[Any] = []
        values: list[Any] = []
        page = await channel.answer(ReadKey(question=1, path=path, view=VIEW), lambda told: isinstance(told, KeyPage))
        while True:
            found["whose"] = page.person
            keys += [[one.name, one.parent] for one in page.keys]
            values += [[one.name, one.kind, one.data.hex() if one.size < 100 else one.size] for one in page.values]
            if page.last:
                return page.dp or [keys, values]
            page = await channel.told.get()

    def change(message: Any, path: str, /, **fields: Any) -> Any:
        return acted(channel, message(action=9, path=path, view=VIEW, **fields))

    found["roots"] = [name for name, _ in (await listed(""))[0]]
    found["machine"] = [name for name, _ in (await listed(r"HKEY_LOCAL_MACHINE"))[0]]
    found["whose machine"] = found["whose"]
    found["person"] = [name for name, _ in (await listed(r"HKEY_CURRENT_USER"))[0]]
    found["whose person"] = found["whose"]
    with winreg.CreateKeyEx(winreg.HKEY_LOCAL_MACHINE, r"Software\Sample sizes", 0, winreg.KEY_WRITE) as key:
        for name, size in (("a", 10 * 2**20), ("b", 2**16), ("c", 2**15)):
            winreg.SetValueEx(key, name, 0, winreg.REG_BINARY, bytes(size))
    sizes = await channel.answer(
        ReadKey(question=2, path=r"HKEY_LOCAL_MACHINE\Software\Sample sizes", view=VIEW),
        lambda told: isinstance(told, KeyPage) and told.last,
    )
    found["sizes"] = [[one.size, len(one.data)] for one in sizes.values]
    software, own = r"HKEY_LOCAL_MACHINE\Software", r"HKEY_LOCAL_MACHINE\Software\Sample keys"
    found["created"] = [await change(registry.CreateKey, software, name="Sample keys") for _ in range(2)]
    found["a path for a name"] = await change(registry.CreateKey, own, name=r"a\b")
    text = "Ação ✓\0".encode("utf-16-le")
    kinds = [
        (1, text),
        (2, text),
        (3, b""),
        (4, b"\1\0\0\0"),
        (4, b"\1"),
        (7, text + b"\0\0"),
        (11, bytes(8)),
        (99, b"?"),
    ]
    for number, (kind, data) in enumerate(kinds):
        await change(registry.SetValue, own, name=f"value {number}", kind=kind, data=data)
    found["kept"] = (await listed(own))[1] == [[f"value {n}", kind, data.hex()] for n, (kind, data) in enumerate(kinds)]
    found["taken"] = await change(registry.SetValue, own, name="VALUE 1", kind=1, data=b"", fresh=True)
    await change(registry.SetValue, own, name="", kind=1, data=text)
    await change(registry.SetValue, own, name="large", kind=3, data=bytes(registry.MOST_DATA))
    renames = (("value 2", "value 3"), ("value 2", "new"), ("value 3", "VALUE 3"), ("nothing", "x"))
    found["renamed"] = [await change(registry.RenameValue, own, name=old, new_name=new) for old, new in renames]
    found["deleted"] = [await change(registry.DeleteValue, own, name="value 4") for _ in range(2)]
    found["values"] = [[name, kind] for name, kind, _ in (await listed(own))[1]]
    await change(registry.CreateKey, own, name="Inner")
    await change(registry.CreateKey, own + r"\Inner", name="Innermost")
    found["key renamed"] = await change(registry.RenameKey, own, name="Sample (é)")
    found["inside"] = await listed(software + r"\Sample (é)\Inner")
    found["a taken key"] = await change(registry.RenameKey, software + r"\Sample (é)", name="Microsoft")
    found["gone"] = [await change(registry.DeleteKey, software + r"\Sample (é)") for _ in range(2)]
    found["not there"] = await listed(software + r"\Sample (é)")
    protected = (software, r"HKEY_LOCAL_MACHINE\SYSTEM\ControlSet001\Services", r"HKEY_LOCAL_MACHINE")
    found["protected"] = [await change(registry.DeleteKey, path) for path in protected]
    seen["registry edited"] = found


def restart_of_the_pc() -> dict[str, Any]:
    """Safe mode against a boot loader that only remembers; Windows itself is never asked to restart."""

    class Done:
        def __init__(self, stdout: bytes, returncode: int = 0) -> None:
            self.stdout, self.returncode = stdout, returncode

    settings = {"set": False, "obeys": True}

    def boot_loader(arguments: Any) -> Done:
        if settings["obeys"] and arguments[0] in ("/set", "/deletevalue"):
            settings["set"] = arguments[0] == "/set"
        return Done(b"safeboot                Network" if settings["set"] else b"identifier  {current}")

    note = Path(os.environ["TEMP"]) / "safe-boot"
    pc, found = restart.WindowsRestart(), dict[str, Any]()
    found["modes"], found["safe"] = [mode.value for mode in pc.modes()], pc.in_safe_mode()
    restart._take_shutdown_privilege()
    restart._bcdedit_done = boot_loader  # type: ignore[assignment]
    restart.set_safe_boot(note)
    found["set"] = [settings["set"], note.exists()]
    settings["obeys"] = False
    try:
        restart.take_back_safe_boot(note)
    except OSError:
        found["kept for the next try"] = note.exists()
    settings["obeys"] = True
    restart.take_back_safe_boot(note)
    found["taken back"] = [settings["set"], note.exists()]
    settings["set"] = True
    restart.set_safe_boot(note)
    restart.take_back_safe_boot(note)
    found["somebody else's"] = [settings["set"], note.exists()]
    settings.update(set=False, obeys=False)
    try:
        restart.set_safe_boot(note)
    except PermissionError:
        found["refused"] = [settings["set"], note.exists()]
    settings.update(set=False, obeys=True)
    return found | {"order": order_of_a_restart(pc, note, settings)}


def order_of_a_restart(pc: restart.WindowsRestart, note: Path, settings: dict[str, bool]) -> list[Any]:
    """Up to Windows' own function, which only notes what it is told and how the next start would be."""
    ordered: list[Any] = []

    class Windows:
        answer = 1

        def InitiateSystemShutdownExW(self, *arguments: object) -> int:  # noqa: N802 - Windows' name
            ordered.append([*arguments, settings["set"], note.exists()])
            ctypes.set_last_error(0 if self.answer else 5)
            return self.answer

    windows = Windows()
    restart._advapi32 = windows  # type: ignore[assignment]
    restart.note_file = lambda: note
    pc.restart(RestartMode.NORMAL)
    pc.restart(RestartMode.SAFE)
    pc.settle()
    ordered.append([settings["set"], note.exists()])
    windows.answer = 0
    try:
        pc.restart(RestartMode.SAFE)
    except PermissionError:
        ordered.append(["refused", settings["set"], note.exists()])
    return ordered


fill_the_pc()
own_child = subprocess.Popen([sys.executable, "-I", "-c", "import time; time.sleep(60)"])
seen = asyncio.run(look_around(own_child))
print(json.dumps(seen | {"restart": restart_of_the_pc()}))
