"""`daypass webhook list|create|test|renew-secret|remove`: a company's receivers, on the server's own machine."""

import argparse

from daypass.server.commands.opening import opened
from daypass.server.commands.outcome import CommandFailed
from daypass.server.commands.parsing import add_command, add_group
from daypass.server.commands.technicians import company_asked
from daypass.server.commands.typed_arguments import LONGEST_URL, identifier, one_line
from daypass.server.sessions.models import SessionEvent
from daypass.server.settings import Settings


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The arguments of these commands."""
    webhook = add_group(commands, "webhook", "Webhooks: list, create, test, renew-secret, remove.")
    listed = add_command(webhook, "list", "List a company's webhooks and what waits for them.", list_webhooks)
    create = add_command(
        webhook,
        "create",
        "Send a company's events to an address. Prints the webhook's id and its secret, which is never shown again.",
        create_webhook,
    )
    create.add_argument(
        "url",
        type=one_line(LONGEST_URL),
        help="https:// address that takes the events; inside your own network only as DAYPASS_WEBHOOK_NETWORKS allows",
    )
    events = [event.value for event in SessionEvent]
    create.add_argument(
        "--event",
        action="append",
        choices=events,
        metavar="EVENT",
        help=f"repeat for more: {', '.join(events)}; default: all",
    )
    test = add_command(webhook, "test", "Send a test now, and say what became of it.", test_webhook)
    renew = add_command(webhook, "renew-secret", "Make a new secret; the old one signs too for a day.", renew_secret)
    remove = add_command(webhook, "remove", "Remove a webhook and what waits for it.", remove_webhook)
    for parser in (test, renew, remove):
        parser.add_argument("id", type=identifier)
    for parser in (listed, create, test, renew, remove):
        parser.add_argument("--company", type=identifier, help="id of the company; not needed when there is one")


async def list_webhooks(asked: argparse.Namespace, settings: Settings) -> None:
    """One line per webhook."""
    parts = await opened(settings)
    try:
        company_id = await company_asked(parts, asked)
        counts = await parts.webhooks.service.waiting(company_id)
        for hook in (await parts.webhooks.service.listed(company_id)).items:
            state = "disabled" if hook.disabled_at else f"{counts.get(hook.id, {}).get('queued', 0)} waiting"
            print(f"{hook.id}  {state:12}  {hook.url}  {', '.join(hook.events)}")
    finally:
        await parts.close()


async def create_webhook(asked: argparse.Namespace, settings: Settings) -> None:
    """Make a webhook."""
    parts = await opened(settings)
    try:
        events = tuple(SessionEvent(name) for name in dict.fromkeys(asked.event or SessionEvent))
        made = await parts.webhooks.service.create(await company_asked(parts, asked), asked.url, events, None)
        print(f"webhook  {made.webhook.id}\nsecret   {made.secret}")
    finally:
        await parts.close()


async def test_webhook(asked: argparse.Namespace, settings: Settings) -> None:
    """Send a test."""
    parts = await opened(settings)
    try:
        delivery = await parts.webhooks.service.test(await company_asked(parts, asked), asked.id)
    finally:
        await parts.close()
    if delivery.failure is not None:
        status = f", HTTP {delivery.status}" if delivery.status else ""
        raise CommandFailed(f"The receiver did not take it: {delivery.failure}{status}.")
    print(f"The receiver took it: HTTP {delivery.status}.")


async def renew_secret(asked: argparse.Namespace, settings: Settings) -> None:
    """Make a new secret."""
    parts = await opened(settings)
    try:
        print((await parts.webhooks.service.renew_secret(await company_asked(parts, asked), asked.id, None)).secret)
    finally:
        await parts.close()


async def remove_webhook(asked: argparse.Namespace, settings: Settings) -> None:
    """Remove a webhook."""
    parts = await opened(settings)
    try:
        await parts.webhooks.service.remove(await company_asked(parts, asked), asked.id, None)
    finally:
        await parts.close()
