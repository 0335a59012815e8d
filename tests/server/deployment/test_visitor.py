"""What the page reads from a browser's headers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daypass.server.deployment.visitor import Browser, Suitability, visitor_from_headers

WINDOWS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
)
AGENTS = [
    (WINDOWS, Suitability.WINDOWS, Browser.CHROME),
    (WINDOWS + " Edg/142.0.0.0", Suitability.WINDOWS, Browser.EDGE),
    (WINDOWS + " OPR/120.0.0.0", Suitability.WINDOWS, Browser.OTHER),
    (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0",
        Suitability.WINDOWS,
        Browser.FIREFOX,
    ),
    ("Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko", Suitability.OLD_WINDOWS, Browser.OTHER),
    (
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36",
        Suitability.OTHER_SYSTEM,
        Browser.CHROME,
    ),
    (
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1.15",
        Suitability.OTHER_SYSTEM,
        Browser.OTHER,
    ),
    ("Mozilla/5.0 (Linux; Android 10; K) Chrome/142.0.0.0 Mobile Safari/537.36", Suitability.PHONE, Browser.CHROME),
    (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148 Safari/604.1",
        Suitability.PHONE,
        Browser.OTHER,
    ),
    (
        "Mozilla/5.0 (Windows Phone 10.0; Android 6.0.1) Chrome/52.0 Mobile Edge/15.15254",
        Suitability.PHONE,
        Browser.CHROME,
    ),
    ("", Suitability.OTHER_SYSTEM, Browser.OTHER),
]


@pytest.mark.parametrize(("agent", "suitability", "browser"), AGENTS)
def test_systems_and_browsers_are_told_apart(agent: str, suitability: Suitability, browser: Browser) -> None:
    visitor = visitor_from_headers({"user-agent": agent})
    assert (visitor.suitability, visitor.browser) == (suitability, browser)
    assert visitor.can_run_the_host == (suitability is Suitability.WINDOWS)


@pytest.mark.parametrize(
    ("hint", "name"),
    [
        ('"15.0.0"', "Windows 11"),
        ('"13.0.0"', "Windows 11"),
        ('"10.0.0"', "Windows 10"),
        ('"0.3.0"', "Windows"),
        ("", "Windows"),
        ("²", "Windows"),
    ],
)
def test_the_windows_version_comes_from_the_client_hint(hint: str, name: str) -> None:
    assert visitor_from_headers({"user-agent": WINDOWS, "sec-ch-ua-platform-version": hint}).system == name


@given(agent=st.text(max_size=3000), hint=st.text(max_size=50))
def test_no_header_breaks_the_page(agent: str, hint: str) -> None:
    assert visitor_from_headers({"user-agent": agent, "sec-ch-ua-platform-version": hint}).browser in Browser
