"""What is set up on this PC, as tables: programs, environment, accounts and groups, scheduled tasks."""

import sys

assert sys.platform == "win32"

import contextlib
import winreg
from collections.abc import Iterator, Mapping
from pathlib import Path

import pywintypes
import win32net

from daypass.host.platform.dashboard_ports import Cells
from daypass.host.platform.windows.pc_facts import signed_in
from daypass.host.platform.windows.powershell import ask_powershell

_UNINSTALL = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall"
_ENVIRONMENT = r"SYSTEM\CurrentControlSet\Control\Session Manager\Environment"
_PROFILES = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList"
_PEOPLE_PREFIX = "S-1-5-21-"  # hives of accounts that people sign in with
_MOST_KEYS = 5000
_DISABLED_ACCOUNT = 2  # UF_ACCOUNTDISABLE
_ADMINISTRATOR = 2  # USER_PRIV_ADMIN
VIEWS = {"64": winreg.KEY_WOW64_64KEY, "32": winreg.KEY_WOW64_32KEY}
_TASKS = """$(
  $service = New-Object -ComObject Schedule.Service; $service.Connect(); $folders = @($service.GetFolder('\\'))
  while ($folders) {
    $next = @(); foreach ($folder in $folders) {
      foreach ($task in $folder.GetTasks(1)) {
        $action = @($task.Definition.Actions)[0]
        [pscustomobject]@{ name = $task.Name; folder = $folder.Path; state = $task.State
          next = [DateTimeOffset]::new($task.NextRunTime).ToUnixTimeMilliseconds()
          last = [DateTimeOffset]::new($task.LastRunTime).ToUnixTimeMilliseconds(); result = $task.LastTaskResult
          command = ($action.Path + ' ' + $action.Arguments).Trim(); account = $task.Definition.Principal.UserId } }
      $next += @($folder.GetFolders(0)) }
    $folders = $next })"""
_TASK_STATES = {1: "disabled", 2: "queued", 3: "ready", 4: "running"}
_FIRST_YEAR_2000_MS = 946_684_800_000


def programs() -> Mapping[str, Cells]:
    """As Windows' own list has them: both views of the machine, and everybody who is signed in."""
    rows: dict[str, Cells] = {}
    for view, flag in VIEWS.items():
        for key, values in _subkeys(winreg.HKEY_LOCAL_MACHINE, _UNINSTALL, flag):
            _add_program(rows, f"machine {view} {key}", values, "machine")
    for sid in hives():
        for key, values in _subkeys(winreg.HKEY_USERS, rf"{sid}\{_UNINSTALL}", VIEWS["64"]):
            _add_program(rows, f"{sid} {key}", values, "person")
    return rows


def _add_program(rows: dict[str, Cells], key: str, values: Mapping[str, object], scope: str) -> None:
    name = str(values.get("DisplayName") or "")
    if not name or values.get("SystemComponent") == 1 or values.get("ParentKeyName"):
        return
    size = values.get("EstimatedSize")
    installed = str(values.get("InstallDate") or "")
    date = f"{installed[:4]}-{installed[4:6]}-{installed[6:]}" if len(installed) == 8 and installed.isdecimal() else ""
    version, publisher = str(values.get("DisplayVersion") or ""), str(values.get("Publisher") or "")
    rows[key] = (name, version, publisher, date, str(size * 1024) if isinstance(size, int) else "", scope)


def environment() -> Mapping[str, Cells]:
    """The system's, and that of everybody who is signed in."""
    rows: dict[str, Cells] = {}
    for name, value in values_of(winreg.HKEY_LOCAL_MACHINE, _ENVIRONMENT, VIEWS["64"]).items():
        rows[f"machine {name}"] = (name, str(value), "machine")
    for sid in hives():
        for name, value in values_of(winreg.HKEY_USERS, rf"{sid}\Environment", VIEWS["64"]).items():
            rows[f"{sid} {name}"] = (name, str(value), "person")
    return rows


