"""The customer's receipt: who was on the PC, when, how much passed, and what became of the app. As text alone it says the same."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from babel.numbers import format_decimal

from daypass.server.mail.invitation import PAGES, Say, moment
from daypass.server.mail.message import Mailbox, Message

MOST_CONNECTIONS = 60
MOST_THINGS = 20  # a host puts about five on a PC
_KINDS = frozenset("file directory service registry task firewall shortcut delayed_delete boot".split())
_ENDINGS = frozenset("by_technician by_customer expired".split())


@dataclass(frozen=True, slots=True)
class Connected:
    """One connection. `lasted_ms` and `transferred` (bytes, both directions) are None where nobody told them.

    `recorded_ms`: how long the screen was recorded; None: it was not.
    """

    tool: str
    technician: str
    opened: datetime
    lasted_ms: int | None
    transferred: int | None
    recorded_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Thing:
    """Something the app had put on the PC: a kind such as `service`, and its name."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Removed:
    """The PC's signed report."""

    at: datetime
    installed: tuple[Thing, ...]
    leftovers: tuple[Thing, ...]
    chat_lines: int = 0
    chat_head: str = ""
    """SHA-256 over the chat's transcript, in hex; empty: there was none."""


@dataclass(frozen=True, slots=True)
class KnownLog:
    """The activity log on the PC as far as it was told: so many lines, and the SHA-256 over them in hex."""

    lines: int
    head: str


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """What the receipt says. Moments carry their time zone; `number` is random; `removed` None: the PC has not reported yet."""

    number: str
    customer: Mailbox
    language: str
    technician: Mailbox
    company: str
    phone: str
    website: str
    colour: str
    computer: str
    begun: datetime
    ended: datetime
    ending: str
    connections: tuple[Connected, ...]
    refused: int
    removed: Removed | None
    log: KnownLog | None = None
    """None: nothing was done, or the PC never told."""


@dataclass(frozen=True, slots=True)
class Said:
    """The receipt itself, without greeting and signature: a table, the connections, the removal with what was removed."""

    rows: tuple[tuple[str, str], ...]
    connected: str
    connections: tuple[str, ...]
    removal: str
    things: tuple[str, ...]

    @property
    def text(self) -> str:
        """As it stands in the mail's text part."""
        table = [f"{label}: {value}" for label, value in self.rows]
        connections = [self.connected, *(f"- {line}" for line in self.connections)]
        removal = [self.removal, *(f"- {line}" for line in self.things)]
        return "\n\n".join("\n".join(block) for block in (table, connections, removal))

    @property
    def sha256(self) -> str:
        """Of the text in UTF-8 with line feeds, in hex: the customer has it in the mail, the company in its audit trail."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def said_in(facts: ReceiptFacts, say: Say) -> Said:
    """The receipt in the customer's language."""
    connected = say("mail.receipt.connected" if facts.connections else "mail.receipt.nobody_connected")
    if facts.refused:
        connected += " " + say("mail.receipt.refused", count=facts.refused)
    removal, things = _removal(facts, say)
    return Said(
        rows=tuple((say(f"mail.receipt.{key}"), value) for key, value in _rows(facts, say) if value),
        connected=connected,
        connections=_some([_connection(one, facts, say) for one in facts.connections], MOST_CONNECTIONS, say),
        removal=removal,
        things=_some([_thing(thing, say) for thing in things], MOST_THINGS, say),
    )


