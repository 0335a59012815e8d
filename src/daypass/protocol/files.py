"""File Manager: the messages of both directions (sealed, kind 1). Contents of files (kind 3) are in `file_pieces`.

A path is a folder of the PC as the PC writes it (`C:\\Users`, `/home`), a name is one component of it. What takes time is a job, under a
number that the technician's side chose; every job ends with exactly one JobDone. Files under way have numbers of their own.
"""

import enum
from typing import Annotated

import msgspec

from daypass.protocol import tool_line
from daypass.protocol.messages import Bytes32, Count, DpCode, Message, Name, Record, decoder

FILES_CAP = 512 * 1024
MOST_AT_ONCE = 1000
"""Names, files or entries in one message; more come in further messages."""

Number = Annotated[int, msgspec.Meta(ge=0, le=2**32 - 1)]
Size = Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]
Moment = Annotated[int, msgspec.Meta(ge=-(2**53) + 1, le=2**53 - 1)]
FilePath = Annotated[str, msgspec.Meta(max_length=32_767)]
FileName = Annotated[str, msgspec.Meta(min_length=1, max_length=255)]
Names = Annotated[tuple[FileName, ...], msgspec.Meta(max_length=MOST_AT_ONCE)]
Inside = Annotated[tuple[FileName, ...], msgspec.Meta(max_length=128)]
Label = Annotated[str, msgspec.Meta(max_length=255)]


class PlaceKind(enum.StrEnum):
    """What a place to begin is: a special folder of the person, or a drive."""

    HOME = "home"
    DESKTOP = "desktop"
    DOCUMENTS = "documents"
    DOWNLOADS = "downloads"
    DRIVE = "drive"
    REMOVABLE = "removable"
    NETWORK = "network"
    OPTICAL = "optical"


class EntryKind(enum.StrEnum):
    """What stands in a folder. A link (symbolic link, junction) is never followed by itself; `other` has no contents to transfer."""

    FILE = "file"
    FOLDER = "folder"
    LINK = "link"
    OTHER = "other"


class FilesRights(enum.StrEnum):
    """Whose rights hold: the person's who is signed in, or the system's."""

    PERSON = "person"
    SYSTEM = "system"


class IfThere(enum.StrEnum):
    """What becomes of a file whose name is taken."""

    ASK = "ask"
    OVERWRITE = "overwrite"
    SKIP = "skip"
    RENAME = "rename"


# --- host → technician --------------------------------------------------------------------------------------------


class FilesReady(Message, frozen=True, kw_only=True):
    """Comes first, and again for each new process on the PC, which ends every job and transfer. `dp`: nothing can be done now.

    `person` is the name of who is signed in, empty for nobody. `may_elevate`: `FilesElevate` is allowed here.
    """

    rights: FilesRights
    person: Name
    separator: Annotated[str, msgspec.Meta(min_length=1, max_length=1)]
    may_elevate: bool
    dp: DpCode | None = None


class BrowsePlace(Record, frozen=True, kw_only=True):
    """Where browsing can begin; sizes in bytes where they are known."""

    kind: PlaceKind
    path: FilePath
    label: Label
    size: Size | None = None
    free: Size | None = None


class BrowsePlaces(Message, frozen=True, kw_only=True):
    """The answer to ListPlaces."""

    job: Number
    places: Annotated[tuple[BrowsePlace, ...], msgspec.Meta(max_length=100)]


class FolderEntry(Record, frozen=True, kw_only=True):
    """One thing in a folder; times in ms since 1970. `dp`: it could not be looked at. `target`: where a link leads.

    `unnameable`: its real name cannot be written here; `name` only resembles it, and nothing can be done with it.
    """

    name: FileName
    kind: EntryKind
    size: Size = 0
    modified_at: Moment = 0
    created_at: Moment = 0
    hidden: bool = False
    system: bool = False
    read_only: bool = False
    online_only: bool = False
    unnameable: bool = False
    target: FilePath | None = None
    dp: DpCode | None = None


FolderEntries = Annotated[tuple[FolderEntry, ...], msgspec.Meta(max_length=MOST_AT_ONCE)]


class FolderPage(Message, frozen=True, kw_only=True):
    """Some entries of the listed folder, in no order; JobDone comes after the last."""

    job: Number
    entries: FolderEntries


