"""What the host needs from an operating system, one small port per capability.

Implemented in `windows/`, `linux/` and `fake/` under the same file names; only `host/app.py` picks one. Throttling, clamping,
damage detection and every rule live above the ports, once. Coordinates are physical pixels of the virtual screen.
"""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from daypass.host.platform.dashboard_ports import DashboardPorts
from daypass.protocol.restarting import RestartMode

ROOM_MB = 400
"""Free on the disk before the host is installed: the runtime, and its copy while it removes itself. Told with DP-105."""


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle in pixels, left-top inclusive."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class MovedArea(Area):
    """What shows here stood so many pixels further right and down before (negative: left, up), as the system says."""

    across: int
    down: int


@dataclass(frozen=True, slots=True)
class Monitor:
    """One monitor inside the virtual screen; its `id` stays the same while others come and go."""

    id: int
    area: Area
    primary: bool


@dataclass(frozen=True, slots=True)
class Cursor:
    """The pointer's shape and place; `rgba` is width × height × 4 bytes, straight alpha. `shape_id` changes with the shape."""

    x: int
    y: int
    visible: bool
    shape_id: int
    width: int
    height: int
    hot_x: int
    hot_y: int
    rgba: bytes


class Screen(Protocol):
    """Sees the desktop that has the input at this moment. One thread uses it."""

    def monitors(self) -> Sequence[Monitor]:
        """The monitors now; their union is the virtual screen."""

    def wait(self, timeout_s: float) -> Sequence[Area] | None:
        """Block until something may have changed, at most `timeout_s`.

        Answers the areas that may have changed, `None` for "unknown: compare everything", `[]` for nothing. A `MovedArea` among
        them is a hint, to be compared with the pixels like any other.
        """

    def grab(self, area: Area) -> memoryview:
        """BGRX rows of `area`, no padding (width × 4 × height bytes), valid until the next call."""

    def cursor(self) -> Cursor:
        """The pointer as it is now."""

    def close(self) -> None: ...


class VideoRate(NamedTuple):
    """The most that a video may take, with so many pictures a second."""

    kbits: int
    pictures: int


class VideoEncoder(Protocol):
    """Turns pictures of one size into H.264 frames. One thread uses it."""

    def follow(self, rate: VideoRate) -> None:
        """From the next frame on. Where the picture is easy an encoder takes less; a key frame takes what a tenth of a second may."""

    def encode(self, pixels: bytes | memoryview, key: bool) -> bytes:
        """BGRX rows without gaps as one frame (Annex B, constrained baseline, nothing kept back); `key`: it needs no other.

        Raises OSError when the encoder gives up; it is not asked again.
        """


OpenVideo = Callable[[int, int], VideoEncoder | None]
"""An encoder for pictures of an even width and height; None when this PC has none."""


EncodePhoto = Callable[[bytes | memoryview, int, int, int], bytes]
"""BGRX rows without gaps, width, height and quality (1 to 100) as one baseline JPEG. Raises OSError when that fails."""


class Codecs(Protocol):
    """Libraries of the video encoder that the first download leaves out."""

    def missing(self) -> str | None:
        """The SHA-256 (hex) of the pack to fetch; None when there is nothing to fetch."""

    def take(self, pack: bytes) -> None:
        """Put the libraries of the pack, which was checked, where `video` finds them. Raises OSError or ValueError."""


class KeyOfCharacter(NamedTuple):
    """A key by its scan code (set 1), and whether Shift is needed with it."""

    scan: int
    extended: bool
    shift: bool


class Hands(Protocol):
    """Mouse and keyboard."""

    def move(self, x: int, y: int) -> None: ...
    def button(self, button: int, down: bool) -> None:
        """0 left, 1 middle, 2 right, 3 back, 4 forward."""

    def wheel(self, dx: int, dy: int) -> None:
        """In 1/120 of a notch; positive is right and up (away from the person)."""

    def key(self, scan: int, extended: bool, down: bool) -> None:
        """A physical key by its scan code (set 1), in the PC's own layout. Extended 0x45 is Pause."""

    def character_key(self, scan: int, extended: bool, text: str) -> bool:
        """Press this key, with Shift around it where need be, if the PC's layout makes `text` of it now; else answer False.

        It stays down until `key` releases it, where the system repeats no key by itself.
        """

    def key_of(self, character: str) -> KeyOfCharacter | None:
        """The key that makes this character in the PC's layout of now, with Shift at most; None: there is none, or it is not known."""

    def text(self, text: str) -> None:
        """Type characters whatever the PC's layout."""

    def close(self) -> None: ...


