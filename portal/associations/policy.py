"""Who may do what with an association and with its request to join. Every rule is in this file."""

from sqlalchemy import true

from portal.associations.models import Association


def may_review(member) -> bool:
    """Read the queue of applications and decide."""
    return member.is_authenticated and member.is_coordinator


def may_withdraw(application) -> bool:
    return application.state in ("draft", "submitted", "incomplete")


def may_complete(application) -> bool:
    return application.state == "incomplete"


def may_decide(member, application) -> bool:
    return may_review(member) and application.is_open


def may_see(member, association) -> bool:
    """Read the sheet: the network's members; a suspended association is the coordinators' alone."""
    if not member.is_authenticated:
        return False
    return association.suspended_at is None or member.is_coordinator


def visible_to(member):
    """The same rule as may_see, as a filter for a query."""
    return true() if member.is_coordinator else Association.suspended_at.is_(None)