def receipt_message(facts: ReceiptFacts, said: Said, say: Say) -> Message:
    """The mail around the receipt; the technician answers replies."""
    around = {
        "subject": say("mail.receipt.subject", company=facts.company),
        "greeting": _greeting(facts, say),
        "intro": say("mail.receipt.intro", company=facts.company),
        "hash": say("mail.receipt.hash", hash=said.sha256, company=facts.company, first=said.rows[0][0]),
        "questions": say("mail.receipt.questions", technician=facts.technician.name),
        "powered_by": say("mail.invitation.powered_by"),
    }
    signature = [facts.technician.name, facts.company]
    signature += [say("mail.invitation.phone", phone=facts.phone)] if facts.phone else []
    signature += [say("mail.invitation.website", website=facts.website)] if facts.website else []
    blocks = [around["greeting"], around["intro"], said.text, around["hash"], around["questions"]]
    return Message(
        to=facts.customer,
        subject=around["subject"],
        text="\n\n".join([*blocks, "-- \n" + "\n".join(signature)]) + "\n",
        html=PAGES.get_template("receipt.html").render(mail=facts, said=said, say=around, signature=signature),
        sender_name=facts.company,
        reply_to=facts.technician,
    )


def _greeting(facts: ReceiptFacts, say: Say) -> str:
    if not facts.customer.name:
        return say("mail.invitation.greeting_unnamed")
    return say("mail.invitation.greeting", customer=facts.customer.name)


def _rows(facts: ReceiptFacts, say: Say) -> list[tuple[str, str]]:
    ended = moment(facts.ended, facts.language, say)
    if facts.ending in _ENDINGS:
        ended += ", " + say(f"mail.receipt.ending.{facts.ending}", technician=facts.technician.name)
    return [
        ("number", facts.number),
        ("technician", facts.technician.name),
        ("company", facts.company),
        ("computer", facts.computer),
        ("begun", moment(facts.begun, facts.language, say)),
        ("ended", ended),
        ("log", say("evidence.log_head", count=facts.log.lines, head=facts.log.head) if facts.log else ""),
        ("chat", _chat(facts.removed, say)),
    ]


def _chat(removed: Removed | None, say: Say) -> str:
    """What a copy that the customer saved on the PC can be checked with; empty when nothing was written."""
    if removed is None or not removed.chat_head:
        return ""
    return say("evidence.chat_head", count=removed.chat_lines, head=removed.chat_head)


def _connection(one: Connected, facts: ReceiptFacts, say: Say) -> str:
    told = [
        moment(one.opened, facts.language, say),
        say(f"host.tool.{one.tool}"),
        one.technician,
        say(
            "mail.receipt.duration_unknown" if one.lasted_ms is None else "mail.receipt.minutes",
            count=_minutes(one.lasted_ms),
        ),
    ]
    if one.recorded_ms is not None:
        told.append(say("mail.receipt.recorded", count=_minutes(one.recorded_ms)))
    if one.transferred is not None:
        told.append(say("mail.receipt.transferred", size=_size(one.transferred, facts.language)))
    return " · ".join(told)


def _minutes(lasted_ms: int | None) -> int:
    """Begun minutes: nobody was there for none."""
    return -(-(lasted_ms or 0) // 60_000) or 1


def _removal(facts: ReceiptFacts, say: Say) -> tuple[str, tuple[Thing, ...]]:
    if facts.removed is None:
        return say("mail.receipt.not_confirmed"), ()
    when = moment(facts.removed.at, facts.language, say)
    if facts.removed.leftovers:
        return say("mail.receipt.leftovers", when=when), facts.removed.leftovers
    return say("mail.receipt.removed", when=when), facts.removed.installed


def _thing(thing: Thing, say: Say) -> str:
    kind = thing.kind if thing.kind in _KINDS else "other"
    return f"{say(f'mail.receipt.kind.{kind}')}: {thing.name or '…'}"


def _some(lines: list[str], most: int, say: Say) -> tuple[str, ...]:
    more = len(lines) - most
    return (*lines[:most], say("mail.receipt.more", count=more)) if more > 0 else tuple(lines)


def _size(count: int, language: str) -> str:
    locale = language.replace("-", "_")
    for unit, size in (("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1000)):
        if count >= size:
            return f"{format_decimal(count / size, format='#,##0.#', locale=locale)} {unit}"
    return f"{count} B"
