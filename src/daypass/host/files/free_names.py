"""A name beside one that is taken: "report (2).txt"."""

from daypass.host.files.folders import Folders
from daypass.host.files.problems import FileProblem
from daypass.protocol.file_names import name_fault

_MOST_TRIES = 10_000


def free_name(folders: Folders, folder: str, name: str) -> str:
    """The first of "a (2).txt", "a (3).txt", … that nothing in `folder` has."""
    stem, dot, ending = name.rpartition(".")
    if not stem:
        stem, dot, ending = name, "", ""
    for number in range(2, _MOST_TRIES):
        candidate = f"{stem} ({number}){dot}{ending}"
        if name_fault(candidate) is not None:
            raise FileProblem("DP-701", name)
        if folders.there(folders.child(folder, candidate)) is None:
            return candidate
    raise FileProblem("DP-702", name)
