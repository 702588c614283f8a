"""Telephone numbers as Moroccans write them, to E.164 and back."""

import unicodedata

import phonenumbers


class NotAPhone(ValueError):
    """The text is no telephone number; `missing` says how many digits it lacks, if that is it."""

    def __init__(self, missing: int = 0):
        super().__init__("not a telephone number")
        self.missing = missing


def to_e164(text: str) -> str:
    """`0661-23-45-67`, `+212 661234567`, `00212…`, `661234567`, ٠٦…: all `+212661234567`.

    Raises NotAPhone for anything else.
    """
    digits = "".join(_plain(character) for character in text)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    try:
        parsed = phonenumbers.parse(digits, "MA")
    except phonenumbers.NumberParseException:
        raise NotAPhone from None
    if not phonenumbers.is_valid_number(parsed):
        raise NotAPhone(_missing(parsed))
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def to_national(e164: str) -> str:
    """+212661234567 as 06 61 23 45 67; a number of another country, or none, as it is."""
    if not e164.startswith("+212"):
        return e164
    words = "0" + e164.removeprefix("+212")
    return " ".join(words[i : i + 2] for i in range(0, len(words), 2))


def looks_like_phone(text: str) -> bool:
    kept = [c for c in text if not c.isspace() and c not in "-.()+"]
    return len(kept) >= 6 and all(unicodedata.category(c) == "Nd" for c in kept)


def _plain(character: str) -> str:
    if unicodedata.category(character) == "Nd":
        return str(unicodedata.digit(character))
    return character if character == "+" or character.isalpha() else ""


def _missing(parsed) -> int:
    length = len(str(parsed.national_number))
    return 9 - length if parsed.country_code == 212 and length < 9 else 0
