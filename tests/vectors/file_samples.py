"""File Manager: every message once, names that are refused and names that are not, pieces and hashes; for `generate`."""

from typing import Any

from daypass.protocol import file_pieces, files
from daypass.protocol.file_names import name_fault
from daypass.protocol.messages import Record

HASH = bytes(range(32))
FILE = files.FolderEntry(
    name="relatório ção.txt", kind=files.EntryKind.FILE, size=2**40, modified_at=1_790_000_000_123, created_at=-11_644_473_600_000
)  # fmt: skip
LINK = files.FolderEntry(
    name="Documents and Settings", kind=files.EntryKind.LINK, hidden=True, system=True, target="C:\\Users", dp="DP-705"
)

NAMES: tuple[str, ...] = (
    # plain
    "Bericht 2026 (1).docx",
    "naïve.txt",
    "日本語.pdf",
    ".gitignore",
    "a.b.c",
    "CONFIG.SYS",
    "console.log",
    "com10.txt",
    "x" * 240,
    "é" * 240,
    "Ünïcode 😀.png",
    "~$doc.docx",
    "e\u0301te\u0301.txt",
    "été.txt",
    "a b",
    " a",
    "NULL",
    "aux1",
    "ﬁnal.txt",
    "①.txt",
    "...a",
    "%TEMP%",
    "$Recycle",
    "-rf",
    # paths in disguise
    "",
    ".",
    "..",
    "...",
    "../x",
    "..\\x",
    "C:",
    "C:x",
    "C:\\x",
    "\\\\srv\\s",
    "//srv/s",
    "\\\\?\\C:\\x",
    "\\\\.\\PhysicalDrive0",
    "a/../../b",
    "a//b",
    "a/CON/b",
    "a/b.",
    "a/ b /c",
    "~1/..",
    "GLOBALROOT\\Device",
    "/etc",
    "\u2025/x",
    "..\u2215x",
    "\uff0e\uff0e\uff0fx",
    "a\uff3cb",
    "C\uff1ax",
    "\u2025",
    "\uff0e\uff0e",
    "a\u2044b",
    "a\u29f8b",
    # streams, characters Windows takes none of
    "a:b",
    "a::$DATA",
    "file.txt:Zone.Identifier",
    "x:$I30:$INDEX_ALLOCATION",
    "<x>",
    "a|b",
    "a?b",
    "a*b",
    '"a"',
    # names of devices
    "CON",
    "con.txt",
    "NUL.tar.gz",
    "COM1",
    "COM\u00b9.log",
    "LPT\u00b2",
    "CONIN$",
    "CLOCK$",
    "aux .txt",
    "PRN.",
    "nul .",
    "CON\u3000.txt",
    "\uff23\uff2f\uff2e",
    "com0",
    # ends that Windows cuts off
    "a.",
    "a ",
    "a. .",
    "a\u3000",
    # what nobody sees
    "\x00",
    "a\x00b",
    "a\nb",
    "a\x7fb",
    "a\u0085b",
    "a\u202egpj.exe",
    "a\ufeff",
    "\u200bCON",
    "a\u2067b",
    "a\u061cb",
    # too long, ours
    "x" * 241,
    "x" * 256,
    "😀" * 121,
    "film.mkv.daypass-part",
    "A.DAYPASS-PART",
)
HALVES = ("\ud800", "a\udc00b", "a\ud83d")


