"""One text, however it is spelt, to one key: for finding a name again."""

import re
import unicodedata

_ARABIC = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"), **dict.fromkeys("ىیئ", "ي"), **dict.fromkeys("ةہ", "ه"),
        **dict.fromkeys("گڭڨک", "ك"), "ؤ": "و", "ڤ": "ف", "پ": "ب", "ء": None, "ـ": None,
        "œ": "oe", "æ": "ae",
    }
)  # fmt: skip
_APART = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Small letters without accents, vowel marks, variants and signs; words apart by one space.

    Arabic letters are mapped before and after the marks go, because normalising would otherwise
    take the hamza off its seat and hide it from the map.
    """
    text = unicodedata.normalize("NFKC", text).casefold().translate(_ARABIC)
    text = unicodedata.normalize("NFKD", text)
    kept = (_plain(c) for c in text if unicodedata.category(c) not in ("Mn", "Cf"))
    return _APART.sub(" ", "".join(kept).translate(_ARABIC)).strip()


def _plain(character: str) -> str:
    is_digit = unicodedata.category(character) == "Nd"
    return str(unicodedata.digit(character)) if is_digit else character