class TreePage(Message, frozen=True, kw_only=True):
    """Some entries of one folder of the listed tree: the one that `inside` names, counted from the listed folder. A folder that
    cannot be read has `dp`."""

    job: Number
    inside: Inside
    entries: FolderEntries
    dp: DpCode | None = None


class JobProgress(Message, frozen=True, kw_only=True):
    """How far a job is. The totals are None while they are not known; `name` is what it is at."""

    job: Number
    files: Size
    folders: Size
    bytes: Size
    files_total: Size | None = None
    bytes_total: Size | None = None
    name: Label = ""


class JobFailure(Message, frozen=True, kw_only=True):
    """One thing that the job could not do; it goes on with the others."""

    job: Number
    path: FilePath
    dp: DpCode


class JobConflict(Message, frozen=True, kw_only=True):
    """The job waits for DecideConflict: `name` is taken in `folder`. Kinds, sizes and times of what is there and of what comes."""

    job: Number
    folder: FilePath
    name: FileName
    there: FolderEntry
    coming: FolderEntry


class JobDone(Message, frozen=True, kw_only=True):
    """The job is over: well, with `dp` (nothing was done, or not the rest), or stopped. `failures` counts its JobFailures."""

    job: Number
    failures: Count = 0
    stopped: bool = False
    dp: DpCode | None = None
    path: FilePath | None = None
    """What `dp` is about: the target of a link (DP-708)."""


class FileHash(Record, frozen=True, kw_only=True):
    """The hash of one file, or why there is none. `index` counts from 0 in the names asked for."""

    index: Number
    size: Size = 0
    hash: Bytes32 | None = None
    dp: DpCode | None = None


class FileHashes(Message, frozen=True, kw_only=True):
    """Some answers to HashFiles."""

    job: Number
    hashes: Annotated[tuple[FileHash, ...], msgspec.Meta(max_length=MOST_AT_ONCE)]


class FileOpened(Message, frozen=True, kw_only=True):
    """An upload of more than one chunk may begin: after the `have` bytes that are here already, if their hash is `so_far`; else anew."""

    file: Number
    have: Size
    so_far: Bytes32


class FileThere(Message, frozen=True, kw_only=True):
    """The name of this upload is taken; nothing of it is kept. Put it again with another `if_there`, or under another name."""

    file: Number
    there: FolderEntry


class FileFailed(Message, frozen=True, kw_only=True):
    """This upload or download is over, and why. Nothing of it stays."""

    file: Number
    dp: DpCode


class FilesTaken(Message, frozen=True, kw_only=True):
    """These uploads are whole, verified, under their final names."""

    files: Annotated[tuple[Number, ...], msgspec.Meta(max_length=MOST_AT_ONCE)]


class FileRenamed(Message, frozen=True, kw_only=True):
    """This upload got another name, because its own was taken (`if_there` rename)."""

    file: Number
    name: FileName


# --- both ways ----------------------------------------------------------------------------------------------------


class BytesTaken(Message, frozen=True, kw_only=True):
    """So many bytes of contents were taken on this line until now, written or thrown away. The other side sends at most one chunk more."""

    bytes: Size


# --- technician → host --------------------------------------------------------------------------------------------


class ListPlaces(Message, frozen=True, kw_only=True):
    """Where to begin; answered by BrowsePlaces and JobDone."""

    job: Number


class ListFolder(Message, frozen=True, kw_only=True):
    """What is in a folder. DP-708 with the link's target when the way there leads over a link."""

    job: Number
    path: FilePath


class ListTree(Message, frozen=True, kw_only=True):
    """These folders of a folder with all that is below; links are named and not followed."""

    job: Number
    folder: FilePath
    names: Names


class MakeFolder(Message, frozen=True, kw_only=True):
    """One folder inside the other, those that are there already too; `fresh`: DP-702 when the last one is there."""

    job: Number
    folder: FilePath
    inside: Inside
    fresh: bool


class RenameEntry(Message, frozen=True, kw_only=True):
    """Another name for one thing. Never overwrites."""

    job: Number
    folder: FilePath
    name: FileName
    new_name: FileName