def every_message() -> list[Record]:
    """In the order of protocol/files.py."""
    there = files.FolderEntry(name="a.txt", kind=files.EntryKind.FILE, size=1, modified_at=2, read_only=True)
    folder = "C:\\Users\\Person"
    return [
        files.FilesReady(rights=files.FilesRights.PERSON, person="Person", separator="\\", may_elevate=True),
        files.FilesReady(rights=files.FilesRights.SYSTEM, person="", separator="/", may_elevate=False, dp="DP-709"),
        files.BrowsePlaces(
            job=1,
            places=(
                files.BrowsePlace(kind=files.PlaceKind.DESKTOP, path=folder + "\\Desktop", label="Desktop"),
                files.BrowsePlace(kind=files.PlaceKind.DRIVE, path="C:\\", label="Windows", size=2**40, free=0),
            ),
        ),
        files.FolderPage(job=2**32 - 1, entries=(FILE, LINK)),
        files.TreePage(job=3, inside=("Área de trabalho", "b"), entries=(FILE,)),
        files.TreePage(job=3, inside=(), entries=(), dp="DP-705"),
        files.JobProgress(job=4, files=1, folders=2, bytes=3, files_total=4, bytes_total=2**53 - 1, name="a.txt"),
        files.JobFailure(job=4, path=folder + "\\a.txt", dp="DP-704"),
        files.JobConflict(job=4, folder=folder, name="a.txt", there=there, coming=FILE),
        files.JobDone(job=4),
        files.JobDone(job=4, failures=3, stopped=True, dp="DP-708", path="C:\\Users"),
        files.FileHashes(
            job=5, hashes=(files.FileHash(index=0, size=9, hash=HASH), files.FileHash(index=1, dp="DP-706"))
        ),
        files.FileOpened(file=6, have=2**33, so_far=HASH),
        files.FileThere(file=6, there=there),
        files.FileFailed(file=6, dp="DP-703"),
        files.FilesTaken(files=(6, 7)),
        files.FileRenamed(file=6, name="a (2).txt"),
        files.BytesTaken(bytes=2**40),
        files.ListPlaces(job=1),
        files.ListFolder(job=2, path="C:\\"),
        files.ListTree(job=3, folder="/", names=("home",)),
        files.MakeFolder(job=4, folder=folder, inside=("novo", "mais"), fresh=True),
        files.RenameEntry(job=4, folder=folder, name="a", new_name="b"),
        files.DeleteEntries(job=4, folder=folder, names=("a", "b"), for_good=False),
        files.CopyEntries(job=4, folder=folder, names=("a",), target="D:\\", move=True, if_there=files.IfThere.ASK),
        files.MeasureEntries(job=4, folder=folder, names=("a",)),
        files.HashFiles(job=5, folder=folder, files=(files.WithinFolder(inside=("x",), name="a"),)),
        files.DecideConflict(job=4, choice=files.IfThere.RENAME, for_all=True),
        files.StopJob(job=4),
        files.PutFiles(
            folder=folder,
            if_there=files.IfThere.OVERWRITE,
            files=(files.PutFile(file=6, inside=(), name="ção", size=0, modified_at=-1),),
        ),
        files.WantFiles(
            folder=folder,
            files=(
                files.WantFile(file=7, inside=("x",), name="a"),
                files.WantFile(file=8, inside=(), name="b", have=5, so_far=HASH),
            ),
        ),
        files.StopFiles(files=(6,), keep=True),
        files.FilesElevate(on=True),
    ]


def file_names() -> object:
    """Names, and why they are refused (null: fine). Halves of characters are given as UTF-16 units."""
    named: list[dict[str, Any]] = [{"name": name, "fault": name_fault(name)} for name in NAMES]
    return named + [{"units": [ord(one) for one in half], "fault": name_fault(half)} for half in HALVES]


def file_pieces_and_hashes() -> object:
    """Frames as they go over the line, and hashes of files of `size` bytes, byte number i being (7 i + i / 251) mod 256."""
    pieces = [
        file_pieces.Piece(1, 0, b"hello", None),
        file_pieces.Piece(2**32 - 1, 2**40, b"", HASH),
        file_pieces.Piece(7, 5, b" world", HASH),
    ]
    chunk = file_pieces.CHUNK
    return {
        "frame": b"".join(map(file_pieces.write_piece, pieces)).hex(),
        "pieces": [
            {"file": one.file, "offset": one.offset, "data": bytes(one.data).hex(), "whole": one.whole.hex() if one.whole else None}
            for one in pieces
        ],
        "hashes": [{"size": size, "hash": hash_of(sample(size)).hex()} for size in (0, 1, 1000, chunk - 1, chunk, chunk + 1, 2 * chunk)],
    }  # fmt: skip


def sample(size: int) -> bytes:
    """Bytes that no two chunks have alike."""
    block = bytes((7 * i + i // 251) % 256 for i in range(251 * 256))
    return (block * (size // len(block) + 1))[:size]


def hash_of(data: bytes) -> bytes:
    """The hash of a whole file."""
    hashing = file_pieces.PieceHash()
    hashing.update(data)
    return hashing.digest()
