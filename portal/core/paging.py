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
    place = _read(after, len(keys))
    if place is not None:
        query = query.where(tuple_(*keys) > tuple_(*place))
    rows = db.session.execute(query.add_columns(*keys).order_by(*keys).limit(size + 1)).all()
    items = [row[0] for row in rows[:size]]
    return Page(items, _write(rows[size - 1][1:]) if len(rows) > size else None)


def _write(values: Sequence) -> str:
    packed = json.dumps(list(values), default=str, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def _read(after: str | None, length: int) -> list | None:
    if not after:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
    except ValueError:
        return None
    if not isinstance(values, list) or len(values) != length:
        return None
    return values if all(isinstance(v, str | int) for v in values) else None
