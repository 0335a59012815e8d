"""Ctrl+Alt+Del by the service: SendSAS, for which Windows wants a policy that is set for that moment and put back.

What the policy was is written down before it changes, so that a service that ends in between puts it back at its next start, and the
removal does in any case.
"""

import sys

assert sys.platform == "win32"

import ctypes
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from daypass.host.platform.windows import people, registry
from daypass.host.platform.windows.system_folders import system_folder
from daypass.host.platform.windows.traces import data_directory

POLICIES = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System"
POLICY = "SoftwareSASGeneration"
SERVICES = 1  # 2 would be programs of easy access
TAKES_EFFECT_S = 1.0
NOTE = "attention-policy"
ABSENT = "absent"


class WindowsSecureAttention:
    """For the service only: nobody else is let through by Windows."""

    def send(self) -> bool:
        """Raises PermissionError outside of the service, OSError where Windows lacks the function."""
        if people.own_sid() != people.SYSTEM_SID:
            raise PermissionError("only the service's account may press Ctrl+Alt+Del")
        library = ctypes.WinDLL(str(system_folder() / "sas.dll"))
        note = data_directory() / NOTE
        put_policy_back(note)
        with services_allowed(note):
            library.SendSAS(False)  # as a service, for the session at the screen
            time.sleep(TAKES_EFFECT_S)  # the sign-in program looks at the policy when the call reaches it
        return True


@contextmanager
def services_allowed(note: Path) -> Iterator[None]:
    """The policy lets services press it; afterwards it is what it was. `note` keeps that meanwhile."""
    before = registry.read(POLICIES, POLICY)
    note.write_text(ABSENT if before is None else str(before), encoding="ascii")
    try:
        registry.write(POLICIES, {POLICY: (before if isinstance(before, int) else 0) | SERVICES})
        yield
    finally:
        put_policy_back(note)


def put_policy_back(note: Path) -> None:
    """Undo what a moment that was cut short has left; does nothing without a note."""
    try:
        before = note.read_text(encoding="ascii").strip()
    except OSError:
        return
    if before.isdecimal():
        registry.write(POLICIES, {POLICY: int(before)})
    else:
        registry.delete_value(POLICIES, POLICY)
    note.unlink(missing_ok=True)
