"""A page in real Chromium that runs the console's transfer worker. No hooks: only what a technician's browser does is measured."""

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.screen.browser import Answer, Browser

SCRIPT = (Path(__file__).parent / "page.js").read_text(encoding="utf-8")
LOOK_EVERY_S = 0.2


class FilesPage:
    """One page; what it is asked is awaited."""

    def __init__(self, browser: Browser, session: str) -> None:
        self._browser, self._session = browser, session

    def call(self, method: str, parameters: Answer | None = None) -> Answer:
        return self._browser.call(method, parameters, self._session)

    def evaluate(self, expression: str) -> Any:
        """The value of an expression. Raises RuntimeError when it throws."""
        asked = {"expression": expression, "returnByValue": True, "awaitPromise": True}
        answer = self.call("Runtime.evaluate", asked)
        if "exceptionDetails" in answer:
            thrown = answer["exceptionDetails"]
            raise RuntimeError(f"{expression[:80]}: {thrown.get('exception', {}).get('description', thrown['text'])}")
        return answer["result"].get("value")

    def until(self, expression: str, within_s: float) -> Any:
        """Its value once it is true. Raises TimeoutError."""
        deadline = time.monotonic() + within_s
        while not (value := self.evaluate(expression)):
            if time.monotonic() > deadline:
                raise TimeoutError(f"{expression}: {self.evaluate('JSON.stringify(filesBench.state())')}")
            time.sleep(LOOK_EVERY_S)
        return value

    def choose(self, files: Sequence[Path]) -> None:
        """As a person chooses files in a dialog."""
        self.evaluate("filesBench.makeChooser()")
        found = self.call("Runtime.evaluate", {"expression": 'document.querySelector("#bench-files")'})
        self.call(
            "DOM.setFileInputFiles", {"objectId": found["result"]["objectId"], "files": [str(file) for file in files]}
        )

    def connect(self, worker: str, session_id: str, password: str) -> None:
        """The worker's line stands, and the PC is ready."""
        visitor = {"sessionId": session_id, "technicianId": "bench", "technician": "Technician One"}
        offer = f"/api/support-sessions/{session_id}/connections"
        arguments = ", ".join(json.dumps(one) for one in (worker, visitor, offer, password))
        self.evaluate(f"filesBench.start({arguments})")
        self.until("filesBench.state().ready > 0", 60)

    def upload(self, folder: Path) -> int:
        """Begin to send what was chosen."""
        return int(self.evaluate(f"filesBench.upload({json.dumps(str(folder))})"))

    def download(self, folder: Path, files: Sequence[Path]) -> int:
        """Begin to fetch."""
        items = [
            {
                "inside": [],
                "name": file.name,
                "size": file.stat().st_size,
                "modifiedAt": file.stat().st_mtime_ns // 10**6,
            }
            for file in files
        ]
        return int(self.evaluate(f"filesBench.download({json.dumps(str(folder))}, {json.dumps(items)})"))

    def cancel(self, transfer: int) -> None:
        """Give it up, and wait until the worker has."""
        self.evaluate(f"(filesBench.cancel({transfer}), 1)")
        self.until(f"filesBench.news({transfer}).state === 'cancelled'", 10)

    def news(self, transfer: int) -> dict[str, Any]:
        return dict(self.evaluate(f"filesBench.news({transfer})"))

    def wait(self, transfer: int, within_s: float) -> dict[str, Any]:
        """What became of it. Raises RuntimeError for one that did not become whole."""
        self.until(f"filesBench.news({transfer}).state === 'done'", within_s)
        news = self.news(transfer)
        if news["failed"]:
            raise RuntimeError(f"not whole: {news['failed']}")
        return news

    def save(self, transfer: int, name: str, folder: Path, within_s: float) -> Path:
        """The file that was fetched, as the browser saves it. Raises TimeoutError."""
        saved = folder / name
        saved.unlink(missing_ok=True)
        size = int(self.evaluate(f"filesBench.savedSize({transfer})"))
        self._browser.call("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(folder)})
        self.evaluate(f"(filesBench.save({transfer}), 1)")
        deadline = time.monotonic() + within_s
        while not saved.exists() or saved.stat().st_size < size:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{name} was not saved: {[file.name for file in folder.iterdir()]}")
            time.sleep(LOOK_EVERY_S)
        return saved


@contextmanager
def open_page(browser: Browser, address: str) -> Iterator[FilesPage]:
    """A page of that address with the benchmark's script in it; its content security policy is set aside for the script's sake."""
    target = browser.call("Target.createTarget", {"url": "about:blank"})["targetId"]
    session = browser.call("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
    page = FilesPage(browser, session)
    page.call("Page.enable")
    page.call("Page.setBypassCSP", {"enabled": True})
    page.call("Page.navigate", {"url": address})
    time.sleep(2)
    page.evaluate(f"{SCRIPT}; 1")
    try:
        yield page
    finally:
        browser.call("Target.closeTarget", {"targetId": target})
