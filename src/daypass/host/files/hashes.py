"""Hashes of files that are there: for comparing two trees, and to see whether a transfer may go on where it stood."""

import os

from daypass.host.files.folders import Folders
from daypass.host.files.jobs import Job
from daypass.host.files.problems import FileProblem, code_of
from daypass.host.platform.ports import Files
from daypass.protocol.file_pieces import PieceHash
from daypass.protocol.files import FileHash, FileHashes, HashFiles

_BLOCK = 1 << 20
_IN_ONE_ANSWER = 100


class Hashes:
    """Handler of HashFiles."""

    def __init__(self, files: Files, folders: Folders) -> None:
        self._files, self._folders = files, folders

    def of_files(self, job: Job, work: HashFiles) -> None:
        folder = self._folders.folder(work.folder)
        answers: list[FileHash] = []
        for index, one in enumerate(work.files):
            try:
                path = self._folders.known_child(self._folders.within(folder, one.inside), one.name)
                answers.append(self._one(job, index, path))
            except (OSError, FileProblem) as error:
                answers.append(FileHash(index=index, dp=error.dp if isinstance(error, FileProblem) else code_of(error)))
            job.files += 1
            job.progress(one.name)
            if len(answers) == _IN_ONE_ANSWER or index == len(work.files) - 1:
                job.say(FileHashes(job=job.number, hashes=tuple(answers)))
                answers.clear()

    def _one(self, job: Job, index: int, path: str) -> FileHash:
        hashing = PieceHash()
        descriptor = self._files.open_to_read(path)
        try:
            size = os.fstat(descriptor).st_size
            while block := os.read(descriptor, _BLOCK):
                hashing.update(block)
                job.bytes += len(block)
                if hashing.size > size:  # one that grows for ever would be read for ever
                    raise FileProblem("DP-707", path)
                job.progress(path)
        finally:
            os.close(descriptor)
        return FileHash(index=index, size=hashing.size, hash=hashing.digest())


def hash_beginning(descriptor: int, size: int) -> PieceHash:
    """The hash of the first `size` bytes, or of what there is when there is less; the descriptor stands behind them."""
    hashing = PieceHash()
    os.lseek(descriptor, 0, os.SEEK_SET)
    while hashing.size < size and (block := os.read(descriptor, min(_BLOCK, size - hashing.size))):
        hashing.update(block)
    return hashing
