"""Routes of one's own account: profile, password, second factors, sign-ins."""

from io import BytesIO
from typing import Annotated, Any

import segno
from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field, model_validator

from daypass.server.accounts import pictures
from daypass.server.accounts.door import Door
from daypass.server.accounts.fields import Asked, Language, Name, NewEmail, NewPassword, Password, address_of
from daypass.server.accounts.models import SignedIn, SignIn
from daypass.server.accounts.passkeys import Passkeys
from daypass.server.accounts.profile import Profile
from daypass.server.accounts.rights import Right
from daypass.server.accounts.routes import PasskeyAnswer
from daypass.server.accounts.second_factor_storage import Passkey
from daypass.server.accounts.second_factors import SecondFactors
from daypass.server.accounts.service import Accounts
from daypass.server.paging import Paged
from daypass.server.problems import Refusal


class ProfileChange(Asked):
    """What changes; what is left out stays."""

    name: Name | None = None
    language: Language | None = None


class PasswordChange(Asked):
    """The present password, and the new one."""

    current: Password
    new: NewPassword


class EmailChange(Asked):
    """The new address, and the present password."""

    email: NewEmail
    password: Password


class EmailChanged(BaseModel):
    """What became of it."""

    confirmed: bool = Field(description="false: a link went to the new address, which counts once it was opened")


class Confirmation(Asked):
    """The person proves again who they are, by one of the two."""

    password: Password | None = None
    credential: dict[str, Any] | None = Field(None, description="a passkey's answer, as for signing in")

    @model_validator(mode="after")
    def _one_of_the_two(self) -> "Confirmation":
        if (self.password is None) is (self.credential is None):
            raise ValueError("either password or credential")
        return self


class PictureView(BaseModel):
    """Where the picture is now."""

    picture: str


class SignInView(BaseModel):
    """One signed-in browser."""

    id: str
    browser: str = Field(description="as it named itself (User-Agent)")
    address: str
    created_at: int
    expires_at: int
    current: bool = Field(description="the one that asks")


class SignInList(BaseModel):
    """Signed-in browsers, newest first; `next` goes into `cursor` for what follows."""

    items: list[SignInView]
    next: str | None


class PasskeyView(BaseModel):
    """One key."""

    id: str
    name: str
    created_at: int
    last_used_at: int | None


class FactorsView(BaseModel):
    """Which second factors are set up."""

    totp: bool
    passkeys: list[PasskeyView]
    recovery_codes_left: int


class TotpOfferView(BaseModel):
    """A secret to put into an app."""

    secret: str
    address: str = Field(description="otpauth://…")
    qr: str = Field(description="the address as a QR code, SVG")
    offer: str = Field(description="to bring back with the app's first code, within 15 minutes")


class TotpAcceptance(Asked):
    """The app's first code."""

    offer: str = Field(max_length=400)
    code: str = Field(max_length=16)


class NewPasskey(PasskeyAnswer):
    """A key that the browser made."""

    name: Name


class RecoveryCodes(BaseModel):
    """Shown once."""

    recovery_codes: list[str] = Field(description="empty: the present ones stay")


def router(profile: Profile, accounts: Accounts, door: Door) -> APIRouter:
    """One's own profile, password and sign-ins."""
    routes = APIRouter(prefix="/api/me", tags=["own profile"])
    Who = Annotated[SignedIn, Depends(door.may(Right.OWN_PROFILE))]

    @routes.patch("", status_code=204, operation_id="changeProfile")
    async def change(asked: ProfileChange, who: Who) -> None:
        """Change name or language."""
        await profile.change(who, asked.name, asked.language)

    @routes.put("/picture", operation_id="setPicture")
    async def set_picture(request: Request, who: Who) -> PictureView:
        """The body is the picture (PNG, JPEG, WebP, GIF; at most 1 MiB); its middle square is kept."""
        sent = await request.body()
        if not 0 < len(sent) <= pictures.MOST_BYTES:
            raise Refusal("picture_refused")
        version = await profile.set_picture(who, sent)
        return PictureView(picture=f"/api/technicians/{who.technician.id}/picture?v={version}")

    @routes.delete("/picture", status_code=204, operation_id="removePicture")
    async def remove_picture(who: Who) -> None:
        """Forget the picture."""
        await profile.remove_picture(who)

    @routes.put("/email", operation_id="changeEmail")
    async def change_email(asked: EmailChange, request: Request, who: Who) -> EmailChanged:
        """Ask the new address to confirm itself; without a mail server it counts at once."""
        done = await profile.change_email(who, asked.email, asked.password, address_of(request))
        return EmailChanged(confirmed=done)

    @routes.put("/password", status_code=204, operation_id="changePassword")
    async def change_password(asked: PasswordChange, request: Request, who: Who) -> None:
        """Set a new password; every other browser is signed out."""
        await profile.change_password(who, asked.current, asked.new, address_of(request))

    @routes.post("/confirmation", status_code=204, operation_id="confirmMyself")
    async def confirm(asked: Confirmation, request: Request, who: Who) -> None:
        """Prove again who you are; changes that matter are open for a quarter of an hour."""
        if asked.credential is not None:
            await accounts.confirm_with_passkey(who, asked.credential, address_of(request))
        else:
            await accounts.confirm(who, asked.password or "", address_of(request))

    @routes.get("/sign-ins", operation_id="listSignIns")
    async def sign_ins(who: Who, page: Paged) -> SignInList:
        """The browsers that are signed in, newest first."""
        found = await profile.sign_ins(who, page.after, page.limit)
        items, next_ = found.shown(lambda one: _sign_in_view(one, who))
        return SignInList(items=items, next=next_)

    @routes.delete("/sign-ins", status_code=204, operation_id="endOtherSignIns")
    async def end_others(who: Who) -> None:
        """Sign every other browser out."""
        await profile.end_other_sign_ins(who)

    @routes.delete("/sign-ins/{sign_in_id}", status_code=204, operation_id="endSignIn")
    async def end_one(sign_in_id: str, who: Who) -> None:
        """Sign one browser out."""
        await profile.end_sign_in(who, sign_in_id)

    return routes


