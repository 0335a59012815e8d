"""From what the technician's side says to a path that may be used: absolute, plain, and no link on the way to it."""

from collections.abc import Iterable

from daypass.host.files.problems import FileProblem, code_of
from daypass.host.platform.ports import Files, Found
from daypass.protocol.file_names import name_fault
from daypass.protocol.files import EntryKind, FolderEntry
from daypass.protocol.messages import sayable

MOST_DEEP = 128
"""Folders inside one another that a tree is followed into."""


class Folders:
    """Every path of a request goes through here before anything touches it."""

    def __init__(self, files: Files) -> None:
        self._files = files

    def folder(self, path: str) -> str:
        """The folder `path`, as the PC writes it. FileProblem: DP-708 with the target when a link is on the way."""
        try:
            root, names = self._files.split(path)
        except ValueError:
            raise FileProblem("DP-701", path) from None
        at = root
        for name in names:
            at = self.child(at, name)
            self._must_be_folder(at)
        return at

    def within(self, folder: str, inside: Iterable[str]) -> str:
        """A folder below `folder`, which went through here before."""
        for name in inside:
            folder = self.known_child(folder, name)
            self._must_be_folder(folder)
        return folder

    def child(self, folder: str, name: str) -> str:
        """The path of `name` in `folder`."""
        return folder + name if folder.endswith(self._files.separator) else folder + self._files.separator + name

    def known_child(self, folder: str, name: str) -> str:
        """As `child`, for a name that the other side says of something that is there. FileProblem for one that is a path."""
        if not self._files.may_name(name):
            raise FileProblem("DP-701", name)
        return self.child(folder, name)

    def fresh_child(self, folder: str, name: str) -> str:
        """As `child`, for a name to be given. FileProblem where the validator refuses it."""
        if name_fault(name) is not None or not self._files.may_name(name):
            raise FileProblem("DP-701", name)
        return self.child(folder, name)

    def is_folder(self, path: str) -> bool:
        """Whether there is a folder, and not a link to one. FileProblem for a file or a link; False where nothing is."""
        try:
            self._must_be_folder(path)
        except FileProblem as problem:
            if problem.dp == "DP-706":
                return False
            raise
        return True

    def there(self, path: str) -> Found | None:
        """What has this path; None where nothing has."""
        try:
            return self._files.look(path)
        except FileNotFoundError:
            return None

    def _must_be_folder(self, path: str) -> None:
        try:
            found = self._files.look(path)
        except OSError as error:
            raise FileProblem(code_of(error), path) from error
        if found.kind == "link":
            raise FileProblem("DP-708", found.target)
        if found.kind != "folder":
            raise FileProblem("DP-702", path)


def entry(found: Found) -> FolderEntry:
    """What goes over the line. A name that is no text shows what it can of itself."""
    name = sayable(found.name)[:255] or "?"
    target = sayable(found.target)[:32_767] if found.target else None
    return FolderEntry(
        name=name,
        kind=EntryKind(found.kind),
        size=max(0, found.size),
        modified_at=found.modified_at,
        created_at=found.created_at,
        hidden=found.hidden,
        system=found.system,
        read_only=found.read_only,
        online_only=found.online_only,
        unnameable=name != found.name,
        target=target,
        dp=code_of(found.problem) if found.problem else None,
    )
