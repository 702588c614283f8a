"""Sheets: one, the plain list, and what others wrote of the same place."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from portal.associations import policy, terms
from portal.associations.models import Association, Mandate
from portal.associations.models.association import sort_key
from portal.core.db import db
from portal.core.paging import Page, page

COUNTED = 1000


def find_association(member, association_id: int) -> Association | None:
    """The association with its mandates, or None when it is absent or hidden from the member."""
    return db.session.scalar(_find(member, association_id))


def lock_association(member, association_id: int) -> Association | None:
    """The same, for a change: until the commit nobody else changes it or its mandates."""
    locking = _find(member, association_id).with_for_update(of=Association)
    return db.session.scalar(locking, execution_options={"populate_existing": True})


def associations_for(member, place: str, domain: str, after: str | None) -> Page:
    """By name: those in a region, prefecture or province (all without one), of a domain (any)."""
    query = _among(select(Association), member, place, domain)
    return page(query, [Association.sort_name, Association.id], after)


def count_for(member, place: str, domain: str) -> int:
    """How many there are, counted to COUNTED + 1 at most."""
    found = _among(select(Association.id), member, place, domain).limit(COUNTED + 1)
    return db.session.scalar(select(func.count()).select_from(found.subquery()))


def localities_in(member, province: str) -> list[str]:
    """What others entered as commune or quarter there, the most frequent first."""
    return list(
        db.session.scalars(
            select(Association.locality)
            .where(
                Association.province == province,
                Association.locality != "",
                Association.is_in_safe_mode.is_(False),
                policy.visible_to(member),
            )
            .group_by(Association.locality)
            .order_by(func.count().desc(), Association.locality)
            .limit(50)
        )
    )


def misfiled() -> int:
    """How many sheets stand in the list under another name than theirs."""
    names = db.session.execute(
        select(
            Association.name_fr, Association.name_ar, Association.acronym, Association.sort_name
        ).execution_options(yield_per=5000)
    )
    return sum(key != sort_key(*name) for *name, key in names)


def _find(member, association_id: int) -> Select:
    return (
        select(Association)
        .where(Association.id == association_id, policy.visible_to(member))
        .options(
            selectinload(Association.mandates).options(
                joinedload(Mandate.member), joinedload(Mandate.association)
            )
        )
    )


def _among(query: Select, member, place: str, domain: str) -> Select:
    query = query.where(policy.visible_to(member))
    if place:
        query = query.where(Association.province.in_(terms.places_within(place)))
    if domain:
        query = query.where(Association.domain == domain)
    return query