class Clipboard(Protocol):
    """The clipboard's text at this PC. Watching begins when it is opened and ends when it is closed."""

    def put(self, text: str) -> None:
        """Set the text (line ends LF), kept out of the system's history of copied things. Raises OSError when another program holds
        the clipboard for longer than it takes."""

    def close(self) -> None:
        """What was put stays for the person to paste, where the system keeps it without us."""


OpenClipboard = Callable[[Callable[[str], None]], Clipboard]
"""Takes what to call, from a thread of its own, with each text (LF) that another program copies, of at most `CLIPBOARD_READ` characters."""
CLIPBOARD_READ = 1_000_000


class PcInputHold(Protocol):
    """The PC's own mouse and keyboard do nothing from when this is opened until it is closed; what `Hands` do goes on.

    It ends with its process, whatever becomes of that. Whoever is at the PC ends it by Ctrl+Alt+Del, or by holding Esc for
    `ESCAPE_S`; another desktop (elevation question, sign-in screen) ends it too.
    """

    def show(self, lines: Sequence[str] | None) -> None:
        """Lay a plain screen with these lines over every monitor, for the people there only; None takes it away.

        Raises OSError where the technician would see it instead of the work; nothing is shown then.
        """

    def close(self) -> None: ...


OpenHold = Callable[[Callable[[str], None]], PcInputHold]
"""Takes what to call, once and from a thread of its own, when it ended at the PC: "keys" or "desktop". Raises OSError."""
ESCAPE_S = 3.0


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A line through places of the virtual screen, so many pixels thick; one place alone is a dot."""

    points: tuple[tuple[int, int], ...]
    thickness: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a technician draws now, and their name beside the place where they are."""

    lines: tuple[DrawnLine, ...]
    name: str
    name_at: tuple[int, int]


class DrawingLayer(Protocol):
    """Lies over the whole screen, lets mouse and keyboard through, and is in no picture where the system can leave it out."""

    def show(self, drawn: Drawn) -> None:
        """Instead of what was shown."""

    def close(self) -> None:
        """It is gone when this returns; its process takes it along likewise."""


OpenDrawing = Callable[[], DrawingLayer]
"""Nothing is seen of it before `show`. Raises OSError."""


class Wallpaper(Protocol):
    """The wallpaper of the person whose process this is. What they chose is never changed: signing out brings it back too."""

    def hide(self) -> None:
        """Raises OSError where the system refuses; twice is once."""

    def put_back(self) -> None:
        """What the person chose; twice is once. Raises OSError likewise."""


class SecureAttention(Protocol):
    """Ctrl+Alt+Del, where only the system itself can press it."""

    def send(self) -> bool:
        """True once it is sent; False where its three keys do. Raises OSError when the system does not let us."""


class PcRestart(Protocol):
    """Restarts the PC, and sees to it that safe mode is left by the restart after that."""

    def modes(self) -> Sequence[RestartMode]:
        """Those that this PC has."""

    def in_safe_mode(self) -> bool: ...
    def restart(self, mode: RestartMode) -> None:
        """Order it and return; programs are closed, whatever is unsaved in them. Raises OSError, and nothing stays changed then."""

    def settle(self) -> None:
        """The next start is an ordinary one, whatever was ordered before and did not come, or is done. Twice is once; never raises."""


class Machine(Protocol):
    """What this PC is, and its clocks."""

    def computer_name(self) -> str: ...
    def system(self) -> dict[str, str]:
        """`platform`, `edition`, `build`, `language`, `architecture` for the greeting."""

    def obstacles(self) -> Sequence[tuple[str, str]]:
        """Reasons not to install here as (DP code, detail such as a program's name); empty when all is well. Changes nothing."""

    def wall_ms(self) -> int: ...
    def awake_ms(self) -> int:
        """Milliseconds since boot, counting sleep (GetTickCount64 / CLOCK_BOOTTIME)."""

    def boot_id(self) -> str:
        """Differs after each boot."""

    def keep_awake(self, on: bool) -> None:
        """Keep the PC from falling asleep while this process (and the thread that calls) lives, or no longer."""


class Vault(Protocol):
    """Keeps small secrets on disk so that only the service's account reads them (DPAPI + ACL / 0600)."""

    def read(self, name: str) -> bytes | None: ...
    def write(self, name: str, secret: bytes) -> None:
        """Atomic: the old or the new content survives a power cut, never a mixture."""


