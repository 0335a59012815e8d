"""Looking: places to begin, a folder page by page, a tree, and how much is in it. Links are named and never followed."""

from collections.abc import Iterable, Iterator

from daypass.host.files.folders import MOST_DEEP, Folders, entry
from daypass.host.files.jobs import Job
from daypass.host.files.problems import FileProblem, code_of
from daypass.host.platform.ports import Files, Found
from daypass.protocol.files import (
    MOST_AT_ONCE,
    BrowsePlace,
    BrowsePlaces,
    FolderEntry,
    FolderPage,
    ListFolder,
    ListPlaces,
    ListTree,
    MeasureEntries,
    PlaceKind,
    TreePage,
)

_FIRST_PAGE = 200
"""Entries: what fits on a screen comes at once."""
_MOST_BYTES = 200_000


class Listing:
    """Handlers of the messages that change nothing."""

    def __init__(self, files: Files, folders: Folders) -> None:
        self._files, self._folders = files, folders

    def places(self, job: Job, work: ListPlaces) -> None:
        places = tuple(
            BrowsePlace(kind=PlaceKind(one.kind), path=one.path, label=one.label[:255], size=one.size, free=one.free)
            for one in self._files.places()[:100]
        )
        job.say(BrowsePlaces(job=job.number, places=places))

    def folder(self, job: Job, work: ListFolder) -> None:
        folder = self._folders.folder(work.path)
        for page in _pages(map(entry, self._files.scan(folder)), _FIRST_PAGE):
            job.say(FolderPage(job=job.number, entries=page))

    def tree(self, job: Job, work: ListTree) -> None:
        folder = self._folders.folder(work.folder)
        for name in work.names:
            self._one_tree(job, self._folders.known_child(folder, name), (name,))

    def _one_tree(self, job: Job, path: str, inside: tuple[str, ...]) -> None:
        below: list[Found] = []
        found: list[Found] = []
        try:
            self._folders.is_folder(path)
            if len(inside) > MOST_DEEP - 1:
                raise FileProblem("DP-713", path)
            found = list(self._files.scan(path))
        except (OSError, FileProblem) as error:
            dp = error.dp if isinstance(error, FileProblem) else code_of(error)
            job.say(TreePage(job=job.number, inside=inside, entries=(), dp=dp))
            return
        below = [one for one in found if one.kind == "folder" and not entry(one).unnameable]
        pages = list(_pages(map(entry, found), MOST_AT_ONCE)) or [()]
        for page in pages:
            job.say(TreePage(job=job.number, inside=inside, entries=page))
        for one in below:
            self._one_tree(job, self._folders.child(path, one.name), (*inside, one.name))

    def measure(self, job: Job, work: MeasureEntries) -> None:
        folder = self._folders.folder(work.folder)
        for name in work.names:
            path = self._folders.known_child(folder, name)
            for _ in self.walk(job, path, self._files.look(path)):
                job.progress(name)
        job.progress(final=True)

    def walk(self, job: Job, path: str, found: Found, depth: int = 0) -> Iterator[tuple[str, Found]]:
        """Everything from `path` on, folders before what is in them; counted in the job, what cannot be read told as its failure."""
        if found.kind == "folder":
            job.folders += 1
        else:
            job.files += 1
            job.bytes += found.size
        yield path, found
        if found.kind != "folder":
            return
        try:
            if depth >= MOST_DEEP:
                raise FileProblem("DP-713", path)
            below = list(self._files.scan(path))
        except (OSError, FileProblem) as error:
            job.failed(path, error)
            return
        for one in below:
            yield from self.walk(job, self._folders.child(path, one.name), one, depth + 1)


def _pages(entries: Iterable[FolderEntry], first: int) -> Iterator[tuple[FolderEntry, ...]]:
    """Bounded in number and in bytes; the first one is small."""
    page: list[FolderEntry] = []
    most, weight = first, 0
    for one in entries:
        cost = 100 + 3 * len(one.name) + 3 * len(one.target or "")
        if page and (len(page) >= most or weight + cost > _MOST_BYTES):
            yield tuple(page)
            page, most, weight = [], MOST_AT_ONCE, 0
        page.append(one)
        weight += cost
    if page:
        yield tuple(page)
