"""Associations in volume: names and sizes distributed as in Morocco (HCP, ISBL 2019)."""

import json
import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from sqlalchemy import insert

from portal.associations import terms
from portal.associations.models import Association
from portal.associations.models.association import sort_key
from portal.core import clock
from portal.core.db import db

# Pairs (French, Arabic): what an association calls itself, what it is named for, what it does.
_NAMES = json.loads((Path(__file__).parent / "data" / "names.json").read_text(encoding="utf-8"))

_DOMAINS = {
    "culture": 30.9, "development": 27.6, "education": 14.4, "social": 10, "health": 3,
    "environment": 4, "rights": 3, "philanthropy": 2, "religion": 2, "professional": 2,
    "other": 1.1,
}  # fmt: skip
_COVERAGES = {
    "local": 72.6, "provincial": 12.9, "national": 7.9, "regional": 5.9, "international": 0.7,
}  # fmt: skip
_BUDGETS = {"lt5k": 20, "5-25k": 28, "25-100k": 33.2, "100-500k": 15.8, "500k-1m": 1.7, "ge1m": 1.3}
_SIZES = {"lt20": 22, "20-49": 38, "50-99": 22, "100-499": 15, "ge500": 3}
BATCH = 2000


def fill(number: int, seed: int = 2026) -> Iterator[int]:
    """Add that many associations; yields, after each batch, how many were added (commit then)."""
    chance = random.Random(seed)
    provinces = [t for t in terms.territories().values() if t.kind != "region"]
    for begin in range(0, number, BATCH):
        size = min(BATCH, number - begin)
        rows = [_row(chance, chance.choice(provinces)) for _place in range(size)]
        db.session.execute(insert(Association), rows)
        yield begin + size


def _row(chance: random.Random, province: terms.Territory) -> dict:
    kind, hope, cause = (chance.choice(words) for words in _NAMES.values())
    french = f"{kind[0]} {hope[0]} {cause[0]} {province.fr}"
    arabic = f"{kind[1]} {hope[1]} {cause[1]} {province.ar}"
    scripts = chance.random()
    names = ("", arabic) if scripts < 0.35 else (french, "") if scripts < 0.6 else (french, arabic)
    return {
        "name_fr": names[0], "name_ar": names[1], "sort_name": sort_key(*names, ""),
        "domain": _pick(chance, _DOMAINS), "province": province.code,
        "coverage": _pick(chance, _COVERAGES), "members_size": _pick(chance, _SIZES),
        "budget_size": _pick(chance, _BUDGETS), "founded_in": chance.randint(1958, 2026),
        "legal_state": "declaree_recepisse_definitif",
        "confirmed_at": clock.now() - timedelta(days=chance.randint(0, 600)),
    }  # fmt: skip


def _pick(chance: random.Random, weights: dict[str, float]) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]
