"""Passkeys (WebAuthn): a key in the person's device or password store signs them in, without a password and without anything to phish.

The device itself asks for a finger, a face or a PIN (user verification is required), so a passkey alone counts as two factors.
"""

import hashlib
import json
import struct
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import IntegrityError
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from daypass.server.accounts import second_factor_storage as storage
from daypass.server.accounts.account_mail import AccountMail, AccountMails
from daypass.server.accounts.account_secrets import CHALLENGE_FOR_MS, AccountSecrets
from daypass.server.accounts.models import SignedIn, readable_name
from daypass.server.accounts.second_factor_storage import Passkey
from daypass.server.accounts.second_factors import SecondFactors
from daypass.server.audit.chain import AuditChain
from daypass.server.database import AsyncConnection, Database
from daypass.server.identifiers import Clock, new_id
from daypass.server.problems import Refusal, not_found

MOST_PER_TECHNICIAN = 20
SIGN_IN = "passkey sign-in"
MOST_ANSWER = 16 << 10
"""Characters of an authenticator's answer; real ones have 1 to 6 thousand. A map in CBOR whose keys hash alike takes the square of
its size: the 1 MiB that a body may have kept the whole server busy for minutes."""
# What the library and the readers of JSON and CBOR raise for bytes that are no answer of an authenticator.
MALFORMED = (
    WebAuthnException,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)


@dataclass(frozen=True, slots=True)
class AddedPasskey:
    """A fresh key, and recovery codes when it is the person's first second factor."""

    passkey: Passkey
    recovery_codes: list[str]


class Passkeys:
    """Registers keys and checks what they sign."""

    def __init__(
        self,
        database: Database,
        secrets: AccountSecrets,
        factors: SecondFactors,
        mails: AccountMails,
        audit: AuditChain,
        clock: Clock,
        host_name: str,
        origins: frozenset[str],
    ) -> None:
        self._database = database
        self._secrets = secrets
        self._factors = factors
        self._mails = mails
        self._audit = audit
        self._clock = clock
        self._host_name = host_name
        self._origins = sorted(origins)

    async def listed(self, who: SignedIn) -> list[Passkey]:
        """A person's keys."""
        async with self._database.reading() as db:
            return await storage.passkeys_of(db, who.technician.id)

    async def registration_options(self, who: SignedIn) -> dict[str, Any]:
        """What the browser needs to make a key. Raises `too_many_passkeys`."""
        present = await self.listed(who)
        if len(present) >= MOST_PER_TECHNICIAN:
            raise Refusal("too_many_passkeys", limit=MOST_PER_TECHNICIAN)
        options = generate_registration_options(
            rp_id=self._host_name,
            rp_name="Daypass",
            user_id=who.technician.id.encode(),
            user_name=who.technician.email,
            user_display_name=who.technician.name,
            challenge=self._challenge(_adding(who)),
            timeout=CHALLENGE_FOR_MS,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
            ),
            exclude_credentials=[PublicKeyCredentialDescriptor(id=key.credential_id) for key in present],
        )
        return dict(json.loads(options_to_json(options)))

    async def add(self, who: SignedIn, name: str, credential: dict[str, Any]) -> AddedPasskey:
        """Keep the key that the browser made. Raises `passkey_refused`."""
        try:
            challenge, expires_at = self._answered(credential, _adding(who))
            made = verify_registration_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=self._host_name,
                expected_origin=self._origins,
                require_user_verification=True,
            )
        except MALFORMED as error:
            raise Refusal("passkey_refused") from error
        now = self._clock()
        key = Passkey(
            id=new_id(),
            technician_id=who.technician.id,
            credential_id=made.credential_id,
            public_key=made.credential_public_key,
            sign_count=made.sign_count,
            name=readable_name(name),
            created_at=now,
        )
        try:
            async with self._database.writing() as db:
                await self._use_up(db, challenge, expires_at)
                await storage.add_passkey(db, key)
                codes = await self._factors.codes_for_first_factor(db, who)
                await self._mails.queue_notice(db, AccountMail.FACTOR_CHANGED, who.technician)
                await self._audit.add(db, who.company.id, "second_factor.added", who.technician.id, factor="passkey")
        except IntegrityError as error:  # registered already, here or by somebody else
            raise Refusal("passkey_refused") from error
        return AddedPasskey(key, codes)

    async def remove(self, who: SignedIn, passkey_id: str) -> None:
        """Forget a key. Raises `not_found`."""
        async with self._database.writing() as db:
            if not await storage.remove_passkey(db, who.technician.id, passkey_id):
                raise not_found()
            await self._factors.forget_codes_without_factor(db, who.technician.id)
            await self._mails.queue_notice(db, AccountMail.FACTOR_CHANGED, who.technician)
            await self._audit.add(db, who.company.id, "second_factor.removed", who.technician.id, factor="passkey")

    def sign_in_options(self) -> dict[str, Any]:
        """What the browser needs to let a person choose a key; the same for everybody, so it tells nothing about anybody."""
        options = generate_authentication_options(
            rp_id=self._host_name,
            challenge=self._challenge(SIGN_IN),
            timeout=CHALLENGE_FOR_MS,
            user_verification=UserVerificationRequirement.REQUIRED,
        )
        return dict(json.loads(options_to_json(options)))

    async def prove(self, db: AsyncConnection, credential: dict[str, Any]) -> str:
        """The id of the technician whose key signed, in the caller's transaction. Raises `passkey_refused`."""
        try:
            challenge, expires_at = self._answered(credential, SIGN_IN)
            key = await storage.passkey_by_credential(db, base64url_to_bytes(credential["rawId"]))
            if key is None:
                raise Refusal("passkey_refused")
            proven = verify_authentication_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=self._host_name,
                expected_origin=self._origins,
                credential_public_key=key.public_key,
                credential_current_sign_count=key.sign_count,
                require_user_verification=True,
            )
        except MALFORMED as error:
            raise Refusal("passkey_refused") from error
        await self._use_up(db, challenge, expires_at)
        await storage.write_passkey_use(db, key.id, proven.new_sign_count, self._clock())
        return key.technician_id

    def _challenge(self, purpose: str) -> bytes:
        return self._secrets.challenge(purpose, self._clock() + CHALLENGE_FOR_MS)

    def _answered(self, credential: dict[str, Any], purpose: str) -> tuple[bytes, int]:
        """The challenge that was answered, if this server made it for this purpose and its time is not over."""
        if len(json.dumps(credential)) > MOST_ANSWER:
            raise ValueError("longer than any authenticator's answer")
        client_data = json.loads(base64url_to_bytes(credential["response"]["clientDataJSON"]))
        challenge = base64url_to_bytes(client_data["challenge"])
        expires_at = self._secrets.challenge_expiry(purpose, challenge)
        if expires_at is None or expires_at <= self._clock():
            raise ValueError("a challenge that is not ours, or over")
        return challenge, expires_at

    async def _use_up(self, db: AsyncConnection, challenge: bytes, expires_at: int) -> None:
        hash_ = hashlib.sha256(challenge).hexdigest()
        if not await storage.use_challenge(db, hash_, expires_at, self._clock()):
            raise Refusal("passkey_refused")


def _adding(who: SignedIn) -> str:
    return f"passkey for {who.technician.id}"
