"""The cleaner: a scheduled task that removes an expired installation even when its service cannot start.

Boot trigger and a time trigger with StartWhenAvailable, repeated hourly; no EndBoundary, which would disable the trigger exactly
when it is needed. The cleaner itself decides whether the session is over. Wine has no Task Scheduler: there the service's own
timer and its check at every start are what is left, and the log says so.
"""

import sys

assert sys.platform == "win32"

import logging
import subprocess
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

from daypass.host.platform.windows import registry
from daypass.host.platform.windows.system_folders import system_folder
from daypass.host.platform.windows.traces import TASK

TASK_KEYS = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Schedule\TaskCache\Tree"
PATIENCE_S = 30
FIRST_LOOK = timedelta(hours=24, minutes=15)
_log = logging.getLogger(__name__)

_TASK = """<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <Triggers>
    <BootTrigger><Delay>PT1M</Delay></BootTrigger>
    <TimeTrigger>
      <Repetition><Interval>PT1H</Interval></Repetition>
      <StartBoundary>{start}</StartBoundary>
    </TimeTrigger>
  </Triggers>
  <Principals><Principal id="Author"><UserId>S-1-5-18</UserId><RunLevel>HighestAvailable</RunLevel></Principal></Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT10M</ExecutionTimeLimit>
  </Settings>
  <Actions Context="Author"><Exec><Command>{command}</Command><Arguments>{arguments}</Arguments></Exec></Actions>
</Task>"""


def task_xml(program: Path, arguments: Sequence[str], installed_at: datetime) -> str:
    """The task as Task Scheduler reads it; `installed_at` is local time, as its StartBoundary is."""
    return _TASK.format(
        start=(installed_at + FIRST_LOOK).isoformat(timespec="seconds"),
        command=escape(f'"{program}"'),
        arguments=escape(subprocess.list2cmdline(arguments)),
    )


def register(program: Path, arguments: Sequence[str], folder: Path) -> bool:
    """Make the task; False (and a line in the log) where there is no Task Scheduler. `folder` is ours alone."""
    description = folder / "cleaner.xml"
    description.write_text(task_xml(program, arguments, datetime.now()), encoding="utf-16")
    try:
        _schtasks("/Create", "/TN", TASK, "/XML", str(description), "/F")
    finally:
        description.unlink()
    if not exists(TASK):
        _log.warning("this PC has no Task Scheduler: the service's timer and its check at start remain")
        return False
    return True


def exists(name: str) -> bool:
    """Seen where Task Scheduler itself keeps its tasks: in the registry and as a file."""
    return registry.exists(TASK_KEYS + name) or (system_folder() / "Tasks" / name.lstrip("\\")).exists()


def delete(name: str) -> None:
    _schtasks("/Delete", "/TN", name, "/F")


def _schtasks(*arguments: str) -> None:
    """Windows' own tool, by its full path. Its answer is not asked for: `exists` looks at the effect."""
    try:
        subprocess.run(
            [system_folder() / "schtasks.exe", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE_S,
            check=False,
            creationflags=subprocess.CREATE_NO_WINDOW,
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        _log.warning("Task Scheduler does not answer: %s", problem)
