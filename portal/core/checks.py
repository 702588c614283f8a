"""What a field accepts beyond its length: checks for forms, each with a sentence that helps."""

import re
import unicodedata
from datetime import date
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from wtforms.validators import StopValidation

from portal.core import clock, phones

_ADDRESS = re.compile(r"://|\bwww\.", re.IGNORECASE)


def latin_name(_form, field) -> None:
    """A name in Latin letters: "Association Amal"."""
    plain_text(_form, field)
    if field.data and not _has_script(field.data, "LATIN"):
        raise StopValidation(
            _("Write this name in Latin letters; the Arabic one has its own field.")
        )


def arabic_name(_form, field) -> None:
    """A name in Arabic letters: "جمعية الأمل"."""
    plain_text(_form, field)
    if field.data and not _has_script(field.data, "ARABIC"):
        raise StopValidation(
            _("Write this name in Arabic letters; the French one has its own field.")
        )


def plain_text(_form, field) -> None:
    """Letters of any script, without pictures (emoji) and web addresses: names stand in mails that
    the portal writes to others.
    """
    if any(unicodedata.category(c) in ("So", "Cs", "Co", "Cn") for c in field.data or ""):
        raise StopValidation(_("No emoji here, words only."))
    if _ADDRESS.search(field.data or ""):
        raise StopValidation(_("No web address here, words only."))


def email(_form, field) -> None:
    """An e-mail address, kept in small letters; an empty one passes."""
    if not field.data:
        return
    try:
        field.data = validate_email(field.data, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise StopValidation(
            _("This is not an e-mail address. Example: %(example)s", example="nom@exemple.ma")
        ) from None


def phone(_form, field) -> None:
    """A telephone number in any of the forms people write, kept as +212…; an empty one passes."""
    if not field.data:
        return
    try:
        field.data = phones.to_e164(field.data)
    except phones.NotAPhone as wrong:
        raise StopValidation(_phone_message(wrong.missing)) from None


def web_address(_form, field) -> None:
    """An address that begins with http:// or https:// (added when it was left out)."""
    if not field.data:
        return
    text = field.data if "://" in field.data else f"https://{field.data}"
    if not _is_web_address(text):
        raise StopValidation(
            _("This is not a web address. Example: %(example)s", example="https://exemple.ma")
        )
    field.data = text


def not_in_future(_form, field) -> None:
    """A date that has come."""
    if isinstance(field.data, date) and field.data > clock.today():
        raise StopValidation(_("This date has not come yet."))


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in (parts.hostname or "")


def _has_script(text: str, script: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    named = sum(unicodedata.name(c, "").startswith(script) for c in letters)
    return named > len(letters) / 2


def _phone_message(missing: int) -> str:
    from flask_babel import ngettext

    example = "06 61 23 45 67".replace(" ", "\N{NO-BREAK SPACE}")
    if missing > 0:
        return ngettext(
            "%(num)s digit is missing. Example: %(example)s",
            "%(num)s digits are missing. Example: %(example)s",
            missing, example=example,
        )  # fmt: skip
    return _("This is not a telephone number. Example: %(example)s", example=example)
