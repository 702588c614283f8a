"""A member of several associations acts for one of them."""

import pytest

from portal.associations.models import Association, Mandate
from portal.associations.queries import mandates


@pytest.fixture
def zitouna(make, officer, coordinator):
    """A second association of the officer's."""
    association = Association(domain="health", province="MA-RAB")
    association.rename(fr="Zitouna")
    make(association)
    make(Mandate.give(association, officer, "staff", by=coordinator))
    return association


def test_a_member_switches_and_their_own_page_follows(browser_of, officer, amal, zitouna):
    browser = browser_of(officer)
    assert browser.get("/associations/mine").location == f"/associations/{amal.id}"

    assert browser.post(f"/associations/{zitouna.id}/acting").status_code == 303

    assert browser.get("/associations/mine").location == f"/associations/{zitouna.id}"


def test_the_choice_lists_only_ones_own(browser_of, officer, volunteer, amal, zitouna):
    assert "Zitouna" in browser_of(officer).get("/associations/acting").text
    assert "Zitouna" not in browser_of(volunteer).get("/associations/acting").text


@pytest.mark.parametrize("who", ["outsider", "coordinator", "volunteer"])
def test_nobody_acts_for_an_association_without_a_mandate(request, browser_of, zitouna, who):
    answer = browser_of(request.getfixturevalue(who)).post(f"/associations/{zitouna.id}/acting")

    assert answer.status_code == 403


def test_a_choice_that_ended_falls_back_to_the_first(officer, coordinator, amal, zitouna, make):
    assert mandates.acting_for(officer, zitouna.id) is zitouna

    zitouna.mandates[0].end(coordinator)
    make(zitouna)

    assert mandates.acting_for(officer, zitouna.id) is amal


def test_without_a_mandate_there_is_nothing_to_act_for(browser_of, outsider, visitor, amal):
    assert mandates.acting_for(outsider) is None
    assert mandates.acting_for(visitor) is None
    assert not mandates.has_mandate(visitor)
    assert browser_of(outsider).get("/associations/mine").location == "/associations"
