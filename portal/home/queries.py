"""What the first pages count."""

from collections import Counter

from sqlalchemy import func, select

from portal.associations import terms
from portal.associations.models import Association
from portal.core.db import db


def associations_by_region() -> list[tuple[terms.Territory, int]]:
    """Each region that has associations, with their number, the most first.

    One grouped pass over the index of provinces.
    """
    rows = db.session.execute(
        select(Association.province, func.count())
        .where(Association.suspended_at.is_(None))
        .group_by(Association.province)
    )
    counts = Counter()
    for province, number in rows:
        counts[terms.region_of(province)] += number
    return counts.most_common()
