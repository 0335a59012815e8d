"""Runs on the PC: File Manager's engines over Windows' own files. `SOURCES FOLDER person|system`; prints JSON of what they found."""

import ctypes
import json
import os
import sys
import threading
from typing import Any

sys.path[:0] = [sys.argv[1], os.path.dirname(sys.argv[1])]  # noqa: PTH120

from tests.host.files.zeros import hash_of_zeros, stands_after_zeros  # noqa: E402 - found by then

from daypass.host.files import downloads as downloads_module  # noqa: E402
from daypass.host.files import uploads as uploads_module  # noqa: E402
from daypass.host.files.changes import Changes  # noqa: E402 - found by then
from daypass.host.files.downloads import Downloads  # noqa: E402
from daypass.host.files.folders import Folders  # noqa: E402
from daypass.host.files.jobs import Jobs  # noqa: E402
from daypass.host.files.process import handlers_of  # noqa: E402
from daypass.host.files.uploads import Uploads  # noqa: E402
from daypass.host.platform.windows.files import WindowsFiles  # noqa: E402
from daypass.host.platform.windows.files_as_system import SystemFiles  # noqa: E402
from daypass.protocol import files  # noqa: E402
from daypass.protocol.file_pieces import CHUNK, FRAME, Piece, PieceHash, read_pieces, write_piece  # noqa: E402

ROOT = sys.argv[2]
kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
windows = SystemFiles() if sys.argv[3] == "system" else WindowsFiles()
folders = Folders(windows)
changes = Changes(windows, folders)
logged: list[tuple[str, str]] = []
said: list[Any] = []
over = threading.Event()
seen: dict[str, Any] = {}


def hear(message: Any) -> None:
    said.append(message)
    if isinstance(message, files.JobDone):
        over.set()


jobs = Jobs(handlers_of(windows, lambda path, kept: None), hear, lambda what, detail: logged.append((what, detail)))


def do(work: Any, **fields: Any) -> files.JobDone:
    said.clear()
    over.clear()
    jobs.begin(work(job=1, **fields))
    assert over.wait(60)
    done = said[-1]
    assert isinstance(done, files.JobDone)
    return done


def entries(path: str) -> dict[str, files.FolderEntry]:
    done = do(files.ListFolder, path=path)
    assert done.dp is None, done
    return {one.name: one for page in said if isinstance(page, files.FolderPage) for one in page.entries}


def new_uploads() -> Uploads:
    return Uploads(windows, folders, changes, lambda what, detail: None, lambda path, kept: None)


def put(folder: str, name: str, size: int, number: int, if_there: files.IfThere = files.IfThere.ASK) -> files.PutFiles:
    one = files.PutFile(file=number, inside=(), name=name, size=size, modified_at=1_600_000_000_000)
    return files.PutFiles(folder=folder, if_there=if_there, files=(one,))


def upload(folder: str, name: str, data: bytes, number: int, if_there: files.IfThere = files.IfThere.ASK) -> list[Any]:
    uploads = new_uploads()
    answers: list[Any] = uploads.put(put(folder, name, len(data), number, if_there))
    hashing = PieceHash()
    hashing.update(data)
    for at in range(0, max(1, len(data)), FRAME):
        part = data[at : at + FRAME]
        last = at + len(part) == len(data)
        answers += uploads.take(write_piece(Piece(number, at, part, hashing.digest() if last else None)))
    uploads.close()
    return [type(one).__name__ for one in answers if not isinstance(one, files.BytesTaken | files.FileOpened)] + [
        one.dp for one in answers if isinstance(one, files.FileFailed)
    ]


def download(folder: str, name: str) -> bytes | str:
    downloads = Downloads(windows, folders, lambda what, detail: None)
    downloads.want(files.WantFiles(folder=folder, files=(files.WantFile(file=1, inside=(), name=name),)))
    data = b""
    while downloads.any_left:
        frame, _, answers = downloads.next_frame(FRAME)
        data += b"".join(bytes(one.data) for one in read_pieces(frame))
        for answer in answers:
            return str(getattr(answer, "dp", ""))
    return data


def places() -> None:
    do(files.ListPlaces)
    (told,) = (one for one in said if isinstance(one, files.BrowsePlaces))
    seen["places"] = [(one.kind.value, one.path) for one in told.places]
    drive = next(one for one in told.places if one.path == "C:\\")
    seen["drive has sizes"] = bool(drive.size and drive.free)
    seen["person"] = bool(windows.person())


def paths() -> None:
    bad = [
        "C:",
        "C:x",
        "C:/Windows",
        "C:\\a\\..\\b",
        "C:\\a:b",
        "\\\\?\\C:\\",
        "\\\\.\\C:",
        "C:\\a\\\\b",
        "relative",
        "",
    ]
    seen["paths let in"] = [path for path in bad if do(files.ListFolder, path=path).dp != "DP-701"]


