"""Windows' own guard against links that people plant for processes with more rights than theirs (RedirectionGuard)."""

import sys

assert sys.platform == "win32"

import ctypes

_REDIRECTION_TRUST, _ENFORCED = 16, 1  # ProcessRedirectionTrustPolicy, EnforceRedirectionTrust


def refuse_planted_junctions() -> bool:
    """From now on this process follows junctions that administrators made, and no others. False where Windows does not know it.

    Windows 10 20H1 with its updates, and newer. What the host does as the system goes by no path twice either way; this also covers
    what Windows and Python open in its name.
    """
    flags = ctypes.c_uint32(_ENFORCED)
    try:
        return bool(ctypes.WinDLL("kernel32").SetProcessMitigationPolicy(_REDIRECTION_TRUST, ctypes.byref(flags), 4))
    except AttributeError:
        return False


def enforced() -> bool:
    """Whether Windows does so for this process."""
    flags = ctypes.c_uint32()
    kernel32 = ctypes.WinDLL("kernel32")
    kernel32.GetCurrentProcess.restype = ctypes.c_void_p
    own = ctypes.c_void_p(kernel32.GetCurrentProcess())
    return bool(
        kernel32.GetProcessMitigationPolicy(own, _REDIRECTION_TRUST, ctypes.byref(flags), 4) and flags.value & _ENFORCED
    )