def factor_router(factors: SecondFactors, passkeys: Passkeys, door: Door) -> APIRouter:
    """One's own second factors."""
    routes = APIRouter(prefix="/api/me", tags=["own profile"])
    Who = Annotated[SignedIn, Depends(door.may(Right.OWN_PROFILE))]
    Confirmed = Annotated[SignedIn, Depends(door.may(Right.OWN_PROFILE, confirmed=True))]

    @routes.get("/second-factors", operation_id="readSecondFactors")
    async def read(who: Who) -> FactorsView:
        """Which are set up."""
        found = await factors.factors(who)
        return FactorsView(
            totp=found.totp,
            passkeys=[_passkey_view(key) for key in await passkeys.listed(who)],
            recovery_codes_left=found.recovery_codes_left,
        )

    @routes.post("/totp", operation_id="offerTotp")
    async def offer(who: Confirmed) -> TotpOfferView:
        """A fresh secret for an app; nothing changes until `PUT` brings a code from it."""
        made = factors.offer_totp(who)
        return TotpOfferView(secret=made.secret, address=made.address, qr=_qr(made.address), offer=made.offer)

    @routes.put("/totp", operation_id="acceptTotp")
    async def accept(asked: TotpAcceptance, who: Confirmed) -> RecoveryCodes:
        """The app works; recovery codes when there were none."""
        return RecoveryCodes(recovery_codes=await factors.accept_totp(who, asked.offer, asked.code))

    @routes.delete("/totp", status_code=204, operation_id="removeTotp")
    async def remove_totp(who: Confirmed) -> None:
        """Forget the app."""
        await factors.remove_totp(who)

    @routes.post("/recovery-codes", operation_id="makeRecoveryCodes")
    async def new_codes(who: Confirmed) -> RecoveryCodes:
        """Ten fresh codes; the old ones stop working."""
        return RecoveryCodes(recovery_codes=await factors.new_recovery_codes(who))

    @routes.post("/passkeys/options", operation_id="passkeyOptions")
    async def passkey_options(who: Confirmed) -> dict[str, Any]:
        """What the browser needs to make a passkey (WebAuthn creation options)."""
        return await passkeys.registration_options(who)

    @routes.post("/passkeys", status_code=201, operation_id="addPasskey")
    async def add(asked: NewPasskey, who: Confirmed) -> RecoveryCodes:
        """Keep a passkey; recovery codes when there were none."""
        return RecoveryCodes(recovery_codes=(await passkeys.add(who, asked.name, asked.credential)).recovery_codes)

    @routes.delete("/passkeys/{passkey_id}", status_code=204, operation_id="removePasskey")
    async def remove(passkey_id: str, who: Confirmed) -> None:
        """Forget a passkey."""
        await passkeys.remove(who, passkey_id)

    return routes


def _passkey_view(key: Passkey) -> PasskeyView:
    return PasskeyView(id=key.id, name=key.name, created_at=key.created_at, last_used_at=key.last_used_at)


def _qr(address: str) -> str:
    drawing = BytesIO()
    segno.make(address, error="m").save(drawing, kind="svg", scale=4, border=3, light="#ffffff", xmldecl=False)
    return drawing.getvalue().decode()


def _sign_in_view(one: SignIn, who: SignedIn) -> SignInView:
    return SignInView(
        id=one.id,
        browser=one.browser,
        address=one.address,
        created_at=one.created_at,
        expires_at=one.expires_at,
        current=one.id == who.sign_in_id,
    )