def attributes() -> None:
    folder = folders.child(ROOT, "attributes")
    windows.make_folder(folder)
    for name, bits in (("plain", 128), ("hidden", 2), ("system", 4), ("read_only", 1)):
        path = folders.child(folder, name)
        upload(folder, name, b"x", 1)
        kernel32.SetFileAttributesW(path, bits)
    found = entries(folder)
    seen["attributes"] = {
        name: [one.hidden, one.system, one.read_only, one.size, one.modified_at] for name, one in sorted(found.items())
    }
    seen["read-only is deleted for good"] = do(
        files.DeleteEntries, folder=folder, names=("read_only",), for_good=True
    ).failures


def transfers() -> None:
    folder = folders.child(ROOT, "transfers")
    windows.make_folder(folder)
    big = bytes(range(256)) * (CHUNK // 256) + b"end"
    seen["big"] = upload(folder, "big.bin", big, 1)
    seen["big comes back"] = download(folder, "big.bin") == big
    seen["taken"] = upload(folder, "big.bin", b"x", 1)
    seen["reserved"] = [upload(folder, name, b"x", 1) for name in ("NUL", "com1.txt", "a.", "a:b")]
    handle = kernel32.CreateFileW(folders.child(folder, "big.bin"), 0x80000000, 0, None, 3, 0, None)
    seen["locked"] = download(folder, "big.bin")
    kernel32.CloseHandle(handle)
    seen["rename"] = do(files.RenameEntry, folder=folder, name="big.bin", new_name="BIG (é).bin").dp
    seen["left"] = sorted(entries(folder))


def long_paths() -> None:
    deep = tuple(f"{number}-" + "d" * 60 for number in range(6))
    seen["deep"] = do(files.MakeFolder, folder=ROOT, inside=deep, fresh=True).dp
    path = "\\".join((ROOT, *deep))
    seen["longer than 260"] = len(path) > 260
    seen["deep upload"] = upload(path, "far down.txt", b"hello", 1)
    seen["deep download"] = download(path, "far down.txt") == b"hello"
    seen["deep list"] = sorted(entries(path))
    copied = do(
        files.CopyEntries, folder=ROOT, names=(deep[0],), target=folders.child(ROOT, "transfers"), move=False,
        if_there=files.IfThere.ASK,
    )  # fmt: skip
    seen["deep copy"] = copied.failures
    seen["deep delete"] = do(files.DeleteEntries, folder=ROOT, names=(deep[0],), for_good=True).failures
    seen["deep is gone"] = deep[0] not in entries(ROOT)


def recycle() -> None:
    upload(ROOT, "old.txt", b"x", 1)
    done = do(files.DeleteEntries, folder=ROOT, names=("old.txt",), for_good=False)
    gone = not os.path.lexists(folders.child(ROOT, "old.txt"))
    seen["recycled"] = [done.failures, gone, [one.dp for one in said if isinstance(one, files.JobFailure)]]


def links() -> None:
    target = folders.child(ROOT, "behind")
    windows.make_folder(target)
    upload(target, "kept.txt", b"x", 1)
    link = folders.child(ROOT, "link")
    made = bool(kernel32.CreateSymbolicLinkW(link, target, 1))
    found = entries(ROOT).get("link")
    seen["link"] = [made, found.kind.value if found else None]
    if made and found and found.kind is files.EntryKind.LINK:
        seen["link is named"] = [found.target == target, do(files.ListFolder, path=link).dp]
        do(files.DeleteEntries, folder=ROOT, names=("link",), for_good=True)
        seen["behind the link"] = sorted(entries(target))


def open_as_a_program(path: str, shared: int) -> int:
    """Some other program has it open, and shares it so far: 1 reading, 2 writing, 4 deleting."""
    return int(kernel32.CreateFileW(path, 0x80000000, shared, None, 3, 0, None))


def in_use() -> None:
    """What another program holds open is told as that, whatever is wanted of it, and stays as it is."""
    folder = folders.child(ROOT, "in use")
    windows.make_folder(folder)
    upload(folder, "letter.docx", b"as it was", 1)
    upload(folder, "new.docx", b"new", 2)
    handle = open_as_a_program(folders.child(folder, "letter.docx"), 1)
    failures: dict[str, Any] = {}
    failures["replace"] = upload(folder, "letter.docx", b"newer", 3, files.IfThere.OVERWRITE)
    failures["rename"] = do(files.RenameEntry, folder=folder, name="letter.docx", new_name="b.docx").dp
    for what, work in (
        ("delete", {"work": files.DeleteEntries, "folder": folder, "names": ("letter.docx",), "for_good": True}),
        ("move", {
            "work": files.CopyEntries, "folder": folder, "names": ("letter.docx",), "target": ROOT, "move": True,
            "if_there": files.IfThere.ASK,
        }),
    ):  # fmt: skip
        do(work.pop("work"), **work)
        failures[what] = [one.dp for one in said if isinstance(one, files.JobFailure)]
    kernel32.CloseHandle(handle)
    seen["in use"] = failures
    seen["in use is left"] = [sorted(entries(folder)), download(folder, "letter.docx") == b"as it was"]


def two_technicians() -> None:
    """Two of them send a file of the same name at once: the second is told so, and the first one's is whole."""
    folder = folders.child(ROOT, "two technicians")
    windows.make_folder(folder)
    size = CHUNK + 3
    first, second = new_uploads(), new_uploads()
    first.put(put(folder, "same.bin", size, 1))
    seen["second technician"] = [getattr(one, "dp", one) for one in second.put(put(folder, "SAME.bin", size, 1))]
    second.close()
    hashing = hash_of_zeros(size)
    for at in range(0, size, FRAME):
        data = bytes(min(FRAME, size - at))
        first.take(write_piece(Piece(1, at, data, hashing.digest() if at + len(data) == size else None)))
    first.close()
    seen["first technician"] = {name: one.size == size for name, one in entries(folder).items()}


def odd_names() -> None:
    """Names that only look alike are two files; what programs read otherwise is not given to the shell."""
    folder = folders.child(ROOT, "odd names")
    windows.make_folder(folder)
    composed, taken_apart = "caf\u00e9.txt", "cafe\u0301.txt"
    upload(folder, composed, b"one", 1)
    upload(folder, taken_apart, b"two", 2)
    seen["normal forms"] = sorted(entries(folder)) == sorted((composed, taken_apart))
    seen["their contents"] = [download(folder, composed) == b"one", download(folder, taken_apart) == b"two"]
    seen["other case is taken"] = upload(folder, "CAF\u00c9.txt", b"x", 3)
    upload(folder, "a", b"kept", 4)
    for name in ("a.", "nul"):
        handle = kernel32.CreateFileW(f"{windows.os_path(folder)}\\{name}", 0x40000000, 0, None, 1, 0, None)
        kernel32.CloseHandle(handle)
        do(files.DeleteEntries, folder=folder, names=(name,), for_good=False)
        seen[f"{name} into the bin"] = [one.dp for one in said if isinstance(one, files.JobFailure)]
    seen["a is kept"] = download(folder, "a") == b"kept"
    do(files.DeleteEntries, folder=folder, names=("a.", "nul"), for_good=True)
    longest = "n" * 251 + ".txt"
    handle = kernel32.CreateFileW(f"{windows.os_path(folder)}\\{longest}", 0x40000000, 0, None, 1, 0, None)
    kernel32.CloseHandle(handle)
    copy = {"target": ROOT, "move": False, "if_there": files.IfThere.ASK}
    seen["longest name is copied"] = do(files.CopyEntries, folder=folder, names=(longest,), **copy).failures
    seen["odd names are left"] = sorted(entries(folder)) == sorted((composed, taken_apart, "a", longest))
    into_itself = {**copy, "target": folder.upper()}
    seen["into itself"] = do(files.CopyEntries, folder=ROOT, names=("odd names",), **into_itself).dp


def large() -> None:
    """Beyond 4 GiB: sizes and places. What lies before is nothing but zeros and not read."""
    folder, end = folders.child(ROOT, "large"), (1 << 32) + 5
    windows.make_folder(folder)
    path = windows.os_path(folders.child(folder, "image.iso.daypass-part"))
    with open(path, "wb") as image:  # noqa: PTH123
        image.truncate(end)
    for engine in (downloads_module, uploads_module):
        vars(engine)["hash_beginning"] = stands_after_zeros
    hashing, uploads = hash_of_zeros(end), new_uploads()
    (opened,) = uploads.put(put(folder, "image.iso", end + 3, 1))
    hashing.update(b"end")
    taken, _ = uploads.take(write_piece(Piece(1, end, b"end", hashing.digest())))
    uploads.close()
    seen["large goes on"] = [getattr(opened, "have", 0) - end, type(taken).__name__]
    seen["large is listed"] = {name: one.size - end for name, one in entries(folder).items()}
    downloads = Downloads(windows, folders, lambda what, detail: None)
    want = files.WantFile(file=1, inside=(), name="image.iso", have=end - 2, so_far=hash_of_zeros(end - 2).digest())
    downloads.want(files.WantFiles(folder=folder, files=(want,)))
    (piece,) = read_pieces(downloads.next_frame(FRAME)[0])
    seen["large comes back"] = [piece.offset - end, bytes(piece.data).hex(), piece.whole == hashing.digest()]


windows.make_folder(ROOT)
for part in (
    places, paths, attributes, transfers, long_paths, recycle, links, in_use, two_technicians, odd_names, large
):  # fmt: skip
    try:
        part()
    except Exception as error:
        seen[f"{part.__name__} failed"] = repr(error)
jobs.end()
print(json.dumps(seen))
