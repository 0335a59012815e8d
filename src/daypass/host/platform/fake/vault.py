"""Secrets in memory."""


class MemoryVault:
    """Survives whatever reads it; a test may look inside."""

    def __init__(self) -> None:
        self.secrets: dict[str, bytes] = {}

    def read(self, name: str) -> bytes | None:
        return self.secrets.get(name)

    def write(self, name: str, secret: bytes) -> None:
        self.secrets[name] = secret
