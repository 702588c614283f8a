"""Look-alikes of a request to join: of the same name and province, or with the same contact."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, false, or_, select

from portal.associations.models import Application, Association, Mandate
from portal.core.db import db
from portal.members.models import Member

_STANDING = ("submitted", "incomplete", "accepted")


def twins(application: Application) -> list[Application]:
    """Other requests, sent and not given up."""
    found = select(Application).where(
        Application.id != application.id, Application.state.in_(_STANDING), _alike([application])
    )
    return list(db.session.scalars(found.order_by(Application.id).limit(5)))


def twin_associations(application: Application) -> list[Association]:
    """Associations of the network, but the one that this request led to."""
    contacts = _contacts([application], Member.email, Member.phone)
    with_contact = select(Mandate.association_id).join(Mandate.member).where(contacts)
    found = select(Association).where(
        or_(_named([application]), _own_contact([application]), Association.id.in_(with_contact)),
        Association.id != (application.association_id or 0),
    )
    return list(db.session.scalars(found.order_by(Association.id).limit(5)))


def have_twins(applications: Iterable[Application]) -> set[int]:
    """Which of these, by id, have a look-alike; three queries for however many."""
    waiting = [a for a in applications if a.is_open]
    if not waiting:
        return set()
    holders: dict[tuple, set] = {}
    for holder, marks in _marks_of_others(waiting):
        for mark in marks:
            holders.setdefault(mark, set()).add(holder)
    return {a.id for a in waiting if any(holders.get(m, set()) - {a.id} for m in _marks(a))}


def _marks_of_others(waiting: list[Application]):
    """(whose, marks) of each request and association that shares one with these."""
    for other in db.session.scalars(
        select(Application).where(Application.state.in_(_STANDING), _alike(waiting))
    ):
        yield other.id, _marks(other)
    sheets = select(
        Association.sort_name, Association.province, Association.email, Association.phone
    ).where(or_(_named(waiting), _own_contact(waiting)))
    for name, province, *contacts in db.session.execute(sheets):
        yield "sheet", {("name", name, province), *(("contact", c) for c in contacts)}
    people = select(Member.email, Member.phone).join(Mandate, Mandate.member_id == Member.id)
    for contacts in db.session.execute(
        people.where(_contacts(waiting, Member.email, Member.phone))
    ):
        yield "member", {("contact", contact) for contact in contacts if contact}


def _marks(application: Application) -> set[tuple]:
    """What another must share with this one to look like it."""
    names = (application.folded_fr, application.folded_ar)
    contacts = (application.contact_email, application.contact_phone)
    return {("name", name[:120], application.province) for name in names if name} | {
        ("contact", contact) for contact in contacts if contact
    }


def _alike(applications: list[Application]) -> ColumnElement[bool]:
    return or_(
        _contacts(applications, Application.contact_email, Application.contact_phone),
        *(
            and_(column == getattr(a, column.key), Application.province == a.province)
            for a in applications
            for column in (Application.folded_fr, Application.folded_ar)
            if getattr(a, column.key)
        ),
    )


def _named(applications: list[Application]) -> ColumnElement[bool]:
    keys = [key for a in applications for key in (a.folded_fr, a.folded_ar) if key]
    provinces = {a.province for a in applications}
    return and_(
        Association.sort_name.in_([key[:120] for key in keys]),
        Association.province.in_(provinces),
    )


def _own_contact(applications: list[Application]) -> ColumnElement[bool]:
    return _contacts(applications, Association.email, Association.phone)


def _contacts(applications: list[Application], email, phone) -> ColumnElement[bool]:
    emails = {a.contact_email for a in applications if a.contact_email}
    phones = {a.contact_phone for a in applications if a.contact_phone}
    return or_(email.in_(emails) if emails else false(), phone.in_(phones) if phones else false())