def people() -> Mapping[str, Cells]:
    """Local accounts and groups; a group's members stand in its description."""
    rows: dict[str, Cells] = {}
    here = {name.lower() for name in signed_in()}
    with _net_problems():
        for account in win32net.NetUserEnum(None, 3)[0]:
            name = str(account["name"])
            off = int(account["flags"]) & _DISABLED_ACCOUNT
            state = "signed_in" if name.lower() in here else "disabled" if off else "enabled"
            kind = "administrator" if account["priv"] == _ADMINISTRATOR else "account"
            full_name, comment = str(account["full_name"] or ""), str(account["comment"] or "")
            rows[f"account {name}"] = (name, full_name, kind, state, comment)
        for group in win32net.NetLocalGroupEnum(None, 1)[0]:
            name = str(group["name"])
            rows[f"group {name}"] = (name, str(group["comment"] or ""), "group", "", ", ".join(_members(name)))
    return rows


def _members(group: str) -> list[str]:
    try:
        return [str(one["domainandname"]) for one in win32net.NetLocalGroupGetMembers(None, group, 3)[0]]
    except pywintypes.error:
        return []


@contextlib.contextmanager
def _net_problems() -> Iterator[None]:
    try:
        yield
    except pywintypes.error as problem:
        raise OSError(problem.strerror) from problem


def tasks() -> Mapping[str, Cells]:
    """Scheduled tasks, as the Task Scheduler's own objects tell them."""
    rows: dict[str, Cells] = {}
    for one in ask_powershell(_TASKS):
        name, folder = str(one.get("name") or ""), str(one.get("folder") or "")
        state, result = one.get("state"), one.get("result")
        rows[f"{folder} {name}"] = (
            name,
            folder,
            _TASK_STATES.get(state, "") if isinstance(state, int) else "",
            _moment(one.get("next")),
            _moment(one.get("last")),
            f"{result & 0xFFFFFFFF:#x}" if isinstance(result, int) else "",
            str(one.get("command") or ""),
            str(one.get("account") or ""),
        )
    return rows


def _moment(told: object) -> str:
    """Windows says 1899 or 1999 for never."""
    return str(told) if isinstance(told, int) and told > _FIRST_YEAR_2000_MS else ""


def hives() -> list[str]:
    """The people whose part of the registry is loaded: they are signed in."""
    with winreg.OpenKey(winreg.HKEY_USERS, "") as users:
        names = [winreg.EnumKey(users, index) for index in range(winreg.QueryInfoKey(users)[0])]
    return [name for name in names if name.startswith(_PEOPLE_PREFIX) and not name.endswith("_Classes")]


def homes() -> Iterator[tuple[str, Path]]:
    """As Windows keeps them for itself. What people can write, such as their own USERPROFILE, would send the system to any share."""
    for sid in hives():
        home = values_of(winreg.HKEY_LOCAL_MACHINE, rf"{_PROFILES}\{sid}", VIEWS["64"]).get("ProfileImagePath")
        if home:
            yield sid, Path(winreg.ExpandEnvironmentStrings(str(home)))


def _subkeys(root: int, path: str, flag: int) -> Iterator[tuple[str, Mapping[str, object]]]:
    try:
        with winreg.OpenKey(root, path, 0, winreg.KEY_READ | flag) as key:
            names = [winreg.EnumKey(key, index) for index in range(min(_MOST_KEYS, winreg.QueryInfoKey(key)[0]))]
    except OSError:
        return
    for name in names:
        yield name, values_of(root, rf"{path}\{name}", flag)


def values_of(root: int, path: str, flag: int) -> dict[str, object]:
    """Every value of a key; none where it is not there or may not be read."""
    found: dict[str, object] = {}
    with contextlib.suppress(OSError), winreg.OpenKey(root, path, 0, winreg.KEY_READ | flag) as key:
        for index in range(min(_MOST_KEYS, winreg.QueryInfoKey(key)[1])):
            name, value, _ = winreg.EnumValue(key, index)
            found[name] = value
    return found
