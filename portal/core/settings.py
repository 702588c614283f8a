"""The settings: read from the environment, each with a default that runs."""

import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from babel import Locale
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

ROOT = Path(__file__).resolve().parents[2]


class WrongSetting(Exception):
    """A value that cannot be used; the message names the setting and says what it takes."""


class Setting(NamedTuple):
    name: str
    default: str
    read: Callable[[str], Any]
    meaning: str


def _words(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be empty")
    return text.strip()


def _number(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.strip().isascii() or not text.strip().isdigit():
            raise ValueError(f"must be a whole number from {low} to {high}")
        value = int(text)
        if not low <= value <= high:
            raise ValueError(f"must be a whole number from {low} to {high}")
        return value

    return read


def _yes_or_no(text: str) -> bool:
    if text.strip().lower() not in ("yes", "no"):
        raise ValueError("must be yes or no")
    return text.strip().lower() == "yes"


def _database(text: str) -> str:
    if not text:
        return ""
    try:
        url = make_url(text)
    except ArgumentError:
        raise ValueError("must be an address like postgresql://name:word@host/database") from None
    if url.drivername.startswith("postgres"):
        return url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    if url.drivername == "sqlite":
        return text
    raise ValueError("must begin with postgresql:// or sqlite:///")


def _web_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError("must begin with http:// or https:// and name a host")
    return text.rstrip("/")


def _country(text: str) -> str:
    if text.upper() not in Locale("en").territories or len(text) != 2:
        raise ValueError("must be a country's two letters, like MA")
    return text.upper()


def _mail_server(text: str) -> str:
    if text and (urlsplit(text).scheme not in ("smtp", "smtps") or not urlsplit(text).hostname):
        raise ValueError("must be an address like smtp://name:word@host:587")
    return text


def _mail_address(text: str) -> str:
    if "@" not in text:
        raise ValueError("must be an e-mail address")
    return text


SETTINGS = [
    Setting("PORTAL_NAME", "Jam3iyat", _words, "the name in the header, the mails and the print"),
    Setting(
        "PUBLIC_URL",
        "http://127.0.0.1:8000",
        _web_address,
        "the portal's own address, used in mails and printed codes",
    ),
    Setting(
        "DATABASE_URL",
        "",
        _database,
        "postgresql://…; without it, a SQLite file in the instance folder",
    ),
    Setting("INSTANCE_PATH", str(ROOT / "instance"), _words, "the folder that the portal writes"),
    Setting("SECRET_KEY", "", str, "signs cookies; without it, one is kept in INSTANCE_PATH"),
    Setting("SMTP_URL", "", _mail_server, "smtp://…; without it, mails are kept in a folder"),
    Setting("MAIL_FROM", "portail@localhost", _mail_address, "the sender of the portal's mails"),
    Setting("MAIL_PER_DAY", "300", _number(1, 1_000_000), "how many mails may leave in a day"),
    Setting("DEFAULT_LANGUAGE", "fr", lambda t: _one_of(t, ("fr", "ar", "en")), "fr, ar or en"),
    Setting(
        "CNDP_NUMBER", "", str, "the number of the declaration to the CNDP, shown under the forms"
    ),
    Setting("CONTROLLER", "", str, "who answers for the personal data (law 09-08), shown likewise"),
    Setting("HOSTING_COUNTRY", "MA", _country, "where the data are kept, as two letters"),
    Setting("BODY_LIMIT_KB", "1024", _number(64, 65536), "the largest form that is read"),
    Setting("SIGN_IN_PER_ADDRESS", "60", _number(5, 10000), "failed tries an hour from an address"),
    Setting("SIGN_IN_PER_ACCOUNT", "10", _number(3, 1000), "failed tries an hour for an account"),
    Setting("TRUST_PROXY", "no", _yes_or_no, "yes behind one proxy that sets X-Forwarded-For"),
    Setting("RUN_TASKS", "yes", _yes_or_no, "no when the tasks run in a process of their own"),
]


def _one_of(text: str, allowed: tuple[str, ...]) -> str:
    if text not in allowed:
        raise ValueError(f"must be one of {', '.join(allowed)}")
    return text


def load(given: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Every setting's value; `given` (text as in the environment) wins over the environment.

    Raises WrongSetting, with the name, for a value that cannot be used.
    """
    given = given or {}
    values = {}
    for setting in SETTINGS:
        text = str(given.get(setting.name, os.environ.get(setting.name, setting.default)))
        try:
            values[setting.name] = setting.read(text)
        except ValueError as reason:
            raise WrongSetting(f"{setting.name} {reason}") from None
    values["SECRET_KEY"] = values["SECRET_KEY"] or _kept_secret(Path(values["INSTANCE_PATH"]))
    values["DATABASE_URL"] = values["DATABASE_URL"] or _sqlite_file(Path(values["INSTANCE_PATH"]))
    return values


def _kept_secret(folder: Path) -> str:
    file = _writable(folder) / "secret_key"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48))
    return file.read_text()


def _sqlite_file(folder: Path) -> str:
    return f"sqlite:///{_writable(folder) / 'portal.sqlite3'}"


def _writable(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise WrongSetting(f"INSTANCE_PATH {folder} cannot be made: {error.strerror}") from None
    if not os.access(folder, os.W_OK):
        raise WrongSetting(f"INSTANCE_PATH {folder} must be a folder that the portal may write")
    return folder
