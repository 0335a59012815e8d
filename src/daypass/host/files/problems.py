"""What an operating system's refusal is called: one DP code for each kind, whatever the system."""

import errno

_BY_WINDOWS = {
    2: "DP-706", 3: "DP-706", 5: "DP-705", 15: "DP-717", 19: "DP-705", 21: "DP-717", 32: "DP-704", 33: "DP-704", 39: "DP-703",
    53: "DP-717", 55: "DP-717", 59: "DP-717", 64: "DP-717", 67: "DP-717", 80: "DP-702", 111: "DP-713", 112: "DP-703", 123: "DP-701",
    145: "DP-702", 161: "DP-706", 183: "DP-702", 206: "DP-713", 223: "DP-716", 225: "DP-705", 267: "DP-706", 1231: "DP-717", 1327: "DP-705",
}  # fmt: skip
"""System error codes (winerror.h)."""
_BY_NUMBER = {
    errno.ENOSPC: "DP-703", errno.EDQUOT: "DP-703", errno.ETXTBSY: "DP-704", errno.EBUSY: "DP-704", errno.EACCES: "DP-705",
    errno.EPERM: "DP-705", errno.EROFS: "DP-705", errno.ENOENT: "DP-706", errno.ENOTDIR: "DP-706", errno.EISDIR: "DP-702",
    errno.EEXIST: "DP-702", errno.ENOTEMPTY: "DP-702", errno.ENAMETOOLONG: "DP-713", errno.EFBIG: "DP-716", errno.ELOOP: "DP-708",
    errno.EINVAL: "DP-701", errno.EILSEQ: "DP-701", errno.ENXIO: "DP-717", errno.ENODEV: "DP-717",
}  # fmt: skip


class FileProblem(Exception):
    """Something with a code for the technician. `path` is what it is about, where that helps."""

    def __init__(self, dp: str, path: str | None = None) -> None:
        super().__init__(dp)
        self.dp, self.path = dp, path


def code_of(error: OSError) -> str:
    """DP-712 for what nobody has a word for."""
    windows = getattr(error, "winerror", None)
    if windows in _BY_WINDOWS:
        return _BY_WINDOWS[windows]
    if error.errno is None and isinstance(error, FileExistsError):
        return "DP-702"
    if error.errno is None and isinstance(error, PermissionError):
        return "DP-705"
    return _BY_NUMBER.get(error.errno or 0, "DP-712")
