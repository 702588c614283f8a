"""The room's tables."""

from portal.members.models.member import PROFILE, ROLES, VISIBILITIES, Member, Skill
from portal.members.models.sign_in import SignIn
from portal.members.models.ticket import Ticket

__all__ = ["PROFILE", "ROLES", "VISIBILITIES", "Member", "SignIn", "Skill", "Ticket"]
