"""Joining: what follows from sending, completing and deciding a request."""

from portal.associations import terms
from portal.associations.models import Application, Association, Mandate
from portal.associations.queries import applications as queries
from portal.associations.queries import twins as lookalikes
from portal.core import clock, links, mail
from portal.core.db import db
from portal.members import queries as members
from portal.members.models import Member, Ticket

# To one address in a day: a stranger may have given that of somebody else.
MOST_RECEIPTS = 3


def submit(application: Application) -> None:
    """Send the request, tell the applicant its reference and the coordinators that it waits."""
    application.submit()
    _tell_coordinators(application, "application_new", "new")
    if queries.count_of_today(application.contact_email) <= MOST_RECEIPTS:
        _tell_applicant(application, "received")
        for twin in lookalikes.twins(application):
            _tell_twin(application, twin)


def complete(application: Application, values: dict) -> None:
    application.complete(values)
    _tell_coordinators(application, "application_completed", f"completed-{application.version}")


def ask_complement(application: Application, reviewer: Member, fields: list, words: str) -> None:
    application.ask_complement(reviewer, fields, words)
    _tell_applicant(application, "complement", turn=application.version)


def refuse(application: Application, reviewer: Member, reason: str, words: str) -> None:
    application.refuse(reviewer, reason, words)
    _tell_applicant(application, "refused", reason=terms.terms("refusals")[reason])


def admit(application: Application, reviewer: Member) -> tuple[Association, str]:
    """Create the association with its focal point.

    Returns it with the activation secret of an account that waits for its first password: the
    coordinator hands it over. It is empty when there is none, or when the mail holds it as a link.
    That mail is the account's own: an applicant may give another's telephone with their own e-mail.
    """
    association = _association_of(application)
    member = _focal_point_of(application)
    Mandate.give(association, member, "focal_point", by=reviewer, title=application.contact_role)
    application.accept(reviewer, association)
    secret = "" if member.password_hash else _invite(member, reviewer)
    is_mailed = bool(secret) and member.email == application.contact_email
    link = links.outside("members.new_password", token=secret) if is_mailed else ""
    _tell_applicant(application, "accepted", link=link)
    return association, "" if is_mailed else secret


def remind(application: Application, days: int) -> None:
    """Tell the coordinators, once for each number of days, that a request still waits."""
    _tell_coordinators(application, "application_waits", f"waits-{days}", days=days)


def _association_of(application: Application) -> Association:
    association = Association(
        domain=application.domain, province=application.province,
        members_size=application.members_size, email=application.contact_email,
        phone=application.contact_phone, confirmed_at=clock.now(),
    )  # fmt: skip
    association.rename(fr=application.name_fr, ar=application.name_ar)
    db.session.add(association)
    return association


def _focal_point_of(application: Application) -> Member:
    known = queries.account_of(application)
    if known:
        return known
    member = Member.open(
        name=application.contact_name, email=application.contact_email,
        phone=application.contact_phone, language=application.language,
    )  # fmt: skip
    db.session.add(member)
    db.session.flush()
    return member


def _invite(member: Member, reviewer: Member) -> str:
    ticket, secret = Ticket.new(member, "activation", made_by=reviewer)
    db.session.add(ticket)
    return secret


def _tell_applicant(application: Application, news: str, turn: int = 0, **context) -> None:
    if not application.contact_email:
        return
    db.session.flush()
    mail.post(
        f"application-{application.id}-{news}-{turn}", application.contact_email,
        application.language, f"application_{news}", application=application,
        status_url=links.outside("associations.show_application", code=application.code),
        **context,
    )  # fmt: skip


def _tell_coordinators(application: Application, template: str, news: str, **context) -> None:
    db.session.flush()
    for coordinator in members.coordinators():
        if coordinator.email:
            mail.post(
                f"application-{application.id}-{news}-for-{coordinator.id}", coordinator.email,
                coordinator.language or "fr", template, application=application,
                review_url=links.outside(
                    "associations.review", application_id=application.id
                ),
                **context,
            )  # fmt: skip


def _tell_twin(application: Application, twin: Application) -> None:
    """Whoever forgot that a request exists gets its reference, at the address it was made from."""
    if twin.contact_email and twin.contact_email == application.contact_email and twin.is_open:
        mail.post(
            f"application-{application.id}-twin-{twin.id}", twin.contact_email, twin.language,
            "application_twin", application=twin,
            status_url=links.outside("associations.show_application", code=twin.code),
        )  # fmt: skip
