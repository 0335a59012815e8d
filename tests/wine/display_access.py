"""Who may use an X display: without a word, everybody who can sign in on this machine may look at it and type into it.

An X server that is started without a cookie file lets in all of this machine's accounts. Here only the account it runs under
stays; a cookie file would have to reach every program that is started on it.
"""

import ctypes
import ctypes.util
import os

_SERVER_INTERPRETED = 5  # FamilyServerInterpreted: a name that the server itself understands, such as an account's
_LOCAL_HOST = 252  # FamilyLocalHost: every account of this machine; in force though no list names it


class _HostAddress(ctypes.Structure):
    """XHostAddress."""

    _fields_ = [("family", ctypes.c_int), ("length", ctypes.c_int), ("address", ctypes.c_void_p)]


class _ServerInterpreted(ctypes.Structure):
    """XServerInterpretedAddress."""

    _fields_ = [
        ("type_length", ctypes.c_int),
        ("value_length", ctypes.c_int),
        ("type", ctypes.c_char_p),
        ("value", ctypes.c_char_p),
    ]


def keep_to_own_account(display: str) -> None:
    """Let nobody in from now on but programs of this account. Raises OSError when the display cannot be opened."""
    x11 = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    opened = x11.XOpenDisplay(display.encode())
    if not opened:
        raise OSError(f"the display {display} cannot be opened")
    connection = ctypes.c_void_p(opened)
    account = b"#%d" % os.geteuid()
    kind = b"localuser"
    own = _ServerInterpreted(len(kind), len(account), kind, account)
    whole = ctypes.cast(ctypes.pointer(own), ctypes.c_void_p)
    x11.XAddHost(connection, ctypes.byref(_HostAddress(_SERVER_INTERPRETED, ctypes.sizeof(own), whole)))
    nothing = ctypes.cast(ctypes.c_char_p(b""), ctypes.c_void_p)
    x11.XRemoveHost(connection, ctypes.byref(_HostAddress(_LOCAL_HOST, 0, nothing)))
    x11.XCloseDisplay(connection)
