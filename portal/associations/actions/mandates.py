"""Mandates: given, changed, ended, handed over; the association always keeps a focal point."""

from datetime import date

from portal.associations import policy
from portal.associations.models import Association, Mandate
from portal.core import clock, links, mail
from portal.core.db import db
from portal.members.models import Member


class Overlap(ValueError):
    """The member has that role there already, on a day of that time."""


class LastFocalPoint(ValueError):
    """Without this mandate the association would have no focal point: it is handed over first."""


def give_mandate(
    association: Association, member: Member, role: str, *, by: Member, title: str = "",
    starts_on: date | None = None, ends_on: date | None = None, note: str = "",
    invitation_id: int | None = None,
) -> Mandate:  # fmt: skip
    """Raises Overlap when the member has this role there in that time."""
    if _held(association, member, role, starts_on or clock.today(), ends_on):
        raise Overlap
    mandate = Mandate.give(
        association, member, role, by=by, title=title, starts_on=starts_on, ends_on=ends_on,
        note=note, invitation_id=invitation_id,
    )  # fmt: skip
    if member is not by and invitation_id is None:
        _tell(mandate, by)
    return mandate


def change_mandate(
    mandate: Mandate, *, by: Member, role: str, title: str, ends_on: date | None
) -> Mandate:
    """A new role is a new mandate from today on; raises LastFocalPoint and Overlap."""
    if (role != "focal_point" or ends_on) and policy.must_hand_over(mandate):
        raise LastFocalPoint
    if role == mandate.role:
        mandate.change(by, title=title, ends_on=ends_on)
        return mandate
    if _held(mandate.association, mandate.member, role, clock.today(), ends_on):
        raise Overlap
    mandate.end(by)
    return give_mandate(
        mandate.association, mandate.member, role, by=by, title=title, ends_on=ends_on
    )


def end_mandate(mandate: Mandate, *, by: Member, note: str = "") -> None:
    """Raises LastFocalPoint."""
    if policy.must_hand_over(mandate):
        raise LastFocalPoint
    mandate.end(by, note)


def hand_over(
    mandate: Mandate, heir: Member, *, by: Member, stays_as: str = "", note: str = ""
) -> Mandate:
    """The heir becomes focal point; the one before leaves, or stays in another role."""
    association = mandate.association
    heirs = [m for m in association.mandates if m.member_id == heir.id and m.is_current]
    for other in heirs:
        other.end(by, note)
    title = heirs[0].title if heirs else ""
    mandate.end(by, note)
    given = give_mandate(association, heir, "focal_point", by=by, title=title, note=note)
    if stays_as and not _held(association, mandate.member, stays_as, clock.today(), None):
        give_mandate(association, mandate.member, stays_as, by=by, title=mandate.title, note=note)
    return given


def _held(association: Association, member: Member, role: str, starts_on, ends_on) -> bool:
    return any(
        mandate.role == role and mandate.member is member and mandate.overlaps(starts_on, ends_on)
        for mandate in association.mandates
    )


def _tell(mandate: Mandate, by: Member) -> None:
    """A mail to the one who holds it now; a focal point's says what is expected."""
    if not mandate.member.email:
        return
    db.session.flush()
    mail.post(
        f"mandate-{mandate.id}", mandate.member.email, mandate.member.language or "fr",
        "handover" if mandate.role == "focal_point" else "mandate",
        mandate=mandate, association=mandate.association, by=by,
        sheet_url=links.outside(
            "associations.show", association_id=mandate.association.id
        ),
    )  # fmt: skip
