"""What the first pages count."""

from sqlalchemy import func, select

from portal.associations import terms
from portal.associations.models import Association
from portal.core.db import db


def associations_by_region() -> list[tuple[terms.Territory, int]]:
    """Each of the twelve regions with its associations, the most first.

    One grouped pass over the index of provinces.
    """
    rows = db.session.execute(
        select(Association.province, func.count())
        .where(Association.suspended_at.is_(None))
        .group_by(Association.province)
    )
    counts = dict.fromkeys((t.code for t in terms.territories().values() if t.kind == "region"), 0)
    for province, number in rows:
        region = terms.region_of(province)
        if region is not None:
            counts[region.code] += number
    regions = [(terms.territories()[code], number) for code, number in counts.items()]
    return sorted(regions, key=lambda entry: -entry[1])
