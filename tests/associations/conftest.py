"""The world of the associations' tests."""

import pytest

from portal.members.models import Member


@pytest.fixture
def second_coordinator(make):
    """Runs the network too, and is sometimes faster."""
    member = Member.open("Yasmine Rami", email="yasmine@exemple.ma", language="fr")
    member.role = "coordinator"
    return make(member)
