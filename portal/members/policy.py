"""Who may see and do what with a member's account and profile. Every rule is in this file."""

from sqlalchemy import false, or_, true

from portal.members.models import PROFILE, Member


def may_see(member, other) -> bool:
    """Read a profile: those who work in the network; a suspended one is the coordinators' alone."""
    if not member.is_authenticated:
        return False
    if member.id == other.id or member.is_coordinator:
        return True
    return member.role == "member" and other.suspended_at is None


def visible_to(member):
    """The same rule as may_see, as a filter for a query."""
    if not member.is_authenticated:
        return false()
    if member.is_coordinator:
        return true()
    others = Member.suspended_at.is_(None) if member.role == "member" else false()
    return or_(Member.id == member.id, others)


def may_see_field(member, other, field: str) -> bool:
    """Read one field of a profile, as its owner chose: public, network or coordinators."""
    if member.is_authenticated and (member.id == other.id or member.is_coordinator):
        return True
    level = other.visibility_of(field)
    return level == "public" or (level == "network" and may_see(member, other))


def fields_seen_by(member, other) -> list[str]:
    return [field for field in PROFILE if may_see_field(member, other, field)]


def may_edit(member, other) -> bool:
    return member.is_authenticated and member.id == other.id


def may_hand_over_code(member, other) -> bool:
    """Make an activation code for somebody who cannot be reached by mail, or lost it."""
    return member.is_authenticated and member.is_coordinator and _may_receive_code(member, other)


def _may_receive_code(member, other) -> bool:
    return other.suspended_at is None and member.id != other.id


def should_turn_on_second_step(member) -> bool:
    """A coordinator's password alone opens too much."""
    return member.is_authenticated and member.is_coordinator and not member.has_second_step
