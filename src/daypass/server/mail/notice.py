"""A short message to somebody of the company: a subject, a few sentences, perhaps one thing to press."""

from collections.abc import Sequence
from dataclasses import dataclass

from daypass.server.mail.invitation import PAGES
from daypass.server.mail.message import Mailbox, Message


@dataclass(frozen=True, slots=True)
class Button:
    """A link to press, after that many paragraphs; in the text part its address stands in full."""

    label: str
    link: str
    after: int


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Whose mail it is: the company's name, and its colour (`#RRGGBB`, readable on white)."""

    company: str
    colour: str


def notice_message(
    to: Mailbox,
    language: str,
    subject: str,
    paragraphs: Sequence[str],
    letterhead: Letterhead,
    button: Button | None = None,
    reply_to: Mailbox | None = None,
) -> Message:
    """The message as text and HTML; `reply_to`: the person who caused it, where an answer is for somebody."""
    page = PAGES.get_template("notice.html")
    html = page.render(language=language, subject=subject, paragraphs=paragraphs, head=letterhead, button=button)
    blocks = list(paragraphs)
    if button:
        blocks.insert(button.after, f"{button.label}:\n{button.link}")
    blocks.append(letterhead.company)
    text = "\n\n".join(blocks) + "\n"
    return Message(to=to, subject=subject, text=text, html=html, sender_name=letterhead.company, reply_to=reply_to)
