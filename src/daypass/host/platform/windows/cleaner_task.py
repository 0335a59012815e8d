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
from typing import Any
from xml.sax.saxutils import escape

import pythoncom
import pywintypes
import win32com.client

from daypass.host.platform.windows.traces import TASK

CREATE_OR_UPDATE, AS_SERVICE_ACCOUNT = 6, 5
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


def register(program: Path, arguments: Sequence[str]) -> bool:
    """Make the task; False (and a line in the log) where there is no Task Scheduler."""
    xml = task_xml(program, arguments, datetime.now())
    try:
        _root().RegisterTask(TASK.lstrip("\\"), xml, CREATE_OR_UPDATE, "SYSTEM", None, AS_SERVICE_ACCOUNT)
    except (pywintypes.error, AttributeError) as problem:
        _log.warning("no cleaner task on this PC: %s", problem)
    if not exists(TASK):
        _log.warning("this PC has no Task Scheduler: the service's timer and its check at start remain")
        return False
    return True


def exists(name: str) -> bool:
    try:
        _root().GetTask(name)
    except (pywintypes.error, AttributeError):
        return False
    return True


def delete(name: str) -> None:
    _root().DeleteTask(name.lstrip("\\"), 0)


def _root() -> Any:
    pythoncom.CoInitialize()
    scheduler = win32com.client.Dispatch("Schedule.Service")
    scheduler.Connect()
    return scheduler.GetFolder("\\")
