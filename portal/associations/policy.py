"""Who may do what with an association and with its request to join. Every rule is in this file."""

from sqlalchemy import and_, true

from portal.associations.models import Association, Mandate


def may_review(member) -> bool:
    """Read the queue of applications and decide."""
    return member.is_authenticated and member.is_coordinator


def may_withdraw(application) -> bool:
    return application.state in ("draft", "submitted", "incomplete")


def may_complete(application) -> bool:
    return application.state == "incomplete"


def may_decide(member, application) -> bool:
    return may_review(member) and application.is_open


def may_browse(member) -> bool:
    """Read the directory: all but technicians, who keep the portal running and read nothing."""
    return member.is_authenticated and member.role != "technician"


def may_see(member, association) -> bool:
    """Read the sheet: who may browse, and its own; suspended, it is the coordinators' alone."""
    if not member.is_authenticated or member.is_coordinator:
        return member.is_authenticated
    return association.suspended_at is None and (may_browse(member) or holds(member, association))


def visible_to(member):
    """The same rule as may_see, as a filter for a query."""
    if member.is_coordinator:
        return true()
    is_standing = Association.suspended_at.is_(None)
    if may_browse(member):
        return is_standing
    held = and_(Mandate.member_id == member.id, Mandate.current())
    return and_(is_standing, Association.mandates.any(held))


def may_edit(member, association) -> bool:
    """Write the sheet and confirm it: its focal points and officers, and the coordinators."""
    return may_see(member, association) and (
        member.is_coordinator or holds(member, association, "focal_point", "officer")
    )


may_confirm = may_edit


def may_manage(member, association) -> bool:
    """Give and end mandates, and invite: its focal points, and the coordinators."""
    return may_see(member, association) and (
        member.is_coordinator or holds(member, association, "focal_point")
    )


may_invite = may_manage


def may_see_mandates(member, association) -> bool:
    """Read who holds and held which mandate: its own people, and the coordinators."""
    return may_see(member, association) and (member.is_coordinator or holds(member, association))


def may_end(member, mandate) -> bool:
    """Leave, or be taken out; the last focal point hands over first (must_hand_over)."""
    if not mandate.is_current or not may_see(member, mandate.association):
        return False
    return mandate.member_id == member.id or may_manage(member, mandate.association)


def may_change(member, mandate) -> bool:
    return mandate.is_current and may_manage(member, mandate.association)


def must_hand_over(mandate) -> bool:
    """Whether without this mandate the association would have no lasting focal point."""
    return mandate.role == "focal_point" and not any(
        other.role == "focal_point" and other.is_lasting and other.member.is_active
        for other in mandate.association.mandates
        if other is not mandate
    )


def may_act_for(member, association) -> bool:
    return may_see(member, association) and holds(member, association)


def may_see_people(member, association) -> bool:
    """In safe mode (a shelter, say) people and address are for its own and the coordinators."""
    return may_see(member, association) and (
        not association.is_in_safe_mode or may_see_mandates(member, association)
    )


def may_see_contact(member, association, contact) -> bool:
    """A contact field under its own visibility: public, network or coordinators."""
    if contact == "address" and not may_see_people(member, association):
        return False
    if association.visibility_of(contact) == "coordinators":
        return may_edit(member, association)
    return may_see(member, association)


def holds(member, association, *roles) -> bool:
    """Whether the member has a mandate in force there: of these roles, or of any."""
    return member.is_authenticated and any(
        mandate.member_id == member.id
        and mandate.is_current
        and (not roles or mandate.role in roles)
        for mandate in association.mandates
    )


def may_hand_over(member, mandate) -> bool:
    """Make another one the focal point in place of this one."""
    return mandate.role == "focal_point" and may_end(member, mandate)


def may_accept(invitation) -> bool:
    return invitation.is_open and invitation.association.suspended_at is None
