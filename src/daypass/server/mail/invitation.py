"""The message that brings the deployment link. It reads the same as text alone, and always carries the short address and number too."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from babel.dates import format_date, format_time
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from daypass.server.mail.message import Mailbox, Message

Say = Callable[..., str]
"""`say("mail.invitation.subject", company="…")`: the catalogue, in one language."""

PAGES = Environment(
    loader=PackageLoader("daypass.server.mail"),
    autoescape=select_autoescape(default=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class InvitationFacts:
    """What the message says. `colour` is `#rrggbb` with white readable on it; `until` carries its time zone."""

    customer: Mailbox
    language: str
    technician: Mailbox
    company: str
    phone: str
    website: str
    colour: str
    link: str
    address: str
    number: str
    until: datetime


def invitation_message(facts: InvitationFacts, say: Say) -> Message:
    """The message in the customer's language; the technician answers replies."""
    parts = _sentences(facts, say)
    return Message(
        to=facts.customer,
        subject=say("mail.invitation.subject", company=facts.company),
        text=_text(facts, parts),
        html=PAGES.get_template("invitation.html").render(mail=facts, say=parts),
        sender_name=facts.company,
        reply_to=facts.technician,
    )


def _sentences(facts: InvitationFacts, say: Say) -> dict[str, str]:
    values = {
        "customer": facts.customer.name,
        "technician": facts.technician.name,
        "company": facts.company,
        "address": short_address(facts.address),
        "number": facts.number,
        "until": moment(facts.until, facts.language, say),
        "phone": facts.phone,
        "website": facts.website,
    }
    keys = (
        "subject greeting greeting_unnamed intro open button link_in_full or_number then valid not_asked phone website powered_by"
    ).split()
    sentences = {key: say(f"mail.invitation.{key}", **values) for key in keys}
    if not facts.customer.name:
        sentences["greeting"] = sentences["greeting_unnamed"]
    return sentences


def _text(facts: InvitationFacts, say: dict[str, str]) -> str:
    blocks = [
        say["greeting"],
        say["intro"],
        f"{say['open']}\n{facts.link}",
        say["or_number"],
        say["then"],
        say["valid"],
        say["not_asked"],
    ]
    signature = [facts.technician.name, facts.company]
    signature += [say["phone"]] if facts.phone else []
    signature += [say["website"]] if facts.website else []
    return "\n\n".join([*blocks, "-- \n" + "\n".join(signature)]) + "\n"


def short_address(address: str) -> str:
    """The address as one says it on the phone and types it: browsers add the scheme (plain http is for localhost only)."""
    return address.removeprefix("https://").removeprefix("http://")


def moment(when: datetime, language: str, say: Say) -> str:
    """A day and time for a person, with the zone named, because the reader's may differ."""
    locale = language.replace("-", "_")
    day = format_date(when, format="long", locale=locale)
    return say(
        "mail.until", day=day, time=format_time(when, format="short", locale=locale), zone=_zone(when.utcoffset())
    )


def _zone(offset: timedelta | None) -> str:
    minutes = round((offset or timedelta()).total_seconds() / 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "\u2212"
    return f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "")
