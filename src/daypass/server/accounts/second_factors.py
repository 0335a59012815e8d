"""A second proof beside the password: six digits from an app, each accepted once, and ten recovery codes for the day the phone is lost."""

import hmac
import secrets as random
from dataclasses import dataclass

import pyotp

from daypass.server.accounts import second_factor_storage as storage
from daypass.server.accounts.account_mail import AccountMail, AccountMails
from daypass.server.accounts.account_secrets import AccountSecrets
from daypass.server.accounts.models import SignedIn, Technician
from daypass.server.audit.chain import AuditChain
from daypass.server.database import AsyncConnection, Database
from daypass.server.identifiers import Clock
from daypass.server.problems import Refusal, not_found

STEP_S = 30
STEPS_OFF = (0, -1, 1)  # a phone's clock, and the time to type
DIGITS = 6
OFFER_FOR_MS = 900_000
RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read as another; ten of them are 49 bits


@dataclass(frozen=True, slots=True)
class TotpOffer:
    """A secret to put into an app; it counts once a code from there has proven that it arrived."""

    secret: str
    address: str
    """`otpauth://…`, for the QR code."""
    offer: str
    """The secret, sealed: whoever accepts brings it back, so that nothing is kept until then."""


@dataclass(frozen=True, slots=True)
class Factors:
    """What a person has set up."""

    totp: bool
    recovery_codes_left: int


class SecondFactors:
    """TOTP and recovery codes."""

    def __init__(
        self, database: Database, secrets: AccountSecrets, mails: AccountMails, audit: AuditChain, clock: Clock
    ) -> None:
        self._database = database
        self._secrets = secrets
        self._mails = mails
        self._audit = audit
        self._clock = clock

    async def factors(self, who: SignedIn) -> Factors:
        """What this person has set up."""
        async with self._database.reading() as db:
            sealed = await storage.totp_secret(db, who.technician.id)
            return Factors(sealed is not None, await storage.recovery_codes_left(db, who.technician.id))

    def offer_totp(self, who: SignedIn) -> TotpOffer:
        """A fresh secret for an app."""
        secret = pyotp.random_base32()
        address = pyotp.TOTP(secret).provisioning_uri(name=who.technician.email, issuer_name="Daypass")
        until = self._clock() + OFFER_FOR_MS
        sealed = self._secrets.seal(_offer_for(who.technician.id), f"{until} {secret}".encode())
        return TotpOffer(secret, address, sealed.hex())

    async def accept_totp(self, who: SignedIn, offer: str, code: str) -> list[str]:
        """The app works: keep its secret. Recovery codes when there were none. Raises `offer_over`, `second_factor_wrong`."""
        secret = self._offered(who.technician.id, offer)
        step = self._step_of(secret, code)
        if step is None:
            raise Refusal("second_factor_wrong")
        async with self._database.writing() as db:
            sealed = self._secrets.seal(_secret_of(who.technician.id), secret.encode())
            await storage.set_totp(db, who.technician.id, sealed, step)
            codes = [] if await storage.recovery_codes_left(db, who.technician.id) else await self._new_codes(db, who)
            await self._changed(db, who, "second_factor.added", "totp")
        return codes

    async def remove_totp(self, who: SignedIn) -> None:
        """Forget the app. Raises `not_found` when there is none."""
        async with self._database.writing() as db:
            if not await storage.remove_totp(db, who.technician.id):
                raise not_found()
            await storage.forget_codes_without_factor(db, who.technician.id)
            await self._changed(db, who, "second_factor.removed", "totp")

    async def new_recovery_codes(self, who: SignedIn) -> list[str]:
        """Ten fresh codes; the old ones stop working. Raises `no_second_factor` while there is nothing to recover."""
        if not who.has_second_factor:
            raise Refusal("no_second_factor")
        async with self._database.writing() as db:
            codes = await self._new_codes(db, who)
            await self._changed(db, who, "second_factor.codes_made", "recovery")
        return codes

    async def codes_for_first_factor(self, db: AsyncConnection, who: SignedIn) -> list[str]:
        """Recovery codes beside the first passkey, in the caller's transaction; none when there are some."""
        return [] if await storage.recovery_codes_left(db, who.technician.id) else await self._new_codes(db, who)

    async def forget_codes_without_factor(self, db: AsyncConnection, technician_id: str) -> None:
        """In the transaction that removes a factor: codes that stand in for nothing are forgotten."""
        await storage.forget_codes_without_factor(db, technician_id)

    async def prove(self, db: AsyncConnection, technician_id: str, code: str) -> str | None:
        """How a code proves this person (`totp`, `recovery`), using it up in the caller's transaction; None when it does not."""
        typed = "".join(code.lower().split()).replace("-", "")
        if len(typed) == DIGITS and typed.isdecimal():
            sealed = await storage.totp_secret(db, technician_id)
            secret = self._secrets.open(_secret_of(technician_id), sealed) if sealed else None
            step = self._step_of(secret.decode(), typed) if secret else None
            return "totp" if step and await storage.use_totp_step(db, technician_id, step) else None
        hash_ = self._secrets.code_hash(technician_id, typed)
        return "recovery" if await storage.use_recovery_code(db, technician_id, hash_) else None

    async def forget_all(self, person: Technician) -> None:
        """Forget app, passkeys and codes; for the operator, who has made sure of the person in another way."""
        async with self._database.writing() as db:
            await storage.remove_totp(db, person.id)
            await storage.remove_passkeys(db, person.id)
            await storage.forget_codes_without_factor(db, person.id)
            await self._mails.queue_notice(db, AccountMail.FACTOR_CHANGED, person)
            await self._audit.add(db, person.company_id, "second_factor.removed", of=person.id, factor="all")

    async def _new_codes(self, db: AsyncConnection, who: SignedIn) -> list[str]:
        codes = ["".join(random.choice(_LETTERS) for _ in range(10)) for _ in range(RECOVERY_CODES)]
        hashes = [self._secrets.code_hash(who.technician.id, code) for code in codes]
        await storage.replace_recovery_codes(db, who.technician.id, hashes)
        return [f"{code[:5]}-{code[5:]}" for code in codes]

    async def _changed(self, db: AsyncConnection, who: SignedIn, kind: str, factor: str) -> None:
        await self._mails.queue_notice(db, AccountMail.FACTOR_CHANGED, who.technician)
        await self._audit.add(db, who.company.id, kind, who.technician.id, factor=factor)

    def _offered(self, technician_id: str, offer: str) -> str:
        try:
            content = self._secrets.open(_offer_for(technician_id), bytes.fromhex(offer))
        except ValueError:
            content = None
        until, _, secret = (content or b"").decode().partition(" ")
        if not secret or int(until) <= self._clock():
            raise Refusal("offer_over")
        return secret

    def _step_of(self, secret: str, code: str) -> int | None:
        """The time step whose code this is, near now."""
        typed = "".join(code.split())
        if len(typed) != DIGITS or not typed.isascii() or not typed.isdecimal():
            return None
        now, totp = self._clock() // 1000 // STEP_S, pyotp.TOTP(secret, digits=DIGITS, interval=STEP_S)
        steps = [now + off for off in STEPS_OFF]
        return next((step for step in steps if hmac.compare_digest(totp.generate_otp(step), typed)), None)


def _offer_for(technician_id: str) -> str:
    return f"totp offer {technician_id}"


def _secret_of(technician_id: str) -> str:
    return f"totp {technician_id}"
