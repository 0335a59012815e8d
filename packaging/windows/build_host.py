"""Build the Windows host that every server stamps with its own address: build/host/DaypassSupport-base.exe. `make host`.

Beside it lies the codec pack that this host fetches later, its hash in its name and in the host. Runs on Linux without Wine and
skips when nothing it is made of has changed. With DAYPASS_SIGN_COMMAND the programs inside both are signed too, once for each
version and certificate.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import build_cache
import codec_pack
import runtime

from daypass import __version__
from daypass.host.platform.ports import ROOM_MB
from daypass.server.deployment.authenticode import has_signature
from daypass.server.deployment.host_program import SignCommand

HERE = Path(__file__).resolve().parent
OUTPUT = runtime.ROOT / "build/host"
PROGRAM = OUTPUT / "DaypassSupport-base.exe"
LARGEST_MB = 20
CODECS_WANTED = "codecs.sha256"
KEPT_PACKS = 3
LANGUAGES = {"en": "English", "pt-BR": "Portuguese", "es": "Spanish"}


def main() -> None:
    """Build if needed and say what there is."""
    begin = time.monotonic()
    sign = SignCommand.from_environment(os.environ)
    codecs = codec_pack_for(sign)
    inputs = inputs_key(sign)
    how = "unchanged"
    if not is_current(inputs):
        how = "from the cache"

        def build(target: Path) -> None:
            nonlocal how
            how = "built"
            runtime.build(OUTPUT / "runtime")
            if sign:
                sign_inside(OUTPUT / "runtime", sign)
            (OUTPUT / "runtime" / CODECS_WANTED).write_text(codec_pack.sha256_of(codecs), encoding="ascii")
            pack(OUTPUT / "runtime", target)

        publish(build_cache.kept(f"host-{inputs}.exe", build), inputs)
    publish_codecs(codecs)
    told = json.loads(PROGRAM.with_suffix(".json").read_text(encoding="utf-8"))
    size_mb = told["size"] / 1e6
    print(f"{PROGRAM.relative_to(runtime.ROOT)}: {size_mb:.1f} MB, sha256 {told['sha256']}, {how}", end=" ")
    print(f"({time.monotonic() - begin:.1f} s)")
    if size_mb > LARGEST_MB:
        raise SystemExit(f"the host is larger than {LARGEST_MB} MB")


def codec_pack_for(sign: SignCommand | None) -> Path:
    """The codec pack, its libraries signed like the rest."""
    key = certificate_key(sign).hex() if sign else ""
    return codec_pack.kept(key, (lambda folder: sign_inside(folder, sign)) if sign else None)


def inputs_key(sign: SignCommand | None) -> str:
    """Changes when anything that shapes the program changes: sources, texts, runtime, packer, certificate, codec pack."""
    digest = hashlib.sha256(runtime.foundation_key().encode())
    digest.update(codec_pack.sha256_of(codec_pack_for(sign)).encode())
    digest.update(subprocess.run(["makensis", "-VERSION"], check=True, capture_output=True).stdout)
    for source in [*runtime.daypass_files(), *sorted(HERE.iterdir())]:
        if source.is_file():
            digest.update(str(source.relative_to(runtime.ROOT)).encode() + b"\0" + source.read_bytes())
    if sign:
        digest.update(certificate_key(sign))
    return digest.hexdigest()[:16]


def certificate_key(sign: SignCommand) -> bytes:
    """Which certificate the command signs with, seen on a small program that it signs for this purpose."""
    with tempfile.TemporaryDirectory() as work:
        return sign.sign(runtime.foundation() / "lib/win32/win32event.pyd", Path(work) / "signed.pyd").fingerprint


def is_current(inputs: str) -> bool:
    """Whether the program is there, undamaged, and made of these inputs."""
    try:
        told = json.loads(PROGRAM.with_suffix(".json").read_text(encoding="utf-8"))
        return bool(told["inputs"] == inputs and told["sha256"] == hashlib.sha256(PROGRAM.read_bytes()).hexdigest())
    except (OSError, ValueError, KeyError):
        return False


def sign_inside(directory: Path, sign: SignCommand) -> None:
    """Sign every program and library that nobody has signed yet; Python's and Microsoft's keep their own signatures."""
    for file in sorted(directory.rglob("*")):
        if file.suffix in {".exe", ".dll", ".pyd"} and not has_signature(file):
            signed = file.with_name(file.name + ".signed")
            sign.sign(file, signed)
            signed.replace(file)


def pack(directory: Path, target: Path) -> None:
    """Make one executable of a runtime with NSIS."""
    with tempfile.TemporaryDirectory() as work:
        shutil.copy(HERE / "installer.nsi", work)
        (Path(work) / "texts.nsh").write_text(texts(), encoding="utf-8-sig")
        program = Path(work) / "program.exe"
        values = {"VERSION": numeric_version(), "RUNTIME": directory, "ICON": HERE / "daypass.ico", "PROGRAM": program}
        options = [f"-D{name}={value}" for name, value in values.items()]
        environment = os.environ | {"SOURCE_DATE_EPOCH": "1", "LC_ALL": "C.UTF-8"}
        command = ["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", *options, "installer.nsi"]
        subprocess.run(command, cwd=work, env=environment, check=True)
        shutil.copy(program, target)


def numeric_version() -> str:
    """The version as Windows wants it: three numbers."""
    found = re.match(r"(\d+)\.(\d+)\.(\d+)", __version__)
    if found is None:
        raise SystemExit(f"not a version of three numbers: {__version__}")
    return found[0]


def texts() -> str:
    """The two messages of the packed program itself in NSIS, from the catalogue of every other text."""
    lines = ["!macro ChooseText TEXT", "  StrCpy $Message $(TEXT_${TEXT})", "!macroend"]
    for name in LANGUAGES.values():
        lines.append(f'LoadLanguageFile "${{NSISDIR}}/Contrib/Language files/{name}.nlf"')
    for language, name in LANGUAGES.items():
        errors = json.loads((runtime.ROOT / f"locales/{language}.json").read_text(encoding="utf-8"))["errors"]
        for key, dp in (("NO_ROOM", "DP-105"), ("BLOCKED", "DP-108")):
            sentences = " ".join(errors[dp][part] for part in ("happened", "why", "next"))
            text = f"{sentences}$\\r$\\n$\\r$\\n{dp}".replace("{{megabytes}}", str(ROOM_MB)).replace('"', '$\\"')
            lines.append(f'LangString TEXT_{key} ${{LANG_{name.upper()}}} "{text}"')
    return "\n".join(lines) + "\n"


def publish(built: Path, inputs: str) -> None:
    """Put the program and what is known of it where servers look."""
    OUTPUT.mkdir(parents=True, exist_ok=True)
    shutil.copy(built, PROGRAM)
    content = PROGRAM.read_bytes()
    told = {
        "version": __version__,
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "inputs": inputs,
    }
    PROGRAM.with_suffix(".json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def publish_codecs(pack: Path) -> None:
    """Put the pack where servers look. Those of earlier builds stay for a while: their hosts may still ask for them."""
    target = OUTPUT / f"codecs-{codec_pack.sha256_of(pack)}.zip"
    if not target.is_file() or codec_pack.sha256_of(target) not in target.name:
        OUTPUT.mkdir(parents=True, exist_ok=True)
        shutil.copy(pack, target)
    target.touch()
    packs = sorted(OUTPUT.glob("codecs-*.zip"), key=lambda file: file.stat().st_mtime, reverse=True)
    for old in packs[KEPT_PACKS:]:
        old.unlink()


if __name__ == "__main__":
    main()
