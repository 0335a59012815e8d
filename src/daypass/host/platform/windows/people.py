"""Who is who on this PC: this process's account, and the person signed in at the screen."""

import sys

assert sys.platform == "win32"

import pywintypes
import win32api
import win32con
import win32security
import win32ts

from daypass.host.platform.session_at_screen import SignInSession, session_at_screen

NO_SESSION = 0xFFFFFFFF
SYSTEM_SID = "S-1-5-18"


def own_sid() -> str:
    """The account this process runs as (S-1-5-18 in the service)."""
    token = win32security.OpenProcessToken(win32api.GetCurrentProcess(), win32con.TOKEN_QUERY)
    sid = win32security.GetTokenInformation(token, win32security.TokenUser)[0]
    return str(win32security.ConvertSidToStringSid(sid))


def screen_session() -> int | None:
    """The session that somebody works in: at the PC's own screen, or by Remote Desktop. None between sign-outs."""
    found = int(win32ts.WTSGetActiveConsoleSessionId())
    return session_at_screen(None if found == NO_SESSION else found, _sessions())


def _sessions() -> list[SignInSession]:
    """All of them; none where Windows does not tell."""
    try:
        told = win32ts.WTSEnumerateSessions(win32ts.WTS_CURRENT_SERVER_HANDLE)
    except pywintypes.error:
        return []
    return [SignInSession(int(one["SessionId"]), one["State"] == win32ts.WTSActive) for one in told]


def token_at_screen() -> object:
    """An impersonation token of the person signed in at the screen. Raises LookupError while nobody is."""
    session = screen_session()
    if session is None:
        raise LookupError("nobody is signed in at the screen")
    try:
        return win32ts.WTSQueryUserToken(session)
    except pywintypes.error as problem:
        raise LookupError("nobody is signed in at the screen") from problem


def person_sid_at_screen() -> str:
    """The account of the person at the screen. Raises LookupError while nobody is."""
    account = win32security.GetTokenInformation(token_at_screen(), win32security.TokenUser)[0]
    return str(win32security.ConvertSidToStringSid(account))


def logon_sid_at_screen() -> str:
    """The logon SID of the person at the screen (this sign-in only, not the account); their account's where there is none."""
    token = token_at_screen()
    for sid, attributes in win32security.GetTokenInformation(token, win32security.TokenGroups):
        if attributes & 0xC0000000 == 0xC0000000:  # SE_GROUP_LOGON_ID
            return str(win32security.ConvertSidToStringSid(sid))
    return person_sid_at_screen()


def person_at_screen() -> str | None:
    """The sign-in at the screen, as `logon_sid_at_screen` names it; None while there is none."""
    try:
        return logon_sid_at_screen()
    except LookupError:
        return None
