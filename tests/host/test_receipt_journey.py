"""The customer's receipt, on Linux: offered at the activation, chosen on the PC, and in the mailbox after the removal."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from tests.host.technician import TechnicianViewer
from tests.host.test_journey import CustomersPC, activate, pc
from tests.server.deployment.mail_server import Smtp, smtp
from tests.server.running import RunningServer, small_server

pytestmark = pytest.mark.slow
__all__ = ["pc", "smtp"]
CUSTOMER = {"customer_email": "customer@example.org", "customer_name": "Customer One", "language": "pt-BR"}


@pytest.fixture
async def server(tmp_path: Path, smtp: Smtp) -> AsyncIterator[RunningServer]:
    """Real, with a mail server."""
    smtp.up()
    url = SecretStr(f"smtp://127.0.0.1:{smtp.port}")
    async with small_server(tmp_path / "server", linux_host=True, smtp_url=url, mail_from="a@example.org") as running:
        yield running


async def test_the_receipt_comes_once_the_app_is_gone(server: RunningServer, pc: CustomersPC, smtp: Smtp) -> None:
    page = await activate(server, pc, "--consent", "always", **CUSTOMER)
    await server.until(page.session_id, receipt_state="asked")
    async with page.connect() as viewer:
        assert isinstance(viewer, TechnicianViewer), viewer
        await viewer.see_until(lambda: viewer.drawn.width > 0)
    await server.http.delete(f"/api/support-sessions/{page.session_id}")
    ended = await server.until(page.session_id, receipt_state="sent", removal="confirmed")
    invitation, receipt = smtp.mailbox.mails
    assert invitation["Subject"] != receipt["Subject"] == "Recibo: suporte remoto de Example Computers"
    body = receipt.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    for said in (
        "Seu computador: RECEPTION-PC",
        "Controle remoto · Technician One · 1 minuto",
        "não encontrou nada",
        ended["receipt_hash"],
    ):
        assert said in text, text
    assert ended["receipt_at"] >= ended["removed_at"], "not before the PC had confirmed it"


async def test_no_receipt_for_whoever_took_the_tick_away(server: RunningServer, pc: CustomersPC, smtp: Smtp) -> None:
    page = await activate(server, pc, "--no-receipt", **CUSTOMER)
    await server.until(page.session_id, receipt_state=None)
    await server.http.delete(f"/api/support-sessions/{page.session_id}")
    await server.until(page.session_id, removal="confirmed")
    await asyncio.sleep(2.5)  # two rounds of what queues receipts
    assert (await server.session(page.session_id))["receipt_state"] is None
    assert len(smtp.mailbox.mails) == 1, "the invitation"
