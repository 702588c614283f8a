"""Invitations: made, taken up, asked for anew."""

from sqlalchemy.exc import IntegrityError

from portal.associations import policy
from portal.associations.actions import mandates
from portal.associations.models import Association, Invitation, Mandate
from portal.associations.queries import invitations as queries
from portal.core import codes, links, mail
from portal.core.db import db
from portal.members import queries as members
from portal.members.models import Member, Ticket


class Closed(ValueError):
    """The invitation has expired, is used up or was revoked."""


class AccountExists(ValueError):
    """The e-mail or telephone belongs to an account: its owner signs in first."""


def invite(
    association: Association, kind: str, role: str, *, by: Member, language: str = "fr",
    title: str = "", email: str = "", name: str = "", most_uses: int = 1, days: int | None = None,
) -> tuple[Invitation, str]:  # fmt: skip
    """The invitation and the secret that its holder shows; one by mail is on its way."""
    invitation, secret = Invitation.new(
        association, kind, role, by=by, title=title, email=email, name=name,
        most_uses=most_uses, days=days,
    )  # fmt: skip
    db.session.add(invitation)
    db.session.flush()
    if kind == "mail":
        mail.post(
            f"invitation-{invitation.id}", email, language, "invitation", invitation=invitation,
            association=association, by=by, accept_url=address_of(secret),
        )  # fmt: skip
    return invitation, secret


def address_of(secret: str) -> str:
    return links.outside("associations.show_invitation", token=secret)


def accept(invitation: Invitation, member: Member) -> Mandate | None:
    """Give the mandate; None, and no use is taken, when the member has this role already.

    Raises Closed. The invitation was read with its row locked, so that uses are never overdrawn.
    """
    association = invitation.association
    if policy.holds(member, association, invitation.role):
        return None
    if not policy.may_accept(invitation):
        raise Closed
    invitation.uses += 1
    return mandates.give_mandate(
        association, member, invitation.role, by=invitation.made_by, title=invitation.title,
        invitation_id=invitation.id,
    )  # fmt: skip


def open_account(
    invitation: Invitation, name: str, *, email: str = "", phone: str = "", language: str = "fr"
) -> str:
    """A new member with the mandate; the secret with which they choose their password.

    Somebody whose line broke before they chose it gets a new secret. Raises Closed and
    AccountExists.
    """
    unfinished = queries.find_unfinished(invitation, email, phone)
    if unfinished is not None:
        return ticket_for(unfinished, invitation)
    if not policy.may_accept(invitation):
        raise Closed
    member = Member.open(name, email=email, phone=phone, language=language)
    try:
        with db.session.begin_nested():
            db.session.add(member)
    except IntegrityError:
        raise AccountExists from None
    accept(invitation, member)
    return ticket_for(member, invitation)


def ticket_for(member: Member, invitation: Invitation) -> str:
    for earlier in members.open_tickets_of(member, "activation"):
        earlier.use()
    ticket, secret = Ticket.new(member, "activation", made_by=invitation.made_by)
    db.session.add(ticket)
    return secret


def ask_again(invitation: Invitation, who: str) -> None:
    """Tell the inviter, or a focal point in their place, once for each who asks."""
    reader = queries.inviter_of(invitation)
    if reader is None:
        return
    mail.post(
        f"invitation-{invitation.id}-again-{codes.digest(who)[:16]}", reader.email,
        reader.language or "fr", "invitation_again", invitation=invitation,
        association=invitation.association, who=who, member=reader,
        invite_url=links.outside(
            "associations.invitations", association_id=invitation.association_id
        ),
    )  # fmt: skip
