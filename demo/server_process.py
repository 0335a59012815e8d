"""The real server as a process of its own, with a folder that is thrown away."""

import base64
import os
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from daypass.protocol.signed import SigningKey

ROOT = Path(__file__).resolve().parents[1]
STARTS_WITHIN_S = 60


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers at `address`; `log` is what it printed."""

    address: str
    log: Path
    environment: Mapping[str, str]

    def authority(self) -> Path | None:
        """The certificate of its local authority, once it has made one."""
        file = Path(self.environment["DAYPASS_DATA_DIR"]) / "tls" / "authority.pem"
        return file if file.exists() else None

    def command(self, *arguments: str) -> str:
        """Run `daypass …` beside it, with the same settings; returns what it prints. Raises RuntimeError when it fails."""
        finished = subprocess.run(
            [sys.executable, "-m", "daypass.server", *arguments],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
        )
        if finished.returncode:
            raise RuntimeError(f"daypass {' '.join(arguments)}: {finished.stdout}{finished.stderr}")
        return finished.stdout

    def public_key(self) -> str:
        """The server's public key, base64url, as the Linux host is told it (a Windows host has it in its stamp)."""
        seed = (Path(self.environment["DAYPASS_DATA_DIR"]) / "server-key").read_bytes()
        return base64.urlsafe_b64encode(SigningKey(seed).public).rstrip(b"=").decode()

    def setup_link(self) -> str:
        """The one-time link that makes the first owner."""
        return next(line.strip() for line in self.command("setup-link").splitlines() if "/setup/" in line)


@contextmanager
def run_server(
    folder: Path, settings: Mapping[str, str], away: str = "", before: Sequence[str] = ()
) -> Iterator[Server]:
    """Start it on a free port with its data in `folder`; ended at the end. Raises RuntimeError with its log.

    On localhost without TLS; or at the IP address `away` over the local authority, its command line put behind `before`.
    """
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    address = f"https://{away}:{port}" if away else f"http://localhost:{port}"
    clean = {name: value for name, value in os.environ.items() if not name.startswith("DAYPASS_")}
    environment = clean | {
        "DAYPASS_PUBLIC_URL": address,
        "DAYPASS_PORT": str(port),
        "DAYPASS_BIND": away or "127.0.0.1",
        "DAYPASS_DATA_DIR": str(folder / "data"),
        **settings,
    }
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*before, sys.executable, "-m", "daypass.server", "serve"],
            env=environment,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        server = Server(address, log, environment)
        _wait_until_healthy(server, process)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_healthy(server: Server, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < deadline and process.poll() is None:
        trust = ssl.create_default_context(cafile=server.authority())
        try:
            with urllib.request.urlopen(f"{server.address}/healthz", timeout=2, context=trust) as answer:  # noqa: S310 - our own address
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError(f"the server did not start:\n{server.log.read_text(errors='replace')[-4000:]}")


def free_port() -> int:
    """A port of 127.0.0.1 that nobody has just now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
