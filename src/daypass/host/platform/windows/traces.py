"""The names of everything the host puts on a PC, in one place: what is not listed here is never made."""

import sys

assert sys.platform == "win32"

from pathlib import Path

from daypass.host.platform.windows.system_folders import program_files

SERVICE = "DaypassSupport"
TASK = r"\DaypassSupportCleaner"
UNINSTALL_KEY = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall\DaypassSupport"
SAFE_MODE_KEYS = r"HKLM\SYSTEM\CurrentControlSet\Control\SafeBoot\Network"
SAFE_MODE_KEY = rf"{SAFE_MODE_KEYS}\{SERVICE}"
SHOWN_NAME = "Daypass Support"  # in the lists of installed apps and of services, the same in every language
DIRECTORY = SHOWN_NAME
DATA = "data"
PROGRAM = "DaypassSupport.exe"  # the signed file the customer downloaded, kept for *Uninstall*
CODECS = "codecs"  # the libraries of the codec pack
UNPACKED = "Daypass-*.tmp"  # beside DIRECTORY; named in packaging/windows/installer.nsi


def directory() -> Path:
    """Where the host is installed: administrators and SYSTEM change it, everybody may run it."""
    return program_files() / DIRECTORY


def data_directory() -> Path:
    """What the service keeps: inside the installation, so that it goes with it; SYSTEM and administrators only."""
    return directory() / DATA
