"""The host's first words to the server: which session this is, who asks, and proof that it is the stamped server."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from daypass import __version__
from daypass.host.connection.problems import HostProblem
from daypass.host.connection.server_address import ServerAddress
from daypass.host.connection.server_requests import ServerRequests
from daypass.host.windows.view import WhoIsAsking
from daypass.protocol.errors import ProtocolError
from daypass.protocol.host_api import Hello, Key32, Welcome, is_welcome, read_json, write_json
from daypass.protocol.messages import System
from daypass.protocol.version import PROTOCOL_VERSION, is_served

USER_AGENT = f"DaypassHost/{__version__}"
_read_welcome = read_json(Welcome)


@dataclass(frozen=True, slots=True)
class Greeting:
    """What the server answered, proven to be its answer."""

    welcome: Welcome

    def who_is_asking(self, address: ServerAddress) -> WhoIsAsking:
        company = self.welcome.company
        server = address.public_url.partition("://")[2]
        return WhoIsAsking(
            self.welcome.technician.name, company.name, company.colour, company.phone, company.website, server
        )


class Greeter:
    """Greets with the ticket of the download's name, or with a typed session number."""

    def __init__(
        self,
        address: ServerAddress,
        requests: ServerRequests,
        host_key: bytes,
        system: System,
        random_bytes: Callable[[int], bytes],
    ) -> None:
        self._address, self._requests, self._host_key = address, requests, host_key
        self._system, self._random_bytes = system, random_bytes

    async def greet(self, ticket: str | None, number: str | None) -> Greeting:
        """Raises HostProblem: what the server says, DP-309 when another server answers, DP-204 when versions differ."""
        nonce = self._random_bytes(32)
        hello = Hello(
            protocol=PROTOCOL_VERSION,
            app_version=__version__,
            host_key=Key32(self._host_key),
            nonce=Key32(nonce),
            system=self._system,
            ticket=ticket,
            number=number,
        )
        answer = await self._requests.post("/api/host/hello", write_json(hello))
        try:
            welcome = _read_welcome(answer)
        except ProtocolError as error:
            raise HostProblem(error.dp) from error
        if not is_welcome(self._address.server_key, nonce, welcome):
            raise HostProblem("DP-309")
        if not is_served(welcome.protocol):
            raise HostProblem("DP-204")
        return Greeting(welcome)


def shown_system(system: Mapping[str, str], computer_name: str) -> System:
    """What the PC says of itself, cut to the sizes of the wire."""
    return System(
        platform=system.get("platform", "")[:32],
        edition=system.get("edition", "")[:100],
        build=system.get("build", "")[:64],
        language=system.get("language", "")[:35],
        architecture=system.get("architecture", "")[:32],
        computer_name=computer_name[:64],
    )
