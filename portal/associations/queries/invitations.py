"""Invitations: by their secret for those invited, in a list for those who invite."""

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.associations import policy
from portal.associations.models import Association, Invitation, Mandate
from portal.core import codes
from portal.core.db import db
from portal.members.models import Member


def find_by_secret(secret: str, *, locks: bool = False) -> Invitation | None:
    """By the token of a link, or by the code of a paper in any writing."""
    digests = {codes.digest(secret), codes.digest(codes.read_code(secret))}
    query = (
        select(Invitation)
        .join(Invitation.association)
        .where(Invitation.digest.in_(digests))
        .options(
            contains_eager(Invitation.association)
            .selectinload(Association.mandates)
            .joinedload(Mandate.member),
            selectinload(Invitation.made_by),
        )
    )
    return db.session.scalar(query.with_for_update(of=Invitation) if locks else query)


def find_unfinished(invitation: Invitation, email: str, phone: str) -> Member | None:
    """Who opened an account with this invitation, and has not chosen a password yet.

    Whoever holds the invitation could have opened that account: nothing else was given to it.
    """
    ways = [Member.email == email] if email else []
    ways += [Member.phone == phone] if phone else []
    member = db.session.scalar(
        select(Member).where(or_(False, *ways), Member.password_hash.is_(None)).limit(1)
    )
    if member is None:
        return None
    given = set(
        db.session.scalars(select(Mandate.invitation_id).where(Mandate.member_id == member.id))
    )
    return member if given == {invitation.id} and member.role == "member" else None


def inviter_of(invitation: Invitation) -> Member | None:
    """Who is told: the one who invited if they still may, else a focal point; with an e-mail."""
    focal_points = [
        m.member
        for m in invitation.association.mandates
        if m.role == "focal_point" and m.is_current and m.member.is_active
    ]
    by = invitation.made_by
    may = by.is_active and policy.may_invite(by, invitation.association)
    candidates = ([by] if may else []) + focal_points
    return next((member for member in candidates if member.email), None)


def invitations_for(member, association: Association) -> list[Invitation]:
    """The last hundred, newest first, for those who may invite."""
    if not policy.may_invite(member, association):
        return []
    return list(
        db.session.scalars(
            select(Invitation)
            .where(Invitation.association_id == association.id)
            .options(joinedload(Invitation.made_by))
            .order_by(Invitation.id.desc())
            .limit(100)
        )
    )


def find_invitation(
    member, association: Association, invitation_id: int, *, locks: bool = False
) -> Invitation | None:
    if not policy.may_invite(member, association):
        return None
    query = select(Invitation).where(
        Invitation.id == invitation_id, Invitation.association_id == association.id
    )
    return db.session.scalar(query.with_for_update() if locks else query)
