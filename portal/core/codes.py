"""Codes that people copy by hand, and tokens that they do not."""

import hashlib
import hmac
import secrets

from flask import current_app

# Without 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V: nothing that is misread on paper or over the telephone.
ALPHABET = "34679ACDEFGHJKMNPQRTVWXY"


def new_code(length: int = 8) -> str:
    """Random characters of ALPHABET; 8 of them are 1 of 110 thousand million."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def spaced(code: str) -> str:
    """In groups of four: 7K3M-9QXT."""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


def read_code(text: str) -> str:
    """What somebody typed, as the code is kept: capitals, without spaces and dashes."""
    return "".join(c for c in text.upper() if c.isascii() and c.isalnum())


def new_token() -> str:
    return secrets.token_urlsafe(24)


def digest(secret: str) -> str:
    """How a secret is kept: without SECRET_KEY, a reader of the table cannot even guess it."""
    key = current_app.config["SECRET_KEY"].encode()
    return hmac.new(key, secret.encode(), hashlib.sha256).hexdigest()
