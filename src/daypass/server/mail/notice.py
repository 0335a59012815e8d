"""A short message to somebody of the company: a subject and a few sentences."""

from collections.abc import Sequence

from daypass.server.mail.invitation import PAGES
from daypass.server.mail.message import Mailbox, Message


def notice_message(to: Mailbox, language: str, subject: str, paragraphs: Sequence[str], sender_name: str) -> Message:
    """The message as text and HTML."""
    html = PAGES.get_template("notice.html").render(language=language, subject=subject, paragraphs=paragraphs)
    return Message(to=to, subject=subject, text="\n\n".join(paragraphs) + "\n", html=html, sender_name=sender_name)
