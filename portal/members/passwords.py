"""Passwords: hashed where nobody waits behind them, refused when they are easy to guess."""

import secrets
import sys
import unicodedata
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import has_request_context

from portal.core.db import read_first
from portal.core.folding import fold

SHORTEST, LONGEST = 8, 200
# Two at once, 19 MiB each: what a small machine can spare (OWASP's least for argon2id).
_AT_ONCE = 2
_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_nobodys = _hasher.hash(secrets.token_urlsafe())


def hashed(password: str) -> str:
    """What is kept of a password. Gives the write lock back: see `replay.resume`."""
    _give_way()
    return _apart(_hasher.hash, _plain(password))


def is_right(kept: str | None, password: str) -> bool:
    """Whether it is the password; for an account that does not exist it takes just as long."""
    _give_way()
    return _apart(_matches, kept or _nobodys, _plain(password)) and kept is not None


def is_outdated(kept: str) -> bool:
    return _hasher.check_needs_rehash(kept)


def is_common(password: str) -> bool:
    return _key(password) in _common() or len(set(_key(password))) < 3


def names_its_owner(password: str, words: list[str]) -> bool:
    """Whether the password is the name, e-mail or telephone, however it is spelt."""
    return _key(password) in {_key(word) for word in words if word}


def _give_way() -> None:
    """A command has nobody waiting behind it, and its transaction is its own."""
    if has_request_context():
        read_first()


def _plain(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


def _key(text: str) -> str:
    return fold(text).replace(" ", "")


@cache
def _common() -> frozenset[str]:
    file = Path(__file__).parent / "data" / "common_passwords.txt"
    return frozenset(_key(line) for line in file.read_text(encoding="utf-8").splitlines())


def _matches(kept: str, password: str) -> bool:
    try:
        return _hasher.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


def _apart(work, *given):
    """In a thread of its own under gevent, so that the other requests go on."""
    if "gevent" in sys.modules and sys.modules["gevent"].monkey.is_module_patched("threading"):
        return _threads().apply(work, given)
    return work(*given)


@cache
def _threads():
    from gevent.threadpool import ThreadPool

    return ThreadPool(_AT_ONCE)
