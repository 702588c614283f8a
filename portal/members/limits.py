"""How often somebody may try: few times for an account, gently for an address that many share."""

import math
import time

from flask import current_app
from limits import RateLimitItemPerHour

from portal.core import codes, guard

MAILS_PER_ACCOUNT = 3


def take_try(account: str, of: str = "account") -> int:
    """Count a try for this account; the seconds to wait before it may be made, 0 for none.

    `of` keeps apart what is tried: nobody uses up another's tries by typing their number as an
    identifier. The count goes by what was typed, so that it tells nothing of whether the account
    exists. An address is counted by `count_failure` alone: a whole cybercafé may sign in from it.
    """
    tries = _per_hour("SIGN_IN_PER_ACCOUNT"), of, codes.digest(account)
    if wait := wait_of_address():
        return wait
    return 0 if _strategy().hit(*tries) else _wait(*tries)


def count_failure() -> int:
    """Count one for the address; the seconds to wait when there have been too many."""
    address = _per_hour("SIGN_IN_PER_ADDRESS"), "sign-in", guard.address()
    return 0 if _strategy().hit(*address) else _wait(*address)


def wait_of_address() -> int:
    """The seconds for which nobody at this address may guess, 0 for none; nothing is counted."""
    address = _per_hour("SIGN_IN_PER_ADDRESS"), "sign-in", guard.address()
    return 0 if _strategy().test(*address) else _wait(*address)


def forget_tries(account: str, of: str = "account") -> None:
    """After a success: who knows the password has not been guessing."""
    _strategy().clear(_per_hour("SIGN_IN_PER_ACCOUNT"), of, codes.digest(account))


def may_be_mailed(account: str, of: str = "mail") -> bool:
    return _strategy().hit(RateLimitItemPerHour(MAILS_PER_ACCOUNT), of, codes.digest(account))


def per_address() -> str:
    """The same bound, for a view that counts every form."""
    return f"{current_app.config['SIGN_IN_PER_ADDRESS']}/hour"


def _per_hour(setting: str) -> RateLimitItemPerHour:
    return RateLimitItemPerHour(current_app.config[setting])


def _wait(item, *key) -> int:
    return max(1, math.ceil(_strategy().get_window_stats(item, *key).reset_time - time.time()))


def _strategy():
    return guard.limiter.limiter
