"""How a command says that it did not work."""


class CommandFailed(Exception):
    """The command could not do what it was asked; the text says why and what to do. Exit status 1."""
