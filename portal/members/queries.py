"""Members by what they sign in with, by number, by role; their tickets, devices and skills."""

from datetime import datetime

from sqlalchemy import bindparam, delete, func, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from portal.core import clock, codes, phones
from portal.core.db import db
from portal.members import policy
from portal.members.models import Member, SignIn, Skill, Ticket

# Asked at each page: built once.
_OPEN_SIGN_IN = (
    select(SignIn)
    .join(SignIn.member)
    .where(
        SignIn.key_digest == bindparam("digest"),
        SignIn.ended_at.is_(None),
        SignIn.expires_at > bindparam("now"),
        Member.suspended_at.is_(None),
    )
    .options(contains_eager(SignIn.member))
)


def identifier(text: str) -> str:
    """An e-mail or telephone as it is kept, from how somebody typed it."""
    if not phones.looks_like_phone(text):
        return text.strip().lower()
    try:
        return phones.to_e164(text)
    except phones.NotAPhone:
        return text.strip()


def find_by_identifier(text: str) -> Member | None:
    kept = identifier(text)
    return find_by_email(kept) if "@" in kept else find_by_phone(kept)


def find_by_email(email: str) -> Member | None:
    return db.session.scalar(select(Member).where(Member.email == email.lower()))


def find_by_phone(phone: str) -> Member | None:
    return db.session.scalar(select(Member).where(Member.phone == phone))


def find_member(member, member_id: int) -> Member | None:
    """The profile with its skills, or None when it is absent or hidden from the member."""
    return db.session.scalar(
        select(Member)
        .where(Member.id == member_id, policy.visible_to(member))
        .options(selectinload(Member.skills))
    )


def locked(member_id: int) -> Member | None:
    """The member as it stands now, and as nobody else changes it before the commit."""
    return db.session.get(Member, member_id, with_for_update=True, populate_existing=True)


def coordinators() -> list[Member]:
    return list(
        db.session.scalars(
            select(Member)
            .where(Member.role == "coordinator", Member.suspended_at.is_(None))
            .order_by(Member.id)
        )
    )


def find_open_sign_in(key: str) -> SignIn | None:
    """The sign-in that a cookie's key opens, with its member, in one query."""
    return db.session.scalar(_OPEN_SIGN_IN, {"digest": codes.digest(key), "now": clock.now()})


def sign_ins_of(member) -> list[SignIn]:
    """The devices on which the member is signed in, the one used last first."""
    return list(
        db.session.scalars(
            select(SignIn)
            .where(
                SignIn.member_id == member.id,
                SignIn.ended_at.is_(None),
                SignIn.expires_at > clock.now(),
            )
            .order_by(SignIn.seen_at.desc(), SignIn.id.desc())
        )
    )


def find_sign_in(member, sign_in_id: int) -> SignIn | None:
    return db.session.scalar(
        select(SignIn).where(SignIn.id == sign_in_id, SignIn.member_id == member.id)
    )


def find_ticket(secret: str, *purposes: str) -> Ticket | None:
    """The ticket, used and expired ones too, so that the page can say which it is."""
    return db.session.scalar(
        select(Ticket)
        .where(Ticket.digest == codes.digest(secret), Ticket.purpose.in_(purposes))
        .with_for_update(of=Ticket)
    )


def open_tickets_of(member, *purposes: str) -> list[Ticket]:
    return list(
        db.session.scalars(
            select(Ticket).where(
                Ticket.member_id == member.id,
                Ticket.purpose.in_(purposes),
                Ticket.used_at.is_(None),
            )
        )
    )


def find_skill(folded: str) -> Skill | None:
    return db.session.scalar(select(Skill).where(Skill.folded == folded))


def remove_old(before: datetime) -> int:
    """Take away sign-ins and tickets that have long been over."""
    over = or_(SignIn.expires_at < before, SignIn.ended_at < before)
    gone = db.session.execute(delete(SignIn).where(over)).rowcount
    spent = func.coalesce(Ticket.used_at, Ticket.expires_at) < before
    return gone + db.session.execute(delete(Ticket).where(spent)).rowcount
