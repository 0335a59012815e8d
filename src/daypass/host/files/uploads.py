"""Files that come: pieces in order into a part beside the target, verified, then under the final name. One thread uses it.

Nothing here waits for the other side. What it has to say it returns as messages; a piece that breaks the rules of the line raises
ProtocolError, and what the PC refuses is told about that one file.
"""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from daypass.host.files.changes import Changes
from daypass.host.files.folders import Folders, entry
from daypass.host.files.free_names import free_name
from daypass.host.files.hashes import hash_beginning
from daypass.host.files.problems import FileProblem, code_of
from daypass.host.platform.ports import Files, Found
from daypass.protocol.errors import ProtocolError
from daypass.protocol.file_names import PART_SUFFIX
from daypass.protocol.file_pieces import CHUNK, Piece, PieceHash, read_pieces
from daypass.protocol.files import (
    BytesTaken,
    FileFailed,
    FileOpened,
    FileRenamed,
    FilesTaken,
    FileThere,
    IfThere,
    PutFile,
    PutFiles,
    StopFiles,
)
from daypass.protocol.messages import Message

MOST_OPEN = 64
"""Parts at once; a piece of one more is refused."""
MOST_KNOWN = 20_000
"""Uploads that were told of and have not ended."""
_LOOK_AGAIN_S = 0.05


@dataclass(slots=True)
class _Upload:
    put: PutFile
    folder: str
    if_there: IfThere
    part: str
    descriptor: int | None = None
    made: bool = False
    """The part is on the disk."""
    kept: bool = False
    """And is known to outlive a moment."""
    hashing: PieceHash = field(default_factory=PieceHash)


