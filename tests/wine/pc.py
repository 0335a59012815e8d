"""A customer's PC on Linux: its own Windows (a Wine prefix), its own screen, a task bar and a tray. Gone without a trace afterwards.

By hand:  python -m tests.wine.pc [PROGRAM.EXE ARGUMENTS…]    starts a PC, opens Notepad and the program, and waits for Ctrl+C;
          send it a line with a file name to get a screenshot there.
"""

import contextlib
import json
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import runtime
from tests.wine import prefix
from tests.wine.display import Display
from tests.wine.inventory import Inventory, files_of
from tests.wine.registry_file import lines_of

INSIDE = Path(__file__).with_name("inside.py")

# Wine fills the registry's certificate stores when a program first asks for them; a PC in use has them already.
ASK_WHOM_TO_TRUST = "import ssl; ssl.create_default_context()"


@dataclass(frozen=True, slots=True)
class Finished:
    """A program that ended: its exit code and everything it printed."""

    code: int
    output: str


class CustomerPc:
    """One running PC. Make it with `customer_pc()`; `display` is its screen, `drive` its drive C:."""

    def __init__(self, directory: Path, display: Display) -> None:
        self.directory = directory
        self.display = display
        self.drive = directory / "prefix/drive_c"
        self.environment = prefix.environment(directory, display.name)
        self._python = runtime.foundation()
        self._started: list[subprocess.Popen[bytes]] = []
        self._insider: Insider | None = None
        self._is_on = False
        self._one_asks = threading.Lock()
        prefix.copy_of_template(directory, display.name)

    def switch_on(self) -> None:
        """Show the desktop with its task bar; services that start by themselves start. Raises TimeoutError."""
        self._is_on = True
        self.start("explorer", "/desktop")
        deadline = time.monotonic() + 60
        while not self.display.do("search", "--name", "Wine [Dd]esktop").strip():
            if time.monotonic() > deadline:
                raise TimeoutError("the PC's desktop did not appear")
            time.sleep(0.1)
        self.python("-c", ASK_WHOM_TO_TRUST)

    def switch_off(self) -> None:
        """End every program of this PC at once, as a power cut does; what is on its disk stays. Wine saves the registry."""
        with self._one_asks:
            self._is_on = False
            if self._insider is not None:
                self._insider.leave()
                self._insider = None
        for arguments in (["wineserver", "-k"], ["wineserver", "-w"]):
            with contextlib.suppress(subprocess.TimeoutExpired):
                subprocess.run(arguments, env=self.environment, timeout=20, stderr=subprocess.DEVNULL)
        for program in self._started:
            if program.poll() is None:
                program.kill()
            program.wait()
        self._started.clear()

    def restart(self) -> None:
        """Off and on again."""
        self.switch_off()
        self.switch_on()

    def start(self, program: str | Path, *arguments: str, folder: Path | None = None) -> subprocess.Popen[bytes]:
        """Start a program and return at once. What it prints is read and thrown away (Wine needs pipes, not files)."""
        started = subprocess.Popen(
            ["wine", self.named(program), *arguments],
            cwd=folder or self.drive,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        threading.Thread(target=drain, args=(started, []), daemon=True, name=f"output of {program}").start()
        self._started.append(started)
        return started

    def run(self, program: str | Path, *arguments: str, timeout_s: float = 120, folder: Path | None = None) -> Finished:
        """Run a program to its end. A grandchild that lives on does not keep us waiting. Raises TimeoutError after `timeout_s`."""
        process = subprocess.Popen(
            ["wine", self.named(program), *arguments],
            cwd=folder or self.drive,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        printed: list[bytes] = []
        reader = threading.Thread(target=drain, args=(process, printed), daemon=True, name=f"output of {program}")
        reader.start()
        try:
            code = process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise TimeoutError(f"{program} did not end; it printed: {b''.join(printed)[-2000:]!r}") from None
        reader.join(2)
        return Finished(code, b"".join(printed).decode("utf-8", "replace").replace("\r\n", "\n"))

    def python(self, *arguments: str | Path, timeout_s: float = 120) -> Finished:
        """Run the Windows Python on the PC; a Path argument is a file of the Linux machine."""
        named = [self.named(item) for item in arguments]
        return self.run(self._python / "python.exe", "-I", *named, timeout_s=timeout_s)

    def start_python(self, *arguments: str | Path) -> subprocess.Popen[bytes]:
        """Start the Windows Python on the PC and return at once; a Path argument is a file of the Linux machine."""
        return self.start(self._python / "pythonw.exe", "-I", *(self.named(item) for item in arguments))

    def inside(self, *question: str) -> Any:
        """Ask something of inside.py, which answers until the PC is switched off. Raises RuntimeError and TimeoutError."""
        with self._one_asks:
            if not self._is_on:
                raise RuntimeError(f"{question}: the PC is off")
            if self._insider is None or self._insider.process.poll() is not None:
                command = ["wine", self.named(self._python / "python.exe"), "-I", self.named(INSIDE)]
                self._insider = Insider(command, self.drive, self.environment)
                self._started.append(self._insider.process)
            return self._insider.ask(question)

    def windows(self) -> list[dict[str, Any]]:
        """Visible top-level windows: title, class, pid, handle, place (x, y, width, height)."""
        found: list[dict[str, Any]] = self.inside("windows")
        return found

    def processes(self) -> list[dict[str, Any]]:
        """Running programs: pid, parent, program."""
        found: list[dict[str, Any]] = self.inside("processes")
        return found

    def wait_for_process(self, program: str, timeout_s: float = 30) -> None:
        """Until a program of this name (in small letters) runs. Raises TimeoutError."""
        deadline = time.monotonic() + timeout_s
        while program not in (running := [process["program"].lower() for process in self.processes()]):
            if time.monotonic() > deadline:
                raise TimeoutError(f"{program} does not run, but {running}")
            time.sleep(0.1)

    def text_in(self, window_class: str = "Notepad") -> list[str]:
        """What stands in the edit field of each window of a class, asked by window message."""
        found: list[str] = self.inside("text", window_class)
        return found

    def words_in(self, part_of_title: str) -> list[str]:
        """What each control says in the visible windows whose title contains the text; a wrapped sentence is one line."""
        found: list[str] = self.inside("words", part_of_title)
        return found

    def wait_for_words(self, part_of_title: str, words: str, timeout_s: float = 60) -> list[str]:
        """Until a control of such a window says them; everything it says. Raises TimeoutError naming what it says instead."""
        deadline = time.monotonic() + timeout_s
        while words not in (said := self.words_in(part_of_title)):
            if time.monotonic() > deadline:
                raise TimeoutError(f"{part_of_title!r} does not say {words!r} but {said}")
            time.sleep(0.2)
        return said

    def open_notepad(self) -> subprocess.Popen[bytes]:
        """Open Notepad and wait until its window is there."""
        notepad = self.start("notepad.exe")
        self.wait_for_window("Notepad")
        return notepad

    def wait_for_window(self, part_of_title: str, timeout_s: float = 60) -> dict[str, Any]:
        """The first visible window whose title contains the text. Raises TimeoutError naming the windows there are."""
        deadline = time.monotonic() + timeout_s
        while True:
            seen = self.windows()
            for window in seen:
                if part_of_title in window["title"]:
                    return window
            if time.monotonic() > deadline:
                raise TimeoutError(f"no window {part_of_title!r}; there are {[window['title'] for window in seen]}")
            time.sleep(0.2)

    def screenshot(self, path: Path) -> Path:
        """Save what the customer sees."""
        return self.display.screenshot(path)

    def named(self, path: str | Path) -> str:
        """How a program on the PC names a file of the Linux machine: on drive C:, else on Z:, whose root is Linux's."""
        if isinstance(path, str):
            return path
        on_c = path.is_relative_to(self.drive)
        return ("C:\\" + str(path.relative_to(self.drive)) if on_c else "Z:" + str(path.resolve())).replace("/", "\\")

    def path(self, windows_path: str) -> Path:
        """Where a file of drive C: lies on Linux."""
        if windows_path[:3].upper() != "C:\\":
            raise ValueError(f"not on drive C: {windows_path}")
        return self.drive / windows_path[3:].replace("\\", "/")

    def profile(self) -> Path:
        """The folder of the person who uses this PC."""
        return next(folder for folder in (self.drive / "users").iterdir() if folder.name != "Public")

    def download(self, file: Path, name: str) -> Path:
        """Put a file where the customer's browser would, under the name the server gives it."""
        target = self.profile() / "Downloads" / name
        target.parent.mkdir(exist_ok=True)
        shutil.copy(file, target)
        return target

    def inventory(self) -> Inventory:
        """Everything on this PC now."""
        processes = Counter(process["program"].lower() for process in self.processes())
        return Inventory(files_of(self.drive), frozenset(self._registry()), processes)

    def _registry(self) -> Iterator[str]:
        with tempfile.TemporaryDirectory(dir=self.directory) as folder:
            for name in self.inside("registry", self.named(Path(folder))):
                yield from lines_of(Path(folder) / name, "HKCU" if name == "person" else f"HKLM\\{name}")


class Insider:
    """inside.py, running on a PC: asking it again is quick, starting the Windows Python anew for each question is not."""

    def __init__(self, command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> None:
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True, name="answers of inside.py").start()

    def leave(self) -> None:
        """Nothing more is asked, so it ends."""
        assert self.process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as answers:
            for line in answers:
                self._answers.put(line)
        self._answers.put(b"")

    def ask(self, question: Sequence[str], timeout_s: float = 120) -> Any:
        """One question, one answer. Raises RuntimeError with the other side's traceback, and TimeoutError."""
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(json.dumps(question).encode() + b"\n")
            self.process.stdin.flush()
            line = self._answers.get(timeout=timeout_s)
        except queue.Empty:
            self.process.kill()
            raise TimeoutError(f"{question}: no answer within {timeout_s} s") from None
        except BrokenPipeError:
            line = b""
        if not line:
            raise RuntimeError(f"{question}: inside.py ended")
        said = json.loads(line)
        if "trouble" in said:
            raise RuntimeError(f"{question}: {said['trouble']}")
        return said["answer"]


def drain(process: "subprocess.Popen[bytes]", into: list[bytes]) -> None:
    """Collect what a program prints until nobody holds its pipe any more."""
    assert process.stdout is not None
    with process.stdout as pipe:
        while chunk := pipe.read1(65536):
            into.append(chunk)


@contextlib.contextmanager
def customer_pc() -> Iterator[CustomerPc]:
    """A PC that is switched on, and switched off and thrown away at the end."""
    with tempfile.TemporaryDirectory(prefix="daypass-pc-", ignore_cleanup_errors=True) as directory:
        display = Display(*prefix.SCREEN)
        try:
            pc = CustomerPc(Path(directory), display)
            try:
                pc.switch_on()
                yield pc
            finally:
                pc.switch_off()
        finally:
            display.close()


def main(arguments: Sequence[str]) -> None:
    """Start a PC by hand and keep it until Ctrl+C or the end of input."""
    with customer_pc() as pc, contextlib.suppress(KeyboardInterrupt):
        pc.open_notepad()
        if arguments:
            pc.start(Path(arguments[0]), *arguments[1:])
        print(f"the PC is on: DISPLAY={pc.display.name} WINEPREFIX={pc.environment['WINEPREFIX']}", flush=True)
        for line in filter(None, map(str.strip, sys.stdin)):
            print(pc.screenshot(Path(line)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
