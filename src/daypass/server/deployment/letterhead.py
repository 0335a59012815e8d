"""What every mail to a customer says about who writes it, and to whom."""

from typing import TypedDict

from daypass.server.accounts.models import Company, Technician
from daypass.server.company_colour import readable_company_colours
from daypass.server.mail.message import Mailbox
from daypass.server.sessions.models import SupportSession


class Letterhead(TypedDict):
    """Facts that an invitation and a receipt share."""

    customer: Mailbox
    language: str
    technician: Mailbox
    company: str
    phone: str
    website: str
    colour: str


def letterhead(session: SupportSession, technician: Technician, company: Company) -> Letterhead:
    """Of this session, in the customer's language and the company's colour."""
    return Letterhead(
        customer=Mailbox(session.customer_name, session.customer_email),
        language=session.customer_language,
        technician=Mailbox(technician.name, technician.email),
        company=company.name,
        phone=company.phone,
        website=company.website,
        colour=readable_company_colours(company.colour).light,
    )
