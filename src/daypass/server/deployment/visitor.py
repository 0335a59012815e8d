"""What a browser says about itself: enough to tell a Windows PC from everything else, and to draw the right pictures.

Only hints, never proof: the host checks the PC itself. Sources: the User-Agent header and, over https, the client hints
`Sec-CH-UA-Platform` and `Sec-CH-UA-Platform-Version` (major 13 or more is Windows 11, 1 to 10 is Windows 10).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

HINTS_WANTED = "Sec-CH-UA-Platform-Version"
_LONGEST_HEADER = 1024
_WINDOWS_NT = re.compile(r"Windows NT (\d{1,3})\.(\d{1,3})")
_PHONES = re.compile(r"Android|iPhone|iPad|iPod|Mobile|Windows Phone", re.IGNORECASE)


class Browser(StrEnum):
    """Browsers whose download looks different from the others'."""

    EDGE = "edge"
    CHROME = "chrome"
    FIREFOX = "firefox"
    OTHER = "other"


class Suitability(StrEnum):
    """Whether the host can run where this page is open."""

    WINDOWS = "windows"
    OLD_WINDOWS = "old_windows"
    PHONE = "phone"
    OTHER_SYSTEM = "other_system"


@dataclass(frozen=True, slots=True)
class Visitor:
    """The browser in front of the page. `system` is a name to show, such as "Windows 11", never translated."""

    suitability: Suitability
    system: str
    browser: Browser

    @property
    def can_run_the_host(self) -> bool:
        return self.suitability is Suitability.WINDOWS


def visitor_from_headers(headers: Mapping[str, str]) -> Visitor:
    """Read a request's headers (names in lower case)."""
    agent = headers.get("user-agent", "")[:_LONGEST_HEADER]
    suitability, system = _system(agent, headers)
    return Visitor(suitability, system, _browser(agent))


def _system(agent: str, headers: Mapping[str, str]) -> tuple[Suitability, str]:
    if "Windows Phone" not in agent and (match := _WINDOWS_NT.search(agent)):
        if int(match[1]) < 10:
            return Suitability.OLD_WINDOWS, "Windows"
        return Suitability.WINDOWS, _windows_name(headers.get("sec-ch-ua-platform-version", ""))
    if _PHONES.search(agent):
        return Suitability.PHONE, ""
    return Suitability.OTHER_SYSTEM, ""


def _windows_name(platform_version: str) -> str:
    major = platform_version.strip('" ').split(".")[0][:4]
    if not major.isascii() or not major.isdigit():
        return "Windows"
    if int(major) >= 13:
        return "Windows 11"
    return "Windows 10" if int(major) >= 1 else "Windows"


def _browser(agent: str) -> Browser:
    if "Edg/" in agent:
        return Browser.EDGE
    if "Firefox/" in agent:
        return Browser.FIREFOX
    if "OPR/" in agent:
        return Browser.OTHER
    return Browser.CHROME if "Chrome/" in agent else Browser.OTHER
