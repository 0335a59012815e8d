"""The demo speaks the language that the machine is set to."""

import pytest
from demo.__main__ import visitors_language


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "pt_BR.UTF-8"}, "pt-BR"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "es_ES.UTF-8"}, "es"),
        ({"LC_ALL": "", "LC_MESSAGES": "es_MX", "LANG": "pt_PT"}, "es"),
        ({"LANG": "de_DE"}, "en"),
    ],
)
def test_the_first_variable_that_says_something_counts(environment: dict[str, str], language: str) -> None:
    assert visitors_language(environment) == language
