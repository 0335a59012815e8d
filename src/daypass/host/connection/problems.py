"""A failure that a person is told about: it carries the DP code of `errors` in the catalogue and the values of its sentences."""

from collections.abc import Mapping

from daypass.host.windows.view import Problem


class HostProblem(Exception):
    """Something went wrong that has a DP code."""

    def __init__(self, dp: str, values: Mapping[str, str] | None = None) -> None:
        super().__init__(dp)
        self.dp = dp
        self.values = dict(values or {})

    def shown(self) -> Problem:
        return Problem(self.dp, self.values)
