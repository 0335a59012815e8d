"""Programs of the same kind that may already be on the PC. Two of them would fight over the screen, so we do not join them.

This is data: add a program by adding a line. Any one of its signs is enough.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HostSoftware:
    """What gives a program away: service names, registry keys, program files of running processes (lower case)."""

    name: str
    services: tuple[str, ...] = ()
    registry: tuple[str, ...] = ()
    processes: tuple[str, ...] = ()


KNOWN = (
    HostSoftware(
        "LogMeIn",
        services=("LogMeIn", "LMIMaint", "LMIGuardianSvc"),
        registry=(r"HKLM\SOFTWARE\LogMeIn\V5", r"HKLM\SOFTWARE\WOW6432Node\LogMeIn\V5"),
        processes=("logmein.exe", "logmeinsystray.exe", "lmiguardiansvc.exe", "ramaint.exe"),
    ),
)
