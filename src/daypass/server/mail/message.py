"""A message to a person, and its form on the wire: multipart text and HTML, no attachment, nothing loaded from elsewhere.

Header injection is impossible: every value that becomes a header passes `header_value`, and `EmailMessage` does the encoding.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from email_validator import EmailNotValidError, validate_email

LONGEST_HEADER = 200
# Also the beginning of an encoded word (RFC 2047): `EmailMessage` reads those in what it is given, line ends within them too, and
# writes these out as they are.
_LINE_ENDS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]|=\?")


class HeaderRefused(ValueError):
    """A name, subject or address that cannot be in a mail's header (line ends, controls, encoded words, too long, no address)."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A name and an address such as `help@example.org`."""

    name: str
    address: str

    def header(self) -> Address:
        """Raises `HeaderRefused` for what is no mailbox."""
        try:
            return Address(display_name=header_value(self.name), addr_spec=header_value(wire_address(self.address)))
        except (HeaderParseError, IndexError, ValueError) as error:
            raise HeaderRefused(f"not a mail address: {self.address!r}") from error


@dataclass(frozen=True, slots=True)
class Message:
    """What one person is to read. `text` says everything alone; `html` says the same."""

    to: Mailbox
    subject: str
    text: str
    html: str
    sender_name: str
    reply_to: Mailbox | None = None


def wire_address(address: str) -> str:
    """The address as any mail server takes it: a domain of its own script in its ASCII form. What has none is left as it is."""
    if address.isascii():
        return address
    try:
        return validate_email(address, check_deliverability=False).ascii_email or address
    except EmailNotValidError:
        return address


def header_value(value: str) -> str:
    """The value itself, refused (never repaired) when it could start another header."""
    if len(value) > LONGEST_HEADER or _LINE_ENDS.search(value):
        raise HeaderRefused("a line end, a control character, an encoded word or too many characters in a mail header")
    return value


def as_email(message: Message, *, sender_address: str, message_id: str, sent_at: datetime) -> EmailMessage:
    """The message as it goes to an SMTP server. Raises `HeaderRefused`."""
    email = EmailMessage(policy=SMTP)
    email["From"] = Mailbox(message.sender_name, sender_address).header()
    email["To"] = message.to.header()
    if message.reply_to is not None:
        email["Reply-To"] = message.reply_to.header()
    email["Subject"] = header_value(message.subject)
    email["Date"] = format_datetime(sent_at)
    email["Message-ID"] = header_value(message_id)
    email["Auto-Submitted"] = "auto-generated"
    email.set_content(message.text, cte="quoted-printable")
    email.add_alternative(message.html, subtype="html", cte="quoted-printable")
    return email
