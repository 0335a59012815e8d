"""Questions that only a program inside the customer's PC can answer. Runs under the Windows Python and stays.

Each line of its input is one question as a JSON list, `["windows"]`, `["text", CLASS]`, `["words", TITLE]`, `["processes"]`,
`["pointer"]`,
`["registry", FOLDER]`; each line of its output is one answer, `{"answer": …}` or `{"trouble": TRACEBACK}`.
"""

import ctypes
import json
import sys
import traceback
import winreg
from ctypes import wintypes
from typing import Any

user32 = ctypes.WinDLL("user32")
kernel32 = ctypes.WinDLL("kernel32")
advapi32 = ctypes.WinDLL("advapi32")
WM_GETTEXT, WM_GETTEXTLENGTH, TH32CS_SNAPPROCESS = 0x0D, 0x0E, 2
TOKEN_ADJUST_PRIVILEGES, SE_PRIVILEGE_ENABLED = 0x20, 2
WindowVisitor = ctypes.WINFUNCTYPE(wintypes.BOOL, wintypes.HWND, wintypes.LPARAM)
user32.FindWindowExW.argtypes = [wintypes.HWND, wintypes.HWND, wintypes.LPCWSTR, wintypes.LPCWSTR]
user32.FindWindowExW.restype = wintypes.HWND
user32.SendMessageW.argtypes = [wintypes.HWND, wintypes.UINT, wintypes.WPARAM, ctypes.c_void_p]
user32.SendMessageW.restype = ctypes.c_ssize_t
kernel32.CreateToolhelp32Snapshot.restype = wintypes.HANDLE


class Privileges(ctypes.Structure):
    """TOKEN_PRIVILEGES with one privilege."""

    _pack_ = 4
    _fields_ = [("count", wintypes.DWORD), ("luid", ctypes.c_uint64), ("attributes", wintypes.DWORD)]


class ProcessEntry(ctypes.Structure):
    """PROCESSENTRY32W."""

    _fields_ = [
        ("size", wintypes.DWORD),
        ("usage", wintypes.DWORD),
        ("pid", wintypes.DWORD),
        ("heap", ctypes.c_size_t),
        ("module", wintypes.DWORD),
        ("threads", wintypes.DWORD),
        ("parent", wintypes.DWORD),
        ("priority", wintypes.LONG),
        ("flags", wintypes.DWORD),
        ("program", wintypes.WCHAR * 260),
    ]


def message_text(window: int) -> str:
    """The text of any window or control, asked by message as a screen reader does."""
    length = user32.SendMessageW(window, WM_GETTEXTLENGTH, 0, None)
    buffer = ctypes.create_unicode_buffer(length + 1)
    user32.SendMessageW(window, WM_GETTEXT, length + 1, ctypes.byref(buffer))
    return buffer.value


def windows() -> list[dict[str, Any]]:
    """Every visible top-level window."""
    found: list[dict[str, Any]] = []

    def visit(window: int, _: int) -> bool:
        if user32.IsWindowVisible(window):
            rect, pid, name = wintypes.RECT(), wintypes.DWORD(), ctypes.create_unicode_buffer(256)
            user32.GetWindowRect(window, ctypes.byref(rect))
            user32.GetWindowThreadProcessId(window, ctypes.byref(pid))
            user32.GetClassNameW(window, name, 256)
            title = ctypes.create_unicode_buffer(512)
            user32.GetWindowTextW(window, title, 512)
            place = [rect.left, rect.top, rect.right - rect.left, rect.bottom - rect.top]
            found.append(
                {"title": title.value, "class": name.value, "pid": pid.value, "place": place, "handle": window}
            )
        return True

    user32.EnumWindows(WindowVisitor(visit), 0)
    return found


def text(window_class: str) -> list[str]:
    """The text in the first edit field of each top-level window of a class (Notepad's is what was typed)."""
    texts, window = [], None
    while window := user32.FindWindowExW(None, window, window_class, None):
        texts.append(message_text(user32.FindWindowExW(window, None, "Edit", None) or window))
    return texts


def words(part_of_title: str) -> list[str]:
    """What each control says in the visible windows whose title has this part."""
    said: list[str] = []

    def visit(control: int, _: int) -> bool:
        said.append(" ".join(message_text(control).split()))
        return True

    for window in windows():
        if part_of_title in window["title"]:
            user32.EnumChildWindows(window["handle"], WindowVisitor(visit), 0)
    return [line for line in said if line]


def processes() -> list[dict[str, Any]]:
    """Every process of this PC."""
    snapshot, entry, found = kernel32.CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0), ProcessEntry(), []
    entry.size = ctypes.sizeof(entry)
    more = kernel32.Process32FirstW(wintypes.HANDLE(snapshot), ctypes.byref(entry))
    while more:
        found.append({"pid": entry.pid, "parent": entry.parent, "program": entry.program})
        more = kernel32.Process32NextW(wintypes.HANDLE(snapshot), ctypes.byref(entry))
    kernel32.CloseHandle(wintypes.HANDLE(snapshot))
    return found


def pointer() -> list[int]:
    """Where the pointer is on the screen."""
    place = wintypes.POINT()
    user32.GetCursorPos(ctypes.byref(place))
    return [place.x, place.y]


def registry(folder: str) -> list[str]:
    """Save the hives that programs write to, of the machine and of the person; returns the names of the files in `folder`."""
    allow_backups()
    hives = {"Software": winreg.HKEY_LOCAL_MACHINE, "System": winreg.HKEY_LOCAL_MACHINE, "": winreg.HKEY_CURRENT_USER}
    for top, root in hives.items():
        with winreg.OpenKeyEx(root, top) as key:
            winreg.SaveKey(key, f"{folder}\\{top or 'person'}")
    return [top or "person" for top in hives]


def allow_backups() -> None:
    """A hive is saved only by who holds this privilege, as administrators do, and has switched it on."""
    token = wintypes.HANDLE()
    advapi32.OpenProcessToken(wintypes.HANDLE(-1), TOKEN_ADJUST_PRIVILEGES, ctypes.byref(token))
    privileges = Privileges(1, 0, SE_PRIVILEGE_ENABLED)
    place = ctypes.byref(privileges, Privileges.luid.offset)
    if not advapi32.LookupPrivilegeValueW(None, "SeBackupPrivilege", place):
        raise ctypes.WinError()
    advapi32.AdjustTokenPrivileges(token, False, ctypes.byref(privileges), 0, None, None)
    kernel32.CloseHandle(token)


QUESTIONS = {
    "windows": windows,
    "text": text,
    "words": words,
    "processes": processes,
    "pointer": pointer,
    "registry": registry,
}


def answer(line: str) -> dict[str, Any]:
    """What one line asks; a question that fails leaves the next ones alone."""
    try:
        name, *details = json.loads(line)
        return {"answer": QUESTIONS[name](*details)}
    except Exception:
        return {"trouble": traceback.format_exc()}


if __name__ == "__main__":
    for asked in sys.stdin:
        print(json.dumps(answer(asked)), flush=True)
