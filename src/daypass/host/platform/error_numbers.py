"""Windows' numbers of errors (winerror.h) as those that every system has; Python's own table loses what a person wants to know."""

import errno

_OF_WINDOWS = {
    2: errno.ENOENT, 3: errno.ENOENT, 5: errno.EACCES, 15: errno.ENXIO, 19: errno.EROFS, 21: errno.ENXIO, 32: errno.EBUSY,
    33: errno.EBUSY, 39: errno.ENOSPC, 53: errno.ENXIO, 55: errno.ENXIO, 59: errno.ENXIO, 64: errno.ENXIO, 67: errno.ENXIO,
    80: errno.EEXIST, 111: errno.ENAMETOOLONG, 112: errno.ENOSPC, 123: errno.EINVAL, 145: errno.ENOTEMPTY, 161: errno.ENOENT,
    183: errno.EEXIST, 206: errno.ENAMETOOLONG, 223: errno.EFBIG, 225: errno.EACCES, 267: errno.ENOTDIR, 1231: errno.ENXIO,
    1327: errno.EACCES, 4395: errno.ELOOP,
}  # fmt: skip


def number_of(error: OSError) -> int | None:
    """None for what has no number that says anything."""
    windows = getattr(error, "winerror", None)
    if windows is not None:
        return _OF_WINDOWS.get(windows)
    if error.errno is None and isinstance(error, FileExistsError):
        return errno.EEXIST
    if error.errno is None and isinstance(error, PermissionError):
        return errno.EACCES
    return error.errno