@dataclass(frozen=True, slots=True)
class Artefact:
    """One thing the installation put on the PC.

    `kind` is file, directory, service, registry, task, firewall, shortcut, delayed_delete or boot.
    """

    kind: str
    name: str


class Installation(Protocol):
    """Puts the host on the PC and takes it off again. Runs elevated. Every step is in the manifest before it is done."""

    def install(self, session_id: str, manifest: Callable[[Artefact], None]) -> Path:
        """Copy the running runtime to an administrators-only directory, register service, uninstall entry and cleaner.

        `manifest` hears of each artefact before it is made. The first is the directory that holds the vault; when it hears of
        the second, the vault can be written. Returns the directory.
        """

    def start_service(self, session_id: str) -> None: ...
    def remove(self, session_id: str, artefacts: Sequence[Artefact]) -> None:
        """Undo what the manifest names, newest first, and the directory of the session also without a manifest.

        Never raises for what is already gone.
        """

    def start_cleaner(self, session_id: str) -> None:
        """Run `cleaner --session ID --now` from outside what it will remove; it outlives the service that calls this."""

    def present(self) -> bool:
        """Whether anything of a host is on this PC, also of one that was removed half."""

    def removal_under_way(self) -> bool:
        """Whether a cleaner that outlives its installation is still at work."""

    def installed_sessions(self) -> Sequence[str]:
        """The sessions whose host is on this PC, whatever their state."""

    def leftovers(self, artefacts: Sequence[Artefact]) -> Sequence[Artefact]:
        """Which of them still exist; asserts effects, never return codes."""


class Programs(Protocol):
    """Starts the host's other processes; arguments are those of `python -m daypass.host`."""

    def elevate(self, arguments: Sequence[str]) -> None:
        """Run this same signed file again as administrator. Raises PermissionError when the person refuses (DP-102)."""

    def start_on_desktop(self, arguments: Sequence[str]) -> "Running":
        """From the service: a SYSTEM process on the desktop that has the input (capture, input)."""

    def start_as_person(self, arguments: Sequence[str]) -> "Running":
        """From the service: a process of the person signed in at the screen (tray, bar). Raises LookupError when nobody is."""

    def yield_foreground(self) -> None:
        """Let the host's other processes bring their windows to the front, as this one may."""


class Running(Protocol):
    """A started process."""

    @property
    def pid(self) -> int: ...
    def alive(self) -> bool: ...
    def end(self) -> None: ...


LARGEST_LOCAL_MESSAGE = 32 << 20
"""Bytes."""
FIRST_WITHIN_S = 5.0
"""On a link whose name can be known, for the first message of whoever comes."""


class LocalPeer(Protocol):
    """One end of a local link between two of the host's processes; messages are whole byte strings.

    Whoever runs there may be somebody's program in the place of ours.
    """

    @property
    def pid(self) -> int:
        """The process at the other end, as the system names it; 0 where it does not."""

    async def send(self, message: bytes) -> None:
        """Raises EOFError when the other side is gone, or does not take it in time: a served end waits 2 s, then the link is over."""

    async def receive(self) -> bytes:
        """The next message. Raises EOFError when the other side is gone, or sends more than it may."""

    async def close(self) -> None: ...


class LocalLinks(Protocol):
    """Named pipes with a DACL and an image check on Windows, Unix sockets with 0600 on Linux."""

    async def serve(
        self,
        name: str,
        who: str,
        handler: Callable[[LocalPeer], Awaitable[None]],
        largest: int = LARGEST_LOCAL_MESSAGE,
        first_within_s: float | None = None,
    ) -> Callable[[], Awaitable[None]]:
        """Listen as `name`; returns a stop function. `largest`: the most bytes that a caller may send at once.

        `first_within_s`: a caller is gone who has not said its first message by then, counted from when it is waited for.

        `who` may connect: "system" (service and desktop process), "person" (signed in at the screen), "elevated", or
        "self" (whoever runs this process). Raises OSError when the name is taken.
        """

    async def connect(self, name: str, patience_s: float = 5.0, to_parent: bool = False) -> LocalPeer:
        """Open a link; a platform may wait so long for the other side. Raises OSError when nobody serves it.

        `to_parent`: PermissionError where another process serves it than the one that started this one.
        """


