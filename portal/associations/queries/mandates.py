"""Mandates: one, those of a member, and the association that a member acts for."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.associations import policy
from portal.associations.models import Association, Mandate, MandateEvent
from portal.core.db import db


def mandates_for(member, association: Association) -> list[Mandate]:
    """Those in force first, the focal points at their head, then the past ones, newest first."""
    if not policy.may_see_mandates(member, association):
        return []
    order = ("focal_point", "officer", "staff", "volunteer")
    current = [m for m in association.mandates if m.is_current]
    past = [m for m in association.mandates if not m.is_current]
    current.sort(key=lambda m: (order.index(m.role), m.starts_on, m.id))
    past.sort(key=lambda m: (m.ends_on or m.starts_on, m.id), reverse=True)
    return current + past


def history_of(member, association: Association) -> list[MandateEvent]:
    """The last hundred acts on its mandates, for those who manage them."""
    if not policy.may_manage(member, association):
        return []
    return list(
        db.session.scalars(
            select(MandateEvent)
            .join(MandateEvent.mandate)
            .where(Mandate.association_id == association.id)
            .options(
                joinedload(MandateEvent.member),
                joinedload(MandateEvent.mandate).joinedload(Mandate.member),
            )
            .order_by(MandateEvent.id.desc())
            .limit(100)
        )
    )


def associations_of(member) -> list[Association]:
    """The associations in which the member has a mandate in force and that they may see."""
    if not member.is_authenticated:
        return []
    held = select(Mandate.association_id).where(Mandate.member_id == member.id, Mandate.current())
    return list(
        db.session.scalars(
            select(Association)
            .where(Association.id.in_(held), policy.visible_to(member))
            .order_by(Association.sort_name, Association.id)
        )
    )


def has_mandate(member) -> bool:
    if not member.is_authenticated:
        return False
    return (
        db.session.scalar(
            select(Mandate.id).where(Mandate.member_id == member.id, Mandate.current()).limit(1)
        )
        is not None
    )


def acting_for(member, chosen_id: int | None = None) -> Association | None:
    """The association that the member acts for: the one chosen, else the first of theirs."""
    own = associations_of(member)
    return next((a for a in own if a.id == chosen_id), own[0] if own else None)


def current_people(association: Association) -> list[Mandate]:
    """Its focal points and officers of today, for the sheet."""
    return [
        m
        for role in ("focal_point", "officer")
        for m in association.mandates
        if m.role == role and m.is_current and m.member.is_active
    ]
