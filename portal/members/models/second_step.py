"""The second step of signing in: a code from the telephone, or one of ten kept on paper."""

import hmac
import time

import pyotp
from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import codes
from portal.core.folding import fold

STEP_SECONDS = 30
RECOVERY_CODES = 10


class SecondStep:
    """Columns and verbs of a member."""

    totp_secret: Mapped[str | None]
    totp_last_step: Mapped[int] = mapped_column(default=0)
    recovery_digests: Mapped[list] = mapped_column(JSON, default=list)

    @property
    def has_second_step(self) -> bool:
        return self.totp_secret is not None

    def turn_on_second_step(self, secret: str, code: str) -> list[str]:
        """Ten recovery codes, shown once; none when the code is not the one of the secret."""
        step = matching_step(secret, code)
        if step is None:
            return []
        self.totp_secret, self.totp_last_step = secret, step
        return self.renew_recovery_codes()

    def turn_off_second_step(self) -> None:
        self.totp_secret, self.totp_last_step, self.recovery_digests = None, 0, []

    def renew_recovery_codes(self) -> list[str]:
        fresh = [codes.new_code() for _turn in range(RECOVERY_CODES)]
        self.recovery_digests = [codes.digest(code) for code in fresh]
        return fresh

    def accepts(self, code: str) -> bool:
        """Whether the code is right; it is used up, so that it is right once."""
        step = matching_step(self.totp_secret, code)
        if step is not None and step > self.totp_last_step:
            self.totp_last_step = step
            return True
        return self._uses_recovery_code(codes.digest(typed(code)))

    def _uses_recovery_code(self, digest: str) -> bool:
        left = [kept for kept in self.recovery_digests if kept != digest]
        is_one = len(left) < len(self.recovery_digests)
        self.recovery_digests = left
        return is_one


def typed(code: str) -> str:
    """As somebody typed it, Arabic digits and small letters too, to how a code is kept."""
    return codes.read_code(fold(code))


def matching_step(secret: str, code: str) -> int | None:
    """The half minute that the code belongs to: this one, or a neighbour for a clock that errs."""
    totp, now = pyotp.TOTP(secret), int(time.time()) // STEP_SECONDS
    for step in (now, now - 1, now + 1):
        if hmac.compare_digest(totp.generate_otp(step), typed(code)):
            return step
    return None
