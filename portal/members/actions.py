"""Changes that touch several things: passwords with their tickets, addresses with their mails."""

import re

from sqlalchemy.exc import IntegrityError

from portal.core import codes, i18n, mail
from portal.core.db import db
from portal.core.folding import fold
from portal.members import queries
from portal.members.models import Member, SignIn, Skill, Ticket

MOST_SKILLS = 12
LONGEST_SKILL = 60


def open_account(
    name: str, *, email: str | None = None, phone: str | None = None, language: str = ""
) -> Member:
    member = Member.open(name, email=email, phone=phone, language=language)
    db.session.add(member)
    db.session.flush()
    return member


def new_ticket(
    member: Member, purpose: str, *, made_by: Member | None = None, address: str = ""
) -> tuple[Ticket, str]:
    """The newest ticket of its kind alone is good."""
    for earlier in queries.open_tickets_of(member, purpose):
        earlier.use()
    ticket, secret = Ticket.new(member, purpose, made_by=made_by, address=address)
    db.session.add(ticket)
    db.session.flush()
    return ticket, secret


def mail_reset(member: Member | None, address: str) -> None:
    """Mail the link. Where there is nobody to mail, the same work is done and undone, so that the
    time of the answer tells no more than its words."""
    with db.session.begin_nested() as attempt:
        key, secret = "nobody", ""
        if member is not None:
            ticket, secret = new_ticket(member, "reset")
            key = ticket.id
        language = member.language if member else ""
        mail.post(
            f"password-reset-{key}", address, language or i18n.language(), "password_reset",
            secret=secret, name=member.name if member else "",
        )  # fmt: skip
        if member is None:
            attempt.rollback()


def hand_over_code(member: Member, coordinator: Member) -> str:
    """An activation code, shown once; the member hears of it where there is an e-mail."""
    ticket, secret = new_ticket(member, "activation", made_by=coordinator)
    _tell(member, f"password-code-{ticket.id}", "password_code", coordinator=coordinator.name)
    return secret


def set_password(member: Member, password_hash: str, *, but: SignIn | None = None) -> None:
    """End every other way in: devices, links and codes."""
    had_one = member.password_hash is not None
    member.set_password(password_hash, but=but)
    for ticket in queries.open_tickets_of(member, "reset", "activation", "email"):
        ticket.use()
    if had_one:
        key = f"password-changed-{codes.digest(password_hash)}"
        _tell(member, key, "password_changed")


def ask_for_email(member: Member, address: str) -> None:
    """Mail a link to the new address; if it is another member's, mail that instead of saying it."""
    ticket, secret = new_ticket(member, "email", address=address)
    taken = queries.find_by_email(address) is not None
    template = "email_taken" if taken else "email_confirm"
    mail.post(
        f"email-{ticket.id}", address, _language(member), template,
        name="" if taken else member.name, secret=secret,
    )  # fmt: skip


def change_email(ticket: Ticket) -> bool:
    """False when the address has become another member's meanwhile."""
    holder = queries.find_by_email(ticket.address)
    if holder is not None and holder is not ticket.member:
        return False
    _tell(ticket.member, f"email-changed-{ticket.id}", "email_changed", new=ticket.address)
    ticket.member.email = ticket.address
    ticket.use()
    return True


def skills_named(text: str) -> list[Skill]:
    """One skill for each name between commas, however often and however it is spelt."""
    names = {fold(name): name for name in reversed(skill_names(text))}
    return [_skill(name, folded) for folded, name in reversed(names.items()) if folded]


def skill_names(text: str) -> list[str]:
    return [" ".join(name.split()) for name in re.split(r"[,،;؛\n]", text) if name.strip()]


def _skill(name: str, folded: str) -> Skill:
    found = queries.find_skill(folded)
    if found is not None:
        return found
    try:
        with db.session.begin_nested():
            skill = Skill.named(name)
            db.session.add(skill)
        return skill
    except IntegrityError:
        return queries.find_skill(folded)


def _tell(member: Member, key: str, template: str, **context) -> None:
    if member.email:
        mail.post(key, member.email, _language(member), template, name=member.name, **context)


def _language(member: Member) -> str:
    return member.language or i18n.language()
