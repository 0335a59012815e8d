"""A real Chromium, spoken to without a driver between: only the domains that are needed, so that nothing but the viewers is measured."""

import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.screen.cases import HEIGHT, WIDTH
from demo.browsers import ARGUMENTS, CHROMIUM, trust_authority
from websockets.sync.client import ClientConnection, connect

HOOK = (Path(__file__).parent / "drawn.js").read_text(encoding="utf-8")
VIEW = {"width": WIDTH, "height": HEIGHT + 160, "deviceScaleFactor": 1, "mobile": False}
"""Room for the whole screen pixel by pixel beside a viewer's own bar."""
STARTS_WITHIN_S, ANSWERS_WITHIN_S = 30, 30
AWAKE = (
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
)
Answer = dict[str, Any]


class Browser:
    """One Chromium with its own profile; `process` is its first process."""

    def __init__(self, process: "subprocess.Popen[bytes]", socket: ClientConnection) -> None:
        self.process = process
        self._socket = socket
        self._count = 0
        self._events: dict[str, Callable[[Answer, str], None]] = {}

    def call(self, method: str, parameters: Answer | None = None, session: str = "") -> Answer:
        """Ask (DevTools protocol) and wait for the answer. Raises RuntimeError with the browser's words."""
        number = self.tell(method, parameters, session)
        while True:
            message = json.loads(self._socket.recv(ANSWERS_WITHIN_S))
            if message.get("id") == number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error'].get('message')}")
                answer: Answer = message["result"]
                return answer
            if heard := self._events.get(message.get("method", "")):
                heard(message["params"], message.get("sessionId", ""))

    def tell(self, method: str, parameters: Answer | None = None, session: str = "") -> int:
        """Ask without waiting; the number of the question."""
        self._count += 1
        wire = {"id": self._count, "method": method, "params": parameters or {}}
        self._socket.send(json.dumps(wire | ({"sessionId": session} if session else {})))
        return self._count

    def on(self, event: str, heard: Callable[[Answer, str], None]) -> None:
        """Who hears of an event: its parameters and the session it came from. Only while a call waits for its answer."""
        self._events[event] = heard

    def sign_in(self, cookies: Sequence[Any]) -> None:
        """Take over a signed-in person's cookies."""
        known = ("name", "value", "domain", "path", "secure", "httpOnly", "sameSite")
        self.call(
            "Storage.setCookies", {"cookies": [{name: one[name] for name in known if name in one} for one in cookies]}
        )

    @contextmanager
    def page(self, address: str) -> Iterator["Page"]:
        """A page with the hooks in it, closed at the end of the block."""
        target = self.call("Target.createTarget", {"url": "about:blank"})["targetId"]
        session = self.call("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        page = Page(self, session)
        page.open(address)
        try:
            yield page
        finally:
            self.call("Target.closeTarget", {"targetId": target})


class Page:
    """One page and its workers."""

    def __init__(self, browser: Browser, session: str) -> None:
        self._browser = browser
        self._session = session
        self._workers: list[str] = []

    def open(self, address: str) -> None:
        """Load it, hooks first."""
        self._browser.on("Target.attachedToTarget", self._worker_starts)
        self._browser.on("Target.detachedFromTarget", self._worker_ends)
        self._call("Target.setAutoAttach", {"autoAttach": True, "waitForDebuggerOnStart": True, "flatten": True})
        self._call("Page.enable")
        self._call("Page.addScriptToEvaluateOnNewDocument", {"source": HOOK})
        self._call("Emulation.setDeviceMetricsOverride", VIEW)
        self._call("Page.navigate", {"url": address})

    def _worker_starts(self, event: Answer, _parent: str) -> None:
        """A worker waits until it has its hooks."""
        session = event["sessionId"]
        if event["targetInfo"]["type"] == "worker":
            self._workers.append(session)
            self._browser.tell("Runtime.evaluate", {"expression": HOOK}, session)
        self._browser.tell("Runtime.runIfWaitingForDebugger", {}, session)

    def _worker_ends(self, event: Answer, _parent: str) -> None:
        with suppress(ValueError):
            self._workers.remove(event["sessionId"])

    def evaluate(self, expression: str, session: str = "") -> Any:
        """The value of an expression, awaited. Raises RuntimeError when it throws."""
        asked = {"expression": expression, "returnByValue": True, "awaitPromise": True}
        answer = self._browser.call("Runtime.evaluate", asked, session or self._session)
        if "exceptionDetails" in answer:
            thrown = answer["exceptionDetails"]
            raise RuntimeError(f"{expression[:80]}: {thrown.get('exception', {}).get('description', thrown['text'])}")
        return answer["result"].get("value")

    def everywhere(self, expression: str) -> list[Any]:
        """In the page and in each worker that still lives."""
        return [self.evaluate(expression, session) for session in (self._session, *self._workers)]

    def until(self, expression: str, within_s: float, otherwise: str) -> None:
        """Wait until it is true. Raises TimeoutError."""
        deadline = time.monotonic() + within_s
        while not self.evaluate(expression):
            if time.monotonic() > deadline:
                raise TimeoutError(f"{otherwise}; the page says: {self.evaluate('document.body.innerText')[:400]}")
            time.sleep(0.1)

    def type(self, text: str) -> None:
        """Into what has the focus."""
        self._call("Input.insertText", {"text": text})

    def press(self, key: str, code: str, virtual: int, held_s: float = 0.03) -> None:
        """A key down and up."""
        named = {"key": key, "code": code, "windowsVirtualKeyCode": virtual, "nativeVirtualKeyCode": virtual}
        text = {"text": "\r" if key == "Enter" else key}
        self._call("Input.dispatchKeyEvent", {"type": "keyDown", **named, **text})
        time.sleep(held_s)
        self._call("Input.dispatchKeyEvent", {"type": "keyUp", **named})

    def point(self, x: float, y: float) -> None:
        """Move the mouse there."""
        self._call("Input.dispatchMouseEvent", {"type": "mouseMoved", "x": x, "y": y})

    def click(self, x: float, y: float, held_s: float = 0.03) -> None:
        """The left button down and up."""
        there = {"x": x, "y": y, "button": "left", "clickCount": 1}
        self._call("Input.dispatchMouseEvent", {"type": "mousePressed", "buttons": 1, **there})
        time.sleep(held_s)
        self._call("Input.dispatchMouseEvent", {"type": "mouseReleased", "buttons": 0, **there})

    def _call(self, method: str, parameters: Answer | None = None) -> Answer:
        return self._browser.call(method, parameters, self._session)


@contextmanager
def chromium(authority: Path | None = None, detour: tuple[str, int] | None = None) -> Iterator[Browser]:
    """Start it headless; `authority` is trusted; `detour` leads (host and port) to another port of this machine, unseen by the page."""
    with TemporaryDirectory(prefix="daypass-bench-browser-", ignore_cleanup_errors=True) as home:
        if authority is not None:
            trust_authority(Path(home), authority)
        rules = [f"--host-resolver-rules=MAP {detour[0]} 127.0.0.1:{detour[1]}"] if detour else []
        profile = ["--headless=new", "--remote-debugging-port=0", f"--user-data-dir={home}/profile", "about:blank"]
        process = subprocess.Popen(
            [CHROMIUM, *ARGUMENTS, *AWAKE, *rules, *profile],
            env={**os.environ, "HOME": home},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            with connect(_address(Path(home) / "profile/DevToolsActivePort"), max_size=None, proxy=None) as socket:
                yield Browser(process, socket)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _address(file: Path) -> str:
    """Where it listens for questions. Raises TimeoutError."""
    deadline = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < deadline:
        lines = file.read_text().splitlines() if file.exists() else []
        if len(lines) == 2:
            return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
        time.sleep(0.05)
    raise TimeoutError("Chromium did not start")
