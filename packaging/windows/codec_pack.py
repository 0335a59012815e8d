"""Build the codec pack: the libraries of the video encoder, which a host fetches after its activation.

They are taken out of PyAV's wheel, pinned by hash (`requirements/windows-codecs.lock`). The host is built with the pack's hash
inside; a server hands the pack out under that name.
"""

import hashlib
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import build_cache
import runtime

LOCK = runtime.ROOT / "requirements/windows-codecs.lock"
LICENCE = Path(__file__).with_name("codec-licences.txt")
TAKEN = ("libx264-", "swscale-", "avutil-", "libvpl-", "libstdc++-", "libgcc_s_seh-", "libwinpthread-")
LARGEST_MB = 4
_NEVER_CHANGES = (1980, 1, 1, 0, 0, 0)


def kept(key: str, sign: Callable[[Path], None] | None) -> Path:
    """The pack, from the cache or built. `key` changes with the certificate, `sign` signs what nobody has signed in a folder."""
    digest = hashlib.sha256(key.encode())
    for source in (LOCK, LICENCE, Path(__file__)):
        digest.update(source.read_bytes())
    return build_cache.kept(f"codecs-{digest.hexdigest()[:16]}.zip", lambda target: build(target, sign))


def build(target: Path, sign: Callable[[Path], None] | None) -> None:
    """Fetch the wheel, take the libraries out, sign them, pack them."""
    with tempfile.TemporaryDirectory() as work:
        wheels, chosen = Path(work) / "wheels", Path(work) / "chosen"
        for_windows = "--python-platform x86_64-pc-windows-msvc --python-version 3.11 --only-binary :all:".split()
        runtime.fetch(LOCK, wheels, *for_windows)
        chosen.mkdir()
        for beginning in TAKEN:
            (found,) = (wheels / "av.libs").glob(f"{beginning}*.dll")
            shutil.copy(found, chosen)
        if sign:
            sign(chosen)
        shutil.copy(LICENCE, chosen / "licences.txt")
        with zipfile.ZipFile(target, "w", zipfile.ZIP_LZMA) as pack:
            for file in sorted(chosen.iterdir()):
                entry = zipfile.ZipInfo(file.name, _NEVER_CHANGES)
                entry.compress_type = zipfile.ZIP_LZMA
                pack.writestr(entry, file.read_bytes())
    size_mb = target.stat().st_size / 1e6
    if size_mb > LARGEST_MB:
        raise SystemExit(f"the codec pack has {size_mb:.1f} MB, more than {LARGEST_MB}")


def sha256_of(pack: Path) -> str:
    """In hex, as it stands in the host."""
    return hashlib.sha256(pack.read_bytes()).hexdigest()
