"""The wallpaper of the person whose process this is, hidden without touching their profile: what they chose stays written there."""

import sys

assert sys.platform == "win32"

import ctypes

SET, GET = 0x0014, 0x0073  # SPI_SETDESKWALLPAPER, SPI_GETDESKWALLPAPER
TELL = 0x0002  # SPIF_SENDCHANGE, without SPIF_UPDATEINIFILE: nothing is written
LONGEST = 1024


class WindowsWallpaper:
    """Under it lies the plain ground that the person has chosen, or Windows' own."""

    def hide(self) -> None:
        """Raises OSError where Windows refuses."""
        if shown():
            _set("")

    def put_back(self) -> None:
        """What the person's profile says, whatever Windows believes to show now. Raises OSError where Windows refuses."""
        _set(None)


def shown() -> str:
    """The file that is shown; empty where none is."""
    file = ctypes.create_unicode_buffer(LONGEST)
    ctypes.windll.user32.SystemParametersInfoW(GET, LONGEST, file, 0)
    return file.value


def _set(file: str | None) -> None:
    if not ctypes.windll.user32.SystemParametersInfoW(SET, 0, ctypes.c_wchar_p(file), TELL):
        raise OSError("Windows does not change the wallpaper")
