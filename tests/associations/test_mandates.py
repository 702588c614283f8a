"""Mandates: given, changed and ended, by those who may; one role of a member at a time."""

import uuid
from datetime import timedelta

import pytest

from portal.associations.models import Mandate
from portal.core import clock
from portal.core.db import db
from portal.core.mail import Mail


def _give(browser, amal, **data):
    form = {"person": "hamid@exemple.ma", "role": "staff", "title": "Comptable", **data}
    return browser.post(f"/associations/{amal.id}/mandates", data=form)


def _mandate_of(member, **more) -> Mandate:
    return db.session.query(Mandate).filter_by(member_id=member.id, **more).one()


def _address(mandate, act=""):
    return f"/associations/{mandate.association_id}/mandates/{mandate.id}{act}"


@pytest.mark.parametrize(
    "who, status",
    [
        ("focal_point", 200), ("officer", 200), ("volunteer", 200), ("coordinator", 200),
        ("outsider", 403), ("observer", 403),
    ],
)  # fmt: skip
def test_who_reads_the_mandates(request, browser_of, amal, who, status):
    browser = browser_of(request.getfixturevalue(who))

    assert browser.get(f"/associations/{amal.id}/mandates").status_code == status


@pytest.mark.parametrize("who", ["focal_point", "coordinator"])
def test_a_mandate_is_given_to_somebody_with_an_account(
    request, browser_of, amal, outsider, focal_point, who
):
    giver = request.getfixturevalue(who)

    answer = _give(browser_of(giver), amal)

    assert answer.status_code == 303
    mandate = _mandate_of(outsider)
    assert (mandate.role, mandate.title, mandate.given_by_id) == ("staff", "Comptable", giver.id)
    assert mandate.is_current
    assert [event.what for event in mandate.events] == ["given"]
    assert db.session.query(Mail).filter_by(address="hamid@exemple.ma").count() == 1


def test_a_member_is_named_by_telephone_too(browser_of, amal, outsider, focal_point, make):
    outsider.phone = "+212661234567"
    make(outsider)

    assert _give(browser_of(focal_point), amal, person="0661-23-45-67").status_code == 303


@pytest.mark.parametrize("who", ["officer", "volunteer", "observer"])
def test_others_give_none(request, browser_of, amal, outsider, who):
    assert _give(browser_of(request.getfixturevalue(who)), amal).status_code == 403
    assert db.session.query(Mandate).filter_by(member_id=outsider.id).count() == 0


def test_a_visitor_gives_none(browser, amal, outsider):
    assert _give(browser, amal).status_code == 419
    assert db.session.query(Mandate).count() == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"person": "nobody@exemple.ma"},
        {"person": "nonsense"},
        {"person": ""},
        {"role": ""},
        {"role": "king"},
        {"title": "x" * 101},
        {"title": "🌟"},
        {"starts_on": "3000-01-01"},
        {"ends_on": "2001-01-01"},
        {"ends_on": "soon"},
    ],
    ids=str,
)
def test_a_wrong_answer_is_told_and_gives_nothing(browser_of, amal, outsider, focal_point, wrong):
    answer = _give(browser_of(focal_point), amal, **wrong)

    assert answer.status_code == 422
    assert "field__error" in answer.text
    assert db.session.query(Mandate).filter_by(member_id=outsider.id).count() == 0


def test_a_suspended_member_is_given_nothing(browser_of, amal, outsider, focal_point, make):
    outsider.suspended_at = clock.now()
    make(outsider)

    assert _give(browser_of(focal_point), amal).status_code == 422


def test_the_same_role_twice_is_refused_another_is_not(browser_of, amal, outsider, focal_point):
    browser = browser_of(focal_point)
    _give(browser, amal)

    assert _give(browser, amal).status_code == 422
    assert _give(browser, amal, role="officer").status_code == 303


def test_the_same_form_twice_gives_one(browser_of, amal, outsider, focal_point):
    browser, submission = browser_of(focal_point), str(uuid.uuid4())

    for _turn in range(2):
        assert _give(browser, amal, submission_id=submission).status_code == 303
    assert db.session.query(Mandate).filter_by(member_id=outsider.id).count() == 1


def test_title_and_end_are_changed_in_place(browser_of, amal, officer, focal_point):
    mandate, last = _mandate_of(officer), clock.today() + timedelta(days=30)

    browser_of(focal_point).post(
        _address(mandate), data={"role": "officer", "title": "Trésorier", "ends_on": last}
    )

    assert (mandate.title, mandate.ends_on, mandate.is_current) == ("Trésorier", last, True)
    assert [event.what for event in mandate.events] == ["given", "changed"]


def test_a_new_role_is_a_new_mandate(browser_of, amal, officer, focal_point):
    old = _mandate_of(officer)

    browser_of(focal_point).post(_address(old), data={"role": "staff", "title": ""})

    assert not old.is_current
    assert _mandate_of(officer, role="staff").is_current


def test_a_mandate_is_ended_at_once_and_stays_in_the_history(
    browser_of, amal, officer, focal_point
):
    mandate, theirs = _mandate_of(officer), browser_of(officer)

    answer = browser_of(focal_point).post(_address(mandate, "/ending"), data={"why": "Moved away"})

    assert answer.status_code == 303
    assert not mandate.is_current
    assert mandate.ended_by_id == focal_point.id
    assert theirs.get(f"/associations/{amal.id}/edit").status_code == 403
    page = browser_of(focal_point).get(f"/associations/{amal.id}/mandates").text
    assert "Moved away" in page


def test_a_volunteer_leaves_by_themselves(browser_of, amal, volunteer, focal_point):
    mandate = _mandate_of(volunteer)

    answer = browser_of(volunteer).post(_address(mandate, "/ending"))

    assert answer.location.endswith(f"/associations/{amal.id}")
    assert not mandate.is_current


@pytest.mark.parametrize("who", ["officer", "outsider"])
@pytest.mark.parametrize("act", ["", "/ending", "/handover"])
def test_nobody_touches_the_mandates_of_others(
    request, browser_of, amal, volunteer, focal_point, who, act
):
    mandate = _mandate_of(volunteer)

    answer = browser_of(request.getfixturevalue(who)).post(
        _address(mandate, act), data={"role": "focal_point"}
    )

    assert answer.status_code == 403
    assert mandate.is_current
    assert len(mandate.events) == 1


def test_a_mandate_of_another_association_is_not_found(browser_of, amal, focal_point):
    assert browser_of(focal_point).get(f"/associations/{amal.id}/mandates/4711").status_code == 404


@pytest.mark.parametrize(
    "starts, ends, is_current",
    [(-10, None, True), (-10, 0, True), (0, None, True), (1, None, False), (-10, -1, False)],
)
def test_a_mandate_counts_from_its_first_day_to_its_last(
    make, amal, outsider, coordinator, starts, ends, is_current
):
    def day(distance):
        return None if distance is None else clock.today() + timedelta(days=distance)

    mandate = make(
        Mandate.give(
            amal, outsider, "staff", by=coordinator, starts_on=day(starts), ends_on=day(ends)
        )
    )

    assert mandate.is_current is is_current
    assert (db.session.query(Mandate).filter(Mandate.current()).count() == 1) is is_current