# --- files --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StartingPlace:
    """Where browsing begins. `kind` as in protocol/files.py; sizes in bytes, None where they are not known."""

    kind: str
    path: str
    label: str
    size: int | None = None
    free: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One thing in a folder, looked at without following it. `kind`: file, folder, link or other; times in ms since 1970."""

    name: str
    kind: str
    size: int = 0
    modified_at: int = 0
    created_at: int = 0
    hidden: bool = False
    system: bool = False
    read_only: bool = False
    online_only: bool = False
    target: str | None = None
    identity: tuple[int, int] = (0, 0)
    """Drive and number of the thing itself, whatever it is called; number 0 where the drive does not tell."""
    problem: OSError | None = None

    def is_same(self, other: "Found") -> bool:
        """Whether both are surely one and the same thing."""
        return self.identity == other.identity and self.identity[1] != 0


class Files(Protocol):
    """The PC's drives as this process may use them. Everything raises OSError; `os_path` is what the `os` module takes.

    Paths here are those a person reads. Nothing follows links by itself; a file that was opened is where its path says, or PermissionError.
    """

    separator: str

    def person(self) -> str:
        """Whose rights this process has, as a name to show."""

    def places(self) -> Sequence[StartingPlace]:
        """The person's folders that exist, then drives."""

    def split(self, path: str) -> tuple[str, tuple[str, ...]]:
        """Root and names of an absolute path. Raises ValueError for anything else, and for what Windows reads as more than names."""

    def may_name(self, name: str) -> bool:
        """Whether `name` can be one thing in a folder here: no path, no stream of a file."""

    def os_path(self, path: str) -> str: ...
    def look(self, path: str) -> Found: ...
    def scan(self, path: str) -> Iterator[Found]:
        """What is in a folder. An entry that cannot be looked at has a `problem`."""

    def open_to_read(self, path: str) -> int:
        """A descriptor; other programs may go on writing to the file."""

    def open_to_write(self, path: str) -> int:
        """A descriptor of a file that was there, or is made now; never of a link, nor of a file with a second name."""

    def write(self, descriptor: int, data: bytes | memoryview) -> None:
        """All of it."""

    def set_modified(self, path: str, modified_at: int) -> None: ...
    def make_folder(self, path: str) -> None: ...
    def remove(self, path: str) -> None:
        """One file, link or empty folder, for good, also where it is read-only."""

    def put_in_place(self, path: str, final: str, overwrite: bool) -> None:
        """Rename within one folder. FileExistsError unless `overwrite`, which replaces files only."""

    def free(self, path: str) -> int:
        """Bytes that this process may still write to the drive."""

    def recycle(self, path: str) -> None:
        """Into the recycle bin; OSError where there is none for it, and then it is still there."""

    def same_drive(self, path: str, other: str) -> bool:
        """Whether a rename gets from one to the other."""


class Platform(Protocol):
    """Everything above, put together by `platform/<system>/assembly.py: assemble()`. Nothing opens before it is asked for."""

    @property
    def machine(self) -> Machine: ...
    @property
    def programs(self) -> Programs: ...
    @property
    def installation(self) -> Installation: ...
    @property
    def links(self) -> LocalLinks: ...

    @property
    def codecs(self) -> Codecs | None:
        """None where the host comes with everything."""

    def vault(self, session_id: str) -> Vault:
        """The secrets of one session, kept where its installation is."""

    def screen(self, plain: bool = False) -> Screen:
        """`plain`: by the way that always works, however slow."""

    def video(self, width: int, height: int) -> VideoEncoder | None: ...

    @property
    def photo(self) -> EncodePhoto | None:
        """None where photographs go without loss."""

    def hands(self) -> Hands: ...
    def clipboard(self, copied: Callable[[str], None]) -> Clipboard: ...
    @property
    def attention(self) -> SecureAttention: ...
    @property
    def files(self) -> Files: ...

    @property
    def can_hold(self) -> frozenset[str]:
        """What of the PC can be held here from the people at it, by the names of the messages that ask for it."""

    @property
    def wallpaper(self) -> Wallpaper | None:
        """For the person's process; None where the system has no way to hide one for a while."""

    def hold(self, freed: Callable[[str], None]) -> PcInputHold:
        """As `OpenHold`."""

    def drawing_layer(self) -> DrawingLayer:
        """As `OpenDrawing`."""

    @property
    def restart(self) -> PcRestart | None:
        """For the service; None where the PC is not ours to restart."""

    def dashboard(self) -> DashboardPorts: ...
