"""What no test elsewhere can show, tried on this very PC by looking at effects. For `selftest`; leaves nothing behind."""

import sys

assert sys.platform == "win32"

import asyncio
import ctypes
import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import win32api
import win32process

from daypass.host.platform.ports import LocalPeer
from daypass.host.platform.windows import cleaner_task, directories, people, registry, secure_attention
from daypass.host.platform.windows.local_links import WindowsLinks
from daypass.host.platform.windows.traces import TASK
from daypass.host.platform.windows.vault import MachineVault

SYSTEM_ACCOUNT = "S-1-5-18"


def proofs() -> dict[str, Callable[[], dict[str, Any]]]:
    """Each answers `{"proven": bool, …}`; some can hold only in the service or with administrator rights, and say so."""
    return {
        "own_account": _own_account,
        "session_isolation": _session_isolation,
        "pipe_squatter_is_refused": lambda: {"proven": asyncio.run(_squatter_is_refused())},
        "secrets_are_sealed": _secrets_are_sealed,
        "protected_directory": _protected_directory,
        "task_scheduler": _task_scheduler,
        "attention_policy": _attention_policy,
    }


def _own_account() -> dict[str, Any]:
    administrator = bool(ctypes.windll.shell32.IsUserAnAdmin())
    sid = people.own_sid()
    return {
        "proven": sid == SYSTEM_ACCOUNT,
        "sid": sid,
        "administrator": administrator,
        "needs": "the service's account",
    }


def _session_isolation() -> dict[str, Any]:
    """A service runs in session 0, the person never does."""
    own, screen = win32process.ProcessIdToSessionId(win32api.GetCurrentProcessId()), people.screen_session()
    return {
        "proven": own == 0 and screen not in (0, None),
        "own": own,
        "screen": screen,
        "needs": "the service's account",
    }


async def _squatter_is_refused() -> bool:
    async def silent(_: LocalPeer) -> None:
        return

    links, name = WindowsLinks(), f"selftest-{secrets.token_hex(8)}"
    stop = await links.serve(name, "system", silent)
    try:
        stop_second = await links.serve(name, "system", silent)
    except PermissionError:
        return True
    else:
        await stop_second()
        return False
    finally:
        await stop()


def _secrets_are_sealed() -> dict[str, Any]:
    secret = secrets.token_bytes(32)
    with tempfile.TemporaryDirectory() as folder:
        vault = MachineVault(Path(folder))
        vault.write("proof", secret)
        stored = (Path(folder) / "proof.sealed").read_bytes()
        return {"proven": vault.read("proof") == secret and secret not in stored}


def _protected_directory() -> dict[str, Any]:
    """Without administrator rights its maker must not get in; with them it must work."""
    administrator = bool(ctypes.windll.shell32.IsUserAnAdmin())
    with tempfile.TemporaryDirectory() as folder:
        directory = Path(folder) / "protected"
        directories.make_protected(directory)
        try:
            (directory / "file").write_text("x", encoding="utf-8")
            entered = True
        except PermissionError:
            entered = False
        return {"proven": entered == administrator, "administrator": administrator}


def _task_scheduler() -> dict[str, Any]:
    """Makes the cleaner's task with a command that does nothing, looks for it, deletes it, looks again."""
    if cleaner_task.exists(TASK):
        return {"proven": True, "installed": True}
    with tempfile.TemporaryDirectory() as folder:
        made = cleaner_task.register(Path(sys.executable), ["-c", "pass"], Path(folder))
    cleaner_task.delete(TASK)
    return {"proven": made and not cleaner_task.exists(TASK), "needs": "administrator rights"}


def _attention_policy() -> dict[str, Any]:
    """The policy that lets a service press Ctrl+Alt+Del is set for a moment and put back; whether the screen shows it is for a person."""
    if not ctypes.windll.shell32.IsUserAnAdmin():
        return {"proven": False, "needs": "administrator rights"}

    def policy() -> str | int | None:
        return registry.read(secure_attention.POLICIES, secure_attention.POLICY)

    before = policy()
    with tempfile.TemporaryDirectory() as folder:
        with secure_attention.services_allowed(Path(folder) / secure_attention.NOTE):
            meanwhile = policy()
    allowed = isinstance(meanwhile, int) and bool(meanwhile & secure_attention.SERVICES)
    return {"proven": allowed and policy() == before, "before": before}
