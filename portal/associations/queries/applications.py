"""Requests to join: the applicant's by its code, the reviewer's queue, the look-alikes."""

from sqlalchemy import ColumnElement, and_, delete, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.associations import policy
from portal.associations.models import Application, ApplicationEvent, Association, Mandate
from portal.core.db import db
from portal.core.paging import Page, page
from portal.members.models import Member

_SHOWN = {"submitted": Application.submitted_at, "incomplete": Application.submitted_at}


def find_by_code(code: str) -> Application | None:
    """The application whose holder of the code may read and complete it."""
    return db.session.scalar(select(Application).where(Application.code == code))


def find_application(member, application_id: int) -> Application | None:
    """With its history, for somebody who may review; drafts are the applicant's alone."""
    if not policy.may_review(member):
        return None
    return db.session.scalar(
        select(Application)
        .where(Application.id == application_id, Application.state != "draft")
        .options(
            selectinload(Application.events).joinedload(ApplicationEvent.member),
            joinedload(Application.decided_by),
            joinedload(Application.association),
        )
        .with_for_update(of=Application)
    )


def queue(state: str, after: str | None) -> Page:
    """Applications in that state, the first to come first."""
    query = select(Application).where(Application.state == state)
    return page(query, [Application.id], after, size=20)


def counts_by_state() -> dict[str, int]:
    rows = db.session.execute(
        select(Application.state, func.count())
        .where(Application.state.in_(("submitted", "incomplete")))
        .group_by(Application.state)
    )
    return dict(rows.all())


def waiting_count() -> int:
    return db.session.scalar(
        select(func.count()).select_from(Application).where(Application.state == "submitted")
    )


def twins(application: Application) -> list[Application]:
    """Other requests, sent and not given up, of the same name and province or the same contact."""
    return list(
        db.session.scalars(
            select(Application)
            .where(
                Application.id != application.id,
                Application.state.in_(("submitted", "incomplete", "accepted")),
                _same(application),
            )
            .order_by(Application.id)
            .limit(5)
        )
    )


def twin_associations(application: Application) -> list[Association]:
    """Associations of the network of the same name and province, or with the same contact."""
    with_contact = (
        select(Mandate.association_id)
        .join(Member, Mandate.member_id == Member.id)
        .where(_contact_of(application, Member.email, Member.phone))
    )
    names = [n for n in (application.folded_fr, application.folded_ar) if n]
    same_name = and_(
        Association.province == application.province,
        or_(Association.sort_name.in_([n[:120] for n in names])),
    )
    own = _contact_of(application, Association.email, Association.phone)
    found = select(Association).where(
        or_(same_name, own, Association.id.in_(with_contact)),
        Association.id != (application.association_id or 0),
    )
    return list(db.session.scalars(found.order_by(Association.id).limit(5)))


def have_twins(applications) -> set[int]:
    """Which of these, by id, have a look-alike among the requests that wait or were accepted."""
    return {a.id for a in applications if a.is_open and (twins(a) or twin_associations(a))}


def waiting_since(moment) -> list[Application]:
    return list(
        db.session.scalars(
            select(Application).where(
                Application.state == "submitted", Application.submitted_at <= moment
            )
        )
    )


def remove_stale(drafts_before, decided_before) -> int:
    """Take away forgotten drafts and, a year on, refused and withdrawn requests (law 09-08)."""
    stale = or_(
        and_(Application.state == "draft", Application.saved_at < drafts_before),
        and_(
            Application.state.in_(("refused", "withdrawn")), Application.decided_at < decided_before
        ),
    )
    ids = select(Application.id).where(stale)
    db.session.execute(delete(ApplicationEvent).where(ApplicationEvent.application_id.in_(ids)))
    return db.session.execute(delete(Application).where(stale)).rowcount


def _same(application: Application) -> ColumnElement[bool]:
    clauses = [_contact_of(application, Application.contact_email, Application.contact_phone)]
    for column in (Application.folded_fr, Application.folded_ar):
        if name := getattr(application, column.key):
            clauses.append(and_(column == name, Application.province == application.province))
    return or_(*clauses)


def _contact_of(application: Application, email, phone) -> ColumnElement[bool]:
    clauses = []
    if application.contact_email:
        clauses.append(email == application.contact_email)
    if application.contact_phone:
        clauses.append(phone == application.contact_phone)
    return or_(False, *clauses)
