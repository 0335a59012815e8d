"""Signatures as Standard Webhooks has them, so that receivers check them with any of its libraries.

A webhook's secret is derived from the server's own and from the webhook: a copy of the database signs nothing.
"""

import base64
import hashlib
import hmac

from daypass.server.webhooks.models import Webhook

PREFIX = "whsec_"
OLD_SECRET_FOR_MS = 86_400_000


class WebhookSecrets:
    """Derives the secrets."""

    def __init__(self, server_secret: bytes) -> None:
        self._server_secret = server_secret

    def shown(self, webhook: Webhook) -> str:
        """The present secret as the receiver's library takes it."""
        return PREFIX + base64.b64encode(self._secret(webhook.id, webhook.secret_no)).decode()

    def headers(self, webhook: Webhook, delivery_id: str, body: str, now: int) -> dict[str, str]:
        """The three headers of a try at `now` (ms). For a day after a change of secret, the old one signs too."""
        seconds = now // 1000
        numbers = [webhook.secret_no]
        if webhook.rotated_at is not None and now < webhook.rotated_at + OLD_SECRET_FOR_MS:
            numbers.append(webhook.secret_no - 1)
        secrets = [self._secret(webhook.id, no) for no in numbers]
        return {
            "webhook-id": delivery_id,
            "webhook-timestamp": str(seconds),
            "webhook-signature": " ".join(signature(secret, delivery_id, seconds, body) for secret in secrets),
        }

    def _secret(self, webhook_id: str, no: int) -> bytes:
        return hmac.digest(self._server_secret, f"webhook\0{webhook_id}\0{no}".encode(), hashlib.sha256)


def signature(secret: bytes, delivery_id: str, seconds: int, body: str) -> str:
    """`v1,` and the HMAC-SHA256 in base64 over id, time (s since 1970) and body."""
    return (
        "v1,"
        + base64.b64encode(hmac.digest(secret, f"{delivery_id}.{seconds}.{body}".encode(), hashlib.sha256)).decode()
    )
