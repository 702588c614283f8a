"""Lists paged by key: the next page begins after the last row shown, whatever was added since."""

import base64
import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, tuple_

from portal.core.db import db


class Page(NamedTuple):
    """A stretch of a list; `after` is the key of the next one, or None at the end."""

    items: Sequence[Any]
    after: str | None


def page(query: Select, keys: Sequence, after: str | None, size: int = 20) -> Page:
    """At most `size` rows of `query` in the order of `keys` (columns, the last one unique).

    `after` is what an earlier page gave; a text that is none is taken for the beginning.
    """
    place = _read(after, keys)
    if place is not None:
        query = query.where(tuple_(*keys) > tuple_(*place))
    rows = db.session.execute(query.add_columns(*keys).order_by(*keys).limit(size + 1)).all()
    items = [row[0] for row in rows[:size]]
    return Page(items, _write(rows[size - 1][1:]) if len(rows) > size else None)


def _write(values: Sequence) -> str:
    packed = json.dumps(list(values), default=str, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def _read(after: str | None, keys: Sequence) -> list | None:
    if not after:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
    except (ValueError, RecursionError):
        return None
    if not isinstance(values, list) or len(values) != len(keys):
        return None
    return values if all(map(_fits, values, keys)) else None


def _fits(value, key) -> bool:
    """Whether a database takes it beside this column: of its type, no NUL, no half a character."""
    if type(value) is not key.type.python_type:
        return False
    if isinstance(value, int):
        return abs(value) < 2**63
    return not any(c == "\0" or "\ud800" <= c <= "\udfff" for c in value)
