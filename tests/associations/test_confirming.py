"""Still exact, in one tap."""

import uuid
from datetime import timedelta

import pytest

from portal.core import clock


@pytest.fixture
def stale(amal, make):
    """Amal, unconfirmed for ten months."""
    amal.confirmed_at = clock.now() - timedelta(days=310)
    return make(amal)


@pytest.mark.parametrize("who", ["focal_point", "officer", "coordinator"])
def test_who_edits_confirms(request, browser_of, stale, who):
    answer = browser_of(request.getfixturevalue(who)).post(f"/associations/{stale.id}/confirmation")

    assert answer.status_code == 303
    assert not stale.is_stale


def test_its_fragment_is_the_line_alone(browser_of, focal_point, stale):
    answer = browser_of(focal_point).post(
        f"/associations/{stale.id}/confirmation", headers={"HX-Request": "true"}
    )

    assert answer.status_code == 200
    assert answer.text.startswith('<div class="confirmation is-new"')
    assert "<form" not in answer.text


@pytest.mark.parametrize("who", ["volunteer", "outsider", "observer"])
def test_others_may_not(request, browser_of, stale, who):
    answer = browser_of(request.getfixturevalue(who)).post(f"/associations/{stale.id}/confirmation")

    assert answer.status_code == 403
    assert stale.is_stale


def test_a_visitor_may_not(browser, stale):
    assert browser.post(f"/associations/{stale.id}/confirmation").status_code == 419
    assert stale.is_stale


def test_a_repeat_leads_to_the_same_sheet(browser_of, focal_point, stale):
    browser, data = browser_of(focal_point), {"submission_id": str(uuid.uuid4())}
    address = f"/associations/{stale.id}/confirmation"

    assert browser.post(address, data=data).location == browser.post(address, data=data).location
