"""Directories on disk that only administrators and the service may change, made that way from their first moment."""

import sys

assert sys.platform == "win32"

from pathlib import Path

import pywintypes
import win32file
import win32security
import winerror

FOR_EVERYBODY_TO_RUN = "D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;GRGX;;;BU)"
FOR_THE_SERVICE = "D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)"


def make_protected(directory: Path, sddl: str = FOR_THE_SERVICE) -> None:
    """Create `directory` with a DACL that inherits nothing. Raises FileExistsError rather than trust one that is there."""
    attributes = win32security.SECURITY_ATTRIBUTES()
    attributes.SECURITY_DESCRIPTOR = win32security.ConvertStringSecurityDescriptorToSecurityDescriptor(sddl, 1)
    try:
        win32file.CreateDirectoryW(str(directory), attributes)
    except pywintypes.error as problem:
        if problem.winerror == winerror.ERROR_ALREADY_EXISTS:
            raise FileExistsError(directory) from problem
        raise OSError(f"{directory}: {problem.strerror}") from problem
