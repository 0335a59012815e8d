"""What an operating system's refusal is called: one DP code for each kind, whatever the system."""

import errno

from daypass.host.platform.error_numbers import number_of

_BY_NUMBER = {
    errno.ENOSPC: "DP-703", errno.EDQUOT: "DP-703", errno.ETXTBSY: "DP-704", errno.EBUSY: "DP-704", errno.EAGAIN: "DP-704",
    errno.EACCES: "DP-705",
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
    return _BY_NUMBER.get(number_of(error) or 0, "DP-712")