class Uploads:
    """Everything that comes on one line. `log` hears what became whole, `keep` of parts that outlive a moment (True) or went (False)."""

    def __init__(
        self,
        files: Files,
        folders: Folders,
        changes: Changes,
        log: Callable[[str, str], None],
        keep: Callable[[str, bool], None],
        patience_s: float = 0,
    ) -> None:
        """`patience_s`: at the beginning, what is in use may still be let go by the process of the line before."""
        self._files, self._folders, self._changes = files, folders, changes
        self._log, self._keep = log, keep
        self._patient_until = time.monotonic() + patience_s
        self._known: dict[int, _Upload] = {}
        self._last = -1
        self._parts: set[str] = set()
        self._taken = 0

    def put(self, message: PutFiles) -> list[Message]:
        """Uploads are announced."""
        if len(self._known) + len(message.files) > MOST_KNOWN:
            raise ProtocolError("too many uploads at once")
        answers: list[Message] = []
        known_folders: dict[tuple[str, ...], str] = {}
        for put in message.files:
            if put.file <= self._last:
                raise ProtocolError("the numbers of files rise")
            self._last = put.file
            try:
                if put.inside not in known_folders:
                    known_folders[put.inside] = self._folder(message.folder, put.inside)
                answers += self._announced(put, known_folders[put.inside], message.if_there)
            except (OSError, FileProblem) as error:
                answers.append(self._failed(put.file, error))
        return answers

    def _folder(self, path: str, inside: tuple[str, ...]) -> str:
        folder = self._folders.folder(path)
        for name in inside:
            folder = self._folders.fresh_child(folder, name)
            if self._changes.made(folder, must_be_new=False):
                self._log("made_folder", folder)
        return folder

    def _announced(self, put: PutFile, folder: str, if_there: IfThere) -> list[Message]:
        final = self._folders.fresh_child(folder, put.name)
        there = self._folders.there(final)
        if there is not None and (answer := self._taken_name(put, there, if_there)) is not None:
            return [answer]
        part = final + PART_SUFFIX
        if part in self._parts:
            raise FileProblem("DP-704", part)
        upload = _Upload(put, folder, if_there, part)
        if put.size > CHUNK:
            self._open(upload, resume=True)
        self._known[put.file] = upload
        self._parts.add(part)
        if put.size <= CHUNK:
            return []
        return [FileOpened(file=put.file, have=upload.hashing.size, so_far=upload.hashing.digest())]

    @staticmethod
    def _taken_name(put: PutFile, there: Found, if_there: IfThere) -> Message | None:
        """What is answered when the name is taken; None: it may come."""
        if if_there is IfThere.ASK:
            return FileThere(file=put.file, there=entry(there))
        if if_there is IfThere.SKIP or (if_there is IfThere.OVERWRITE and there.kind != "file"):
            return FileFailed(file=put.file, dp="DP-702")
        return None

    def _open(self, upload: _Upload, resume: bool) -> None:
        if sum(one.descriptor is not None for one in self._known.values()) >= MOST_OPEN:
            raise ProtocolError("too many files open at once")
        descriptor = self._open_part(upload.part)
        there = os.fstat(descriptor).st_size
        try:
            have = there if resume and there <= upload.put.size else 0
            if upload.put.size - have > self._files.free(upload.folder):
                raise FileProblem("DP-703", upload.part)
            upload.hashing = hash_beginning(descriptor, have)
            os.ftruncate(descriptor, have)
            os.lseek(descriptor, have, os.SEEK_SET)
        except (OSError, FileProblem):
            os.close(descriptor)
            if there == 0:
                self._files.remove(upload.part)
            raise
        upload.descriptor, upload.made = descriptor, True
        if resume:
            self._lasts(upload)

    def _open_part(self, part: str) -> int:
        while True:
            try:
                return self._files.open_to_write(part)
            except OSError as error:
                if code_of(error) != "DP-704" or time.monotonic() >= self._patient_until:
                    raise
                time.sleep(_LOOK_AGAIN_S)

    def _lasts(self, upload: _Upload) -> None:
        """From now on whatever happens to this process or to the PC, the removal knows of the part."""
        if not upload.kept:
            upload.kept = True
            self._keep(upload.part, True)

    def take(self, frame: bytes | memoryview) -> list[Message]:
        """A frame of contents."""
        answers: list[Message] = []
        whole: list[int] = []
        last = -1
        for piece in read_pieces(frame):
            self._taken += len(piece.data)
            try:
                answers += self._piece(piece, whole)
            except (OSError, FileProblem) as error:
                answers.append(self._failed(piece.file, error))
            last = piece.file
        if last in self._known:  # the others of this frame are over
            self._lasts(self._known[last])
        if whole:
            answers.append(FilesTaken(files=tuple(whole)))
        return [*answers, BytesTaken(bytes=self._taken)]

    def _piece(self, piece: Piece, whole: list[int]) -> list[Message]:
        upload = self._known.get(piece.file)
        if upload is None:
            if piece.file <= self._last:
                return []
            raise ProtocolError("a piece of a file that nobody announced")
        if upload.descriptor is None:
            self._open(upload, resume=False)
        if piece.offset == 0 and upload.hashing.size:
            self._begin_again(upload)
        if piece.offset != upload.hashing.size or piece.offset + len(piece.data) > upload.put.size:
            raise ProtocolError("a piece that does not follow the one before")
        if upload.descriptor is not None:
            self._files.write(upload.descriptor, piece.data)
        upload.hashing.update(piece.data)
        if piece.whole is None:
            return []
        if upload.hashing.size != upload.put.size:
            raise FileProblem("DP-707", upload.part)
        if upload.hashing.digest() != piece.whole:
            raise FileProblem("DP-711", upload.part)
        return self._finish(upload, whole)

    def _begin_again(self, upload: _Upload) -> None:
        """The sender has another beginning than what is here."""
        if upload.descriptor is not None:
            os.ftruncate(upload.descriptor, 0)
            os.lseek(upload.descriptor, 0, os.SEEK_SET)
        upload.hashing = PieceHash()

    def _finish(self, upload: _Upload, whole: list[int]) -> list[Message]:
        if upload.descriptor is not None:
            if upload.put.size > CHUNK:
                os.fsync(upload.descriptor)  # small ones would wait a hundred times as long as they take
            os.close(upload.descriptor)
            upload.descriptor = None
        self._files.set_modified(upload.part, upload.put.modified_at)
        name = self._place(upload)
        self._forget(upload)
        whole.append(upload.put.file)
        self._log("uploaded", self._folders.child(upload.folder, name))
        return [] if name == upload.put.name else [FileRenamed(file=upload.put.file, name=name)]

    def _place(self, upload: _Upload) -> str:
        """Under its final name, or another one when that has been taken meanwhile and it may have another."""
        name = upload.put.name
        while True:
            try:
                final = self._folders.child(upload.folder, name)
                self._files.put_in_place(upload.part, final, upload.if_there is IfThere.OVERWRITE)
                return name
            except FileExistsError:
                if upload.if_there is not IfThere.RENAME:
                    raise
                name = free_name(self._folders, upload.folder, upload.put.name)

    def stop(self, message: StopFiles) -> None:
        """The technician does not want these any more, or not now."""
        for file in message.files:
            upload = self._known.get(file)
            if upload is not None:
                self._end(upload, delete=not message.keep)

    def close(self) -> None:
        """The line is gone: the parts stay for the next one."""
        for upload in list(self._known.values()):
            self._end(upload, delete=False)

    def _failed(self, file: int, error: OSError | FileProblem) -> FileFailed:
        """Told, and nothing of it stays."""
        upload = self._known.get(file)
        if upload is not None:
            self._end(upload, delete=True)
        return FileFailed(file=file, dp=error.dp if isinstance(error, FileProblem) else code_of(error))

    def _end(self, upload: _Upload, delete: bool) -> None:
        if upload.descriptor is not None:
            os.close(upload.descriptor)
            upload.descriptor = None
        gone = delete or upload.put.size <= CHUNK  # a small one begins anew next time anyway
        if gone and upload.made:
            gone = self._remove_part(upload)
        self._forget(upload, gone)

    def _remove_part(self, upload: _Upload) -> bool:
        """Whether it is gone; what could not be removed now goes at the removal."""
        try:
            self._files.remove(upload.part)
        except FileNotFoundError:
            return True
        except OSError:
            self._lasts(upload)
            return False
        return True

    def _forget(self, upload: _Upload, gone: bool = True) -> None:
        self._known.pop(upload.put.file, None)
        self._parts.discard(upload.part)
        if gone and upload.kept:
            self._keep(upload.part, False)