class DeleteEntries(Message, frozen=True, kw_only=True):
    """Into the recycle bin, or `for_good`. A link is deleted, never what it leads to."""

    job: Number
    folder: FilePath
    names: Names
    for_good: bool


class CopyEntries(Message, frozen=True, kw_only=True):
    """CopyEntries, or `move`, to another folder of the PC."""

    job: Number
    folder: FilePath
    names: Names
    target: FilePath
    move: bool
    if_there: IfThere


class MeasureEntries(Message, frozen=True, kw_only=True):
    """Count files, folders and bytes of these and all below, by JobProgress."""

    job: Number
    folder: FilePath
    names: Names


class WithinFolder(Record, frozen=True, kw_only=True):
    """One file below a folder: the folders on the way, and its name."""

    inside: Inside
    name: FileName


class HashFiles(Message, frozen=True, kw_only=True):
    """The hashes of these files below a folder."""

    job: Number
    folder: FilePath
    files: Annotated[tuple[WithinFolder, ...], msgspec.Meta(max_length=MOST_AT_ONCE)]


class DecideConflict(Message, frozen=True, kw_only=True):
    """The answer to JobConflict (not `ask`); `for_all`: and to all that follow in this job."""

    job: Number
    choice: IfThere
    for_all: bool


class StopJob(Message, frozen=True, kw_only=True):
    """Stop; what is done stays done."""

    job: Number


class PutFile(Record, frozen=True, kw_only=True):
    """One upload. Of files up to one chunk the contents may follow at once; larger ones wait for FileOpened."""

    file: Number
    inside: Inside
    name: FileName
    size: Size
    modified_at: Moment


class PutFiles(Message, frozen=True, kw_only=True):
    """Uploads into a folder, or into folders inside it, which are made."""

    folder: FilePath
    if_there: IfThere
    files: Annotated[tuple[PutFile, ...], msgspec.Meta(max_length=MOST_AT_ONCE)]


class WantFile(Record, frozen=True, kw_only=True):
    """One download, from `have` on when the hash of the file's first `have` bytes is `so_far`; else its first piece has offset 0."""

    file: Number
    inside: Inside
    name: FileName
    have: Size = 0
    so_far: Bytes32 | None = None


class WantFiles(Message, frozen=True, kw_only=True):
    """Downloads out of a folder, in this order."""

    folder: FilePath
    files: Annotated[tuple[WantFile, ...], msgspec.Meta(max_length=MOST_AT_ONCE)]


class StopFiles(Message, frozen=True, kw_only=True):
    """No more of these. `keep`: the parts of uploads stay, to go on later; else they are deleted."""

    files: Annotated[tuple[Number, ...], msgspec.Meta(max_length=MOST_AT_ONCE)]
    keep: bool


class FilesElevate(Message, frozen=True, kw_only=True):
    """With the system's rights from now on, or the person's again. Whoever is at the PC reads it in the activity log."""

    on: bool


SaidByProcess = (
    BrowsePlaces
    | FolderPage
    | TreePage
    | JobProgress
    | JobFailure
    | JobConflict
    | JobDone
    | FileHashes
    | FileOpened
    | FileThere
    | FileFailed
    | FilesTaken
    | FileRenamed
    | BytesTaken
)
"""What a files process tells the technician. Whose rights it has, and how the line stands, the service tells."""
ToTechnician = FilesReady | SaidByProcess | tool_line.ToTechnician
Work = (
    ListPlaces
    | ListFolder
    | ListTree
    | MakeFolder
    | RenameEntry
    | DeleteEntries
    | CopyEntries
    | MeasureEntries
    | HashFiles
)
"""Messages that begin a job."""
ToHost = (
    Work | DecideConflict | StopJob | PutFiles | WantFiles | StopFiles | BytesTaken | FilesElevate | tool_line.ToHost
)
_to_technician = decoder(ToTechnician, FILES_CAP)
_to_host = decoder(ToHost, FILES_CAP)


def read_to_technician(plain: bytes) -> ToTechnician:
    """One message of the host; ProtocolError when it is none."""
    message: ToTechnician = _to_technician(plain)
    return message


def read_to_host(plain: bytes) -> ToHost:
    """One message of the technician's side; ProtocolError when it is none."""
    message: ToHost = _to_host(plain)
    return message
