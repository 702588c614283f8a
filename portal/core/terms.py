"""Lists of terms (languages, domains, sizes …): read from files that can be edited.

A term has a code, which is what is kept, and its words in French, Arabic and English.
"""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

from portal.core import i18n

_folders = [Path(__file__).parent / "data"]


def init_app(app) -> None:
    """Give the templates the words of codes: `code|term("domains")`."""
    app.jinja_env.filters.update(
        term=lambda code, name: word(name, code), terms=lambda codes, name: words(name, codes)
    )


class Term(NamedTuple):
    code: str
    fr: str
    ar: str
    en: str

    def __str__(self) -> str:
        return getattr(self, i18n.language())


def add_folder(folder: Path) -> None:
    """Called by a room that has lists of its own."""
    if folder not in _folders:
        _folders.append(folder)


@cache
def terms(name: str) -> dict[str, Term]:
    """The list `<name>.csv` by code, in its order."""
    file = next(f for folder in _folders if (f := folder / f"{name}.csv").exists())
    with file.open(encoding="utf-8") as lines:
        return {row["code"]: Term(**row) for row in csv.DictReader(lines)}


def choices(name: str) -> list[tuple[str, str]]:
    """(code, words in the page's language), for a form."""
    return [(term.code, str(term)) for term in terms(name).values()]


def word(name: str, code: str) -> str:
    """The words of a code; the code itself if the list has lost it, and nothing for none."""
    return str(terms(name)[code]) if code in terms(name) else code


def words(name: str, codes: list[str] | None) -> list[str]:
    return [word(name, code) for code in codes or []]
