"""This room's lists of terms (domains, sizes …) and the tree of territories."""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

from portal.core import i18n
from portal.core.terms import Term, add_folder, choices, terms, word, words

__all__ = [
    "Term", "Territory", "choices", "init_app", "place_choices", "place_name",
    "places_within", "region_of", "terms", "territories", "word", "words",
]  # fmt: skip

_DATA = Path(__file__).parent / "data"
add_folder(_DATA)


class Territory(NamedTuple):
    code: str
    kind: str
    parent: str
    fr: str
    ar: str

    def __str__(self) -> str:
        return self.ar if i18n.language() == "ar" else self.fr


@cache
def territories() -> dict[str, Territory]:
    """Regions, prefectures, provinces and Casablanca's arrondissement prefectures, by code."""
    with (_DATA / "territories.csv").open(encoding="utf-8") as file:
        rows = csv.DictReader(file)
        return {
            row["code"]: Territory(*(row[k] for k in ("code", "kind", "parent")),
                                   row["name_fr"], row["name_ar"])
            for row in rows
        }  # fmt: skip


def region_of(code: str) -> Territory | None:
    """The region that a territory lies in (itself, for a region)."""
    place = territories().get(code)
    while place is not None and place.kind != "region":
        place = territories().get(place.parent)
    return place


def place_name(code: str) -> str:
    """Below a prefecture "Casablanca · Aïn Chock", else the name alone."""
    place = territories().get(code)
    if place is None:
        return ""
    parent = territories().get(place.parent)
    is_part = parent is not None and parent.kind != "region"
    says_so = is_part and str(place).startswith(str(parent))
    return f"{parent} · {place}" if is_part and not says_so else str(place)


def place_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Each region with its provinces, for a select in groups."""
    return _place_choices(i18n.language())


@cache
def _place_choices(_language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    regions = [t for t in territories().values() if t.kind == "region"]
    return [(str(region), _places_in(region.code)) for region in regions]


def _places_in(region: str) -> list[tuple[str, str]]:
    return [
        (t.code, place_name(t.code))
        for t in territories().values()
        if t.kind != "region" and region_of(t.code).code == region
    ]


def places_within(code: str) -> list[str]:
    """The codes of a territory and of all that lies in it."""
    inside = [code]
    for child in territories().values():
        if child.parent == code:
            inside += places_within(child.code)
    return inside


def init_app(app) -> None:
    """Give the templates the name of a place, and lists of words."""
    app.jinja_env.filters.update(place=place_name, listed=i18n.listed)
