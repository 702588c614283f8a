"""Who may see and do what, as a table."""

import pytest

from portal.core import clock
from portal.core.db import db
from portal.members import policy, queries


@pytest.mark.parametrize(
    "who, see, see_suspended, edit, hand_over",
    [
        ("visitor", False, False, False, False),
        ("observer", False, False, False, False),
        ("technician", False, False, False, False),
        ("outsider", True, False, False, False),
        ("focal_point", True, False, False, False),
        ("aicha", True, True, True, False),
        ("coordinator", True, True, False, True),
    ],
)
def test_a_members_account(request, aicha, who, see, see_suspended, edit, hand_over):
    member = request.getfixturevalue(who)

    assert policy.may_see(member, aicha) is see
    assert (queries.find_member(member, aicha.id) is aicha) is see
    assert policy.may_edit(member, aicha) is edit
    assert policy.may_hand_over_code(member, aicha) is hand_over

    aicha.suspended_at = clock.now()
    db.session.commit()
    assert policy.may_see(member, aicha) is see_suspended
    assert (queries.find_member(member, aicha.id) is aicha) is see_suspended
    assert policy.may_hand_over_code(member, aicha) is False


@pytest.mark.parametrize(
    "who, public, network, coordinators",
    [
        ("visitor", True, False, False),
        ("observer", True, False, False),
        ("outsider", True, True, False),
        ("aicha", True, True, True),
        ("coordinator", True, True, True),
    ],
)
def test_a_field_of_a_profile(request, aicha, who, public, network, coordinators):
    member = request.getfixturevalue(who)
    for level, sees in {
        "public": public, "network": network, "coordinators": coordinators
    }.items():  # fmt: skip
        aicha.visibility = {"email": level}
        assert policy.may_see_field(member, aicha, "email") is sees
        assert ("email" in policy.fields_seen_by(member, aicha)) is sees
