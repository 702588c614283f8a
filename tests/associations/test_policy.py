"""Who may do what with an association and its mandates: the table."""

import pytest

from portal.associations import policy
from portal.associations.models import Mandate
from portal.core import clock

TABLE = [
    # who,          see,   edit, manage, read mandates, act for
    ("visitor", False, False, False, False, False),
    ("outsider", True, False, False, False, False),
    ("observer", True, False, False, False, False),
    ("technician", False, False, False, False, False),
    ("volunteer", True, False, False, True, True),
    ("officer", True, True, False, True, True),
    ("focal_point", True, True, True, True, True),
    ("coordinator", True, True, True, True, False),
]


@pytest.mark.parametrize("who, see, edit, manage, read, act", TABLE)
def test_an_association(request, amal, who, see, edit, manage, read, act):
    member = request.getfixturevalue(who)

    assert policy.may_see(member, amal) is see
    assert policy.may_edit(member, amal) is edit
    assert policy.may_confirm(member, amal) is edit
    assert policy.may_manage(member, amal) is manage
    assert policy.may_invite(member, amal) is manage
    assert policy.may_see_mandates(member, amal) is read
    assert policy.may_act_for(member, amal) is act


@pytest.mark.parametrize("who, _see, _edit, _manage, _read, _act", TABLE)
def test_a_suspended_association_is_the_coordinators_alone(
    request, amal, who, _see, _edit, _manage, _read, _act
):
    member = request.getfixturevalue(who)
    amal.suspended_at = clock.now()

    for rule in (policy.may_see, policy.may_edit, policy.may_manage, policy.may_see_mandates):
        assert rule(member, amal) is (who == "coordinator")
    assert policy.may_act_for(member, amal) is False


@pytest.mark.parametrize(
    "who, change, end",
    [
        ("visitor", False, False),
        ("outsider", False, False),
        ("observer", False, False),
        ("volunteer", False, True),
        ("officer", False, False),
        ("focal_point", True, True),
        ("coordinator", True, True),
    ],
)
def test_the_mandate_of_the_volunteer(request, amal, volunteer, focal_point, who, change, end):
    member = request.getfixturevalue(who)
    mandate = next(m for m in amal.mandates if m.member_id == volunteer.id)

    assert policy.may_change(member, mandate) is change
    assert policy.may_end(member, mandate) is end
    assert policy.may_hand_over(member, mandate) is False


def test_a_mandate_that_ended_gives_no_right(amal, officer, coordinator, make):
    mandate = next(m for m in amal.mandates if m.member_id == officer.id)
    mandate.end(coordinator)
    make(mandate)

    assert not policy.may_edit(officer, amal)
    assert not policy.may_end(coordinator, mandate)


def test_a_mandate_elsewhere_gives_no_right_here(amal, outsider, coordinator, make):
    from portal.associations.models import Association

    other = Association(domain="health", province="MA-RAB")
    other.rename(fr="Zitouna")
    make(other)
    make(Mandate.give(other, outsider, "focal_point", by=coordinator))

    assert policy.may_edit(outsider, other)
    assert not policy.may_edit(outsider, amal)
