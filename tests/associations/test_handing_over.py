"""An association always keeps a focal point: the last one hands over."""

from datetime import timedelta

import pytest

from portal.associations import policy
from portal.associations.models import Mandate
from portal.core import clock
from portal.core.db import db
from portal.core.mail import Mail


@pytest.fixture
def mandate(focal_point):
    """The mandate of Amal's only focal point."""
    return db.session.query(Mandate).filter_by(member_id=focal_point.id).one()


def _post(browser, mandate, act, **data):
    return browser.post(
        f"/associations/{mandate.association_id}/mandates/{mandate.id}{act}", data=data
    )


def _role_of(member) -> list[str]:
    held = db.session.query(Mandate).filter(Mandate.member_id == member.id, Mandate.current())
    return [mandate.role for mandate in held]


@pytest.mark.parametrize("who", ["focal_point", "coordinator"])
@pytest.mark.parametrize(
    "act, data",
    [
        ("/ending", {}),
        ("", {"role": "officer"}),
        ("", {"role": "focal_point", "ends_on": str(clock.today() + timedelta(days=3))}),
    ],
)
def test_the_last_focal_point_does_not_leave(
    request, browser_of, mandate, volunteer, who, act, data
):
    answer = _post(browser_of(request.getfixturevalue(who)), mandate, act, **data)

    assert answer.status_code == 409
    assert "banner--alert" in answer.text
    assert f'<option value="{volunteer.id}">' in answer.text
    assert mandate.is_lasting


def test_handing_over_gives_and_ends_in_one(browser_of, mandate, focal_point, volunteer):
    answer = _post(
        browser_of(focal_point), mandate, "/handover", heir=volunteer.id, stays_as="leaves"
    )

    assert answer.status_code == 303
    assert _role_of(volunteer) == ["focal_point"]
    assert _role_of(focal_point) == []
    assert db.session.query(Mail).filter_by(address=volunteer.email).count() == 1


def test_the_one_before_may_stay_in_another_role(browser_of, mandate, focal_point, officer):
    _post(browser_of(focal_point), mandate, "/handover", heir=officer.id, stays_as="volunteer")

    assert _role_of(focal_point) == ["volunteer"]
    assert _role_of(officer) == ["focal_point"]


def test_a_coordinator_transfers_with_a_proof(browser_of, mandate, coordinator, volunteer):
    browser = browser_of(coordinator)

    refused = _post(browser, mandate, "/handover", heir=volunteer.id, stays_as="leaves")
    assert refused.status_code == 422
    assert mandate.is_current

    proof = "PV de l’assemblée du 3 octobre"
    _post(browser, mandate, "/handover", heir=volunteer.id, stays_as="leaves", note=proof)
    given = db.session.query(Mandate).filter_by(member_id=volunteer.id, role="focal_point").one()
    assert (given.note, given.given_by_id) == (proof, coordinator.id)
    assert mandate.events[-1].words == proof


@pytest.mark.parametrize("heir", ["", "4711"])
def test_only_somebody_with_a_mandate_there_follows(
    browser_of, mandate, focal_point, outsider, volunteer, heir
):
    browser = browser_of(focal_point)

    assert _post(browser, mandate, "/handover", heir=heir).status_code == 422
    assert _post(browser, mandate, "/handover", heir=outsider.id).status_code == 422
    assert _role_of(focal_point) == ["focal_point"]


def test_with_a_second_focal_point_one_leaves_and_the_other_stays(
    browser_of, mandate, focal_point, outsider, coordinator, amal, make
):
    second = make(Mandate.give(amal, outsider, "focal_point", by=coordinator))

    assert _post(browser_of(focal_point), mandate, "/ending").status_code == 303
    assert _post(browser_of(outsider), second, "/ending").status_code == 409
    assert _role_of(outsider) == ["focal_point"]


def test_a_suspended_or_passing_focal_point_does_not_count(
    mandate, outsider, coordinator, amal, make
):
    second = make(Mandate.give(amal, outsider, "focal_point", by=coordinator))
    assert not policy.must_hand_over(mandate)

    second.ends_on = clock.today() + timedelta(days=1)
    assert policy.must_hand_over(mandate)

    second.ends_on, outsider.suspended_at = None, clock.now()
    assert policy.must_hand_over(mandate)


def test_two_focal_points_who_leave_at_once_leave_one(
    app, browser_of, mandate, focal_point, outsider, coordinator, amal, make
):
    import threading

    second = make(Mandate.give(amal, outsider, "focal_point", by=coordinator))
    addresses = [
        (browser_of(member), f"/associations/{amal.id}/mandates/{held.id}/ending")
        for member, held in ((focal_point, mandate), (outsider, second))
    ]
    db.session.rollback()
    statuses = []

    def leave(browser, address):
        with app.app_context():
            statuses.append(browser.post(address).status_code)
            db.session.remove()

    threads = [threading.Thread(target=leave, args=pair) for pair in addresses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(statuses) == [303, 409]
    db.session.rollback()
    assert (
        db.session.query(Mandate).filter(Mandate.current(), Mandate.role == "focal_point").count()
        == 1
    )
