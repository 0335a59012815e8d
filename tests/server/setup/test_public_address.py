"""The address that goes into every link, mail and host: only one that can work, written as browsers write it."""

import pytest

from daypass.server.setup.public_address import public_address


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://support.example.org/", "https://support.example.org"),
        ("HTTPS://Support.Example.ORG:443", "https://support.example.org"),
        ("http://localhost:80", "http://localhost"),
        ("http://localhost:8400//", "http://localhost:8400"),
        ("https://10.0.0.1:8443", "https://10.0.0.1:8443"),
        ("https://[2001:DB8:0::1]:8443", "https://[2001:db8::1]:8443"),
        ("https://xn--mnchen-3ya.example.org", "https://xn--mnchen-3ya.example.org"),
        ("https://pc-1", "https://pc-1"),
    ],
)
def test_an_address_is_written_as_browsers_write_it(written: str, address: str) -> None:
    assert public_address(written) == address


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("support.example.org", "does not begin with https://"),
        ("ftp://support.example.org", "does not begin with https://"),
        ("https://", "names no host"),
        ("https://:8443", "names no host"),
        ("https://support.example.org:99999", "port is not a number from 1 to 65535"),
        ("https://support.example.org:0", "port is not"),
        ("https://support.example.org:84oo", "port is not"),
        ("https://support.example.org/daypass", "takes no path"),
        ("https://support.example.org/?a=b", "takes no path"),
        ("https://support.example.org?", "takes no path"),
        ("https://support.example.org/#top", "takes no path"),
        ("https://name:password@support.example.org", "before an @"),
        ("https://support example.org", "a space"),
        ("https://support.example.org\n", "control character"),
        ("https://münchen.example.org", "write it as browsers send it, xn--mnchen-3ya.example.org"),
        ("https://support_desk.example.org", "no name that DNS can have"),
        ("https://-support.example.org", "no name that DNS can have"),
        ("https://support..example.org", "no name that DNS can have"),
        ("https://" + "a" * 64 + ".example.org", "no name that DNS can have"),
        ("https://10.0.0.256", "neither a name nor an address"),
        ("https://0x7f000001", "neither a name nor an address"),
        ("https://10.0.0.0x1", "neither a name nor an address"),
        ("https://[fe80::1%25eth0]", "on one computer only"),
        ("https://[10.0.0.1]", "neither a name nor an address"),
        ("https://[::g]", "neither a name nor an address"),
        ("https://[::1", "neither a name nor an address"),
    ],
)
def test_an_address_that_cannot_work_is_refused_with_the_reason(written: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        public_address(written)
