"""The authenticator app (time-based codes, RFC 6238) and the recovery codes that stand in for it.

Secrets are sealed by whoever calls: the domain holds no key.
"""

import hmac
import secrets

import pyotp
from sqlalchemy import delete, func, select, update

from ..foundation import clock
from ..foundation.database import db
from ..foundation.errors import Rejected
from .actions import record
from .models import User
from .proofs import Authenticator, RecoveryCode
from .queries import token_hash

STEP = 30  # seconds for which a code is shown
CODES = 10
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike
_WRONG = "This is not the code that the app shows now. Wait for the next one, and check the time of your phone."


def new_secret() -> str:
    """A secret for an app: 160 random bits in base 32."""
    return pyotp.random_base32()


def app_address(secret: str, *, email: str, site: str) -> str:
    """The `otpauth:` address that an app reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=site)


def authenticator_of(user: User) -> Authenticator | None:
    return db.session.get(Authenticator, user.id)


def recovery_codes_left(user: User) -> int:
    """How many codes `user` can still use in place of the app."""
    return db.session.scalar(select(func.count()).where(RecoveryCode.user_id == user.id)) or 0


def turn_on(*, user: User, secret: str, sealed_secret: str, code: str) -> list[str]:
    """Ask for codes from now on, as `code` proves that the app has the secret; the recovery codes, shown only now."""
    if authenticator_of(user) is not None:
        raise Rejected({"code": "An app is set up already. Turn it off before you set up another."})
    step = _step_of(secret, code)
    if step is None:
        raise Rejected({"code": _WRONG})
    db.session.add(Authenticator(user_id=user.id, sealed_secret=sealed_secret, last_step=step, created_at=clock.now()))
    record(by=user, verb="turned on the app", subject="user", subject_id=user.id)
    return _new_codes(user)


def turn_off(*, user: User, by: User | None) -> bool:
    """Ask for no codes any more; whether it was asked for any."""
    gone = db.session.scalars(
        delete(Authenticator).where(Authenticator.user_id == user.id).returning(Authenticator.user_id)
    ).all()
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    if gone:
        record(by=by, verb="turned off the app", subject="user", subject_id=user.id)
    return bool(gone)


def renew_codes(*, user: User) -> list[str]:
    """New recovery codes, shown only now; the old ones end."""
    record(by=user, verb="made recovery codes", subject="user", subject_id=user.id)
    return _new_codes(user)


def accept_code(*, user: User, secret: str, code: str) -> bool:
    """Whether the app shows `code` now, give or take one step. No code is taken twice, nor one from before it."""
    step = _step_of(secret, code)
    if step is None:
        return False
    newer = update(Authenticator).where(Authenticator.user_id == user.id, Authenticator.last_step < step)
    taken = db.session.scalars(newer.values(last_step=step).returning(Authenticator.user_id)).all()
    return bool(taken)


def accept_recovery_code(*, user: User, code: str) -> bool:
    """Whether `code` is a recovery code of `user` that was never used before."""
    this = delete(RecoveryCode).where(RecoveryCode.user_id == user.id, RecoveryCode.code_hash == _hash_of(code))
    used = bool(db.session.scalars(this.returning(RecoveryCode.id)).all())
    if used:
        record(by=user, verb="used a recovery code", subject="user", subject_id=user.id)
    return used


def _step_of(secret: str, code: str) -> int | None:
    """The number of the step whose code this is: the present one, the one before, or the next."""
    code = "".join(code.split())
    now = int(clock.now().timestamp()) // STEP
    app = pyotp.TOTP(secret)
    for step in (now, now - 1, now + 1):
        if hmac.compare_digest(app.at(step * STEP).encode(), code.encode()):
            return step
    return None


def _new_codes(user: User) -> list[str]:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    codes = ["-".join(_part() for _ in range(2)) for _ in range(CODES)]
    db.session.add_all(RecoveryCode(user_id=user.id, code_hash=_hash_of(code)) for code in codes)
    db.session.flush()
    return codes


def _part() -> str:
    return "".join(secrets.choice(_SIGNS) for _ in range(5))


def _hash_of(code: str) -> str:
    return token_hash("".join(sign for sign in code.lower() if sign.isalnum()))
