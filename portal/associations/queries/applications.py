"""Requests to join: the applicant's by its code, the reviewer's queue, the look-alikes."""

from datetime import timedelta

from sqlalchemy import and_, delete, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.associations import policy
from portal.associations.models import Application, ApplicationEvent
from portal.core import clock
from portal.core.db import db
from portal.core.paging import Page, page
from portal.members import queries as members
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


def account_of(application: Application) -> Member | None:
    """The account that its contact has already: accepted, it becomes the focal point."""
    email, phone = application.contact_email, application.contact_phone
    by_email = members.find_by_email(email) if email else None
    return by_email or (members.find_by_phone(phone) if phone else None)


def count_of_today(email: str) -> int:
    """How many were sent in the last day with this e-mail."""
    return db.session.scalar(
        select(func.count())
        .select_from(Application)
        .where(
            Application.contact_email == email,
            Application.submitted_at > clock.now() - timedelta(days=1),
        )
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
