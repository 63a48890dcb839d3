"""Passkeys (WebAuthn level 2): one gesture on a device, in place of password and code.

The library is loaded when somebody has to do with passkeys: it takes long, and its memory is of use to few.
"""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from ..foundation import clock
from ..foundation.database import db
from ..foundation.errors import NotFound, Rejected
from .actions import record
from .models import User
from .proofs import Passkey

MOST = 20  # of one user
_REFUSED = "This passkey could not be read. Try again."


@dataclass(frozen=True)
class Party:
    """The site as passkeys know it: they work for its host alone."""

    name: str
    url: str

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def can_have_passkeys(self) -> bool:
        """Browsers make them for names only, and over HTTPS or on the machine itself."""
        is_name = any(sign.isalpha() for sign in self.host) and ":" not in self.host
        return is_name and (self.url.startswith("https:") or self.host == "localhost")


def passkeys_of(user: User) -> list[Passkey]:
    """The passkeys of `user`, the oldest first."""
    return list(db.session.scalars(select(Passkey).where(Passkey.user_id == user.id).order_by(Passkey.id)))


def options_to_add(user: User, party: Party) -> tuple[dict[str, Any], str]:
    """What the browser needs to make a passkey, and the challenge that it has to answer."""
    import webauthn
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    options = webauthn.generate_registration_options(
        rp_id=party.host,
        rp_name=party.name,
        user_id=f"user {user.id}".encode(),
        user_name=user.email,
        user_display_name=user.name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=webauthn.base64url_to_bytes(passkey.credential))
            for passkey in passkeys_of(user)
        ],
    )
    return json.loads(webauthn.options_to_json(options)), webauthn.helpers.bytes_to_base64url(options.challenge)


def add_passkey(*, user: User, name: str, answer: str, challenge: str, party: Party) -> Passkey:
    """The passkey that a browser made for `challenge`; `Rejected` when its answer proves nothing."""
    if len(passkeys_of(user)) >= MOST:
        raise Rejected({"name": f"You have {MOST} passkeys. Remove one first."})
    import webauthn

    try:
        proven = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=webauthn.base64url_to_bytes(challenge),
            expected_rp_id=party.host,
            expected_origin=party.url,
            require_user_verification=True,
        )
    except _wrong_answers() as error:
        raise Rejected({"name": _REFUSED}) from error
    credential = webauthn.helpers.bytes_to_base64url(proven.credential_id)
    if db.session.scalar(select(Passkey.id).where(Passkey.credential == credential)):
        raise Rejected({"name": "This device has a passkey already."})
    passkey = Passkey(
        user_id=user.id,
        credential=credential,
        public_key=proven.credential_public_key,
        sign_count=proven.sign_count,
        name=name.strip()[:60] or "Passkey",
        created_at=clock.now(),
    )
    db.session.add(passkey)
    db.session.flush()
    record(by=user, verb="added a passkey", subject="user", subject_id=user.id, detail={"name": passkey.name})
    return passkey


def remove_passkey(*, passkey_id: int, by: User) -> None:
    """Let a passkey of `by` open nothing any more; `NotFound` when it is not theirs."""
    passkey = db.session.get(Passkey, passkey_id)
    if passkey is None or passkey.user_id != by.id:
        raise NotFound
    db.session.delete(passkey)
    record(by=by, verb="removed a passkey", subject="user", subject_id=by.id, detail={"name": passkey.name})


def remove_all_passkeys(*, user: User, by: User | None) -> int:
    """Remove every passkey of `user`; how many there were."""
    gone = db.session.scalars(delete(Passkey).where(Passkey.user_id == user.id).returning(Passkey.id)).all()
    if gone:
        record(by=by, verb="removed all passkeys", subject="user", subject_id=user.id)
    return len(gone)


def options_to_sign_in(party: Party) -> tuple[dict[str, Any], str]:
    """What the browser needs to offer its passkeys, and the challenge that it has to answer."""
    import webauthn
    from webauthn.helpers.structs import UserVerificationRequirement

    options = webauthn.generate_authentication_options(
        rp_id=party.host, user_verification=UserVerificationRequirement.REQUIRED
    )
    return json.loads(webauthn.options_to_json(options)), webauthn.helpers.bytes_to_base64url(options.challenge)


def user_by_passkey(*, answer: str, challenge: str, party: Party) -> User | None:
    """The enabled user whose passkey answered `challenge`; None in every other case."""
    import webauthn

    try:
        passkey = _named_in(answer)
        if passkey is None:
            return None
        proven = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=webauthn.base64url_to_bytes(challenge),
            expected_rp_id=party.host,
            expected_origin=party.url,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except _wrong_answers():
        return None
    passkey.sign_count = proven.new_sign_count
    passkey.last_used_at = clock.now()
    db.session.flush()
    return passkey.user if passkey.user.is_enabled else None


def _wrong_answers() -> tuple[type[Exception], ...]:
    """Whatever a crafted answer makes of the library."""
    from webauthn.helpers.exceptions import WebAuthnException

    return WebAuthnException, ValueError, TypeError, KeyError


def _named_in(answer: str) -> Passkey | None:
    said = json.loads(answer)
    credential = said.get("id") if isinstance(said, dict) else None
    if not isinstance(credential, str):
        return None
    return db.session.scalar(select(Passkey).options(joinedload(Passkey.user)).where(Passkey.credential == credential))
