"""An account without a mail: a coordinator hands over a code of eight characters."""

import re

import pytest

from portal.core.db import db
from portal.core.mail import Mail
from portal.members.models import Member, Ticket


@pytest.fixture
def brahim(make):
    """Has a telephone only, and no password yet."""
    return make(Member.open("Brahim Naciri", phone="+212677889900"))


def test_a_coordinator_makes_a_code_and_the_member_chooses_a_password(
    app, browser_of, coordinator, brahim, sign_in
):
    page = browser_of(coordinator).post(f"/members/{brahim.id}/activation")
    code = re.search(r'class="code">(\w{4}-\w{4})<', page.text)[1]
    assert page.headers["Cache-Control"] == "no-store"
    assert "<svg" in page.text

    browser = app.test_client()
    written = f" {code.lower().replace('-', ' ')} "
    step = browser.post("/activation", data={"identifier": "06 77 88 99 00", "code": written})
    assert browser.get(step.location).status_code == 200
    assert browser.post(step.location, data={"password": "le jardin vert"}).location == "/"
    assert sign_in(app.test_client(), "0677889900", "le jardin vert").status_code == 303


def test_the_printed_address_brings_the_code_along(browser):
    assert 'value="7K3M9QXT"' in browser.get("/activation?code=7K3M9QXT").text


@pytest.mark.parametrize(
    "identifier, code",
    [("0677889900", "ACDE-FGHJ"), ("aicha@exemple.ma", None), ("0699999999", None)],
)
def test_code_and_identifier_must_go_together(browser, aicha, brahim, ticket_for, identifier, code):
    given = code or ticket_for(brahim, "activation")
    response = browser.post("/activation", data={"identifier": identifier, "code": given})

    assert response.status_code == 422
    assert "do not go together" in response.text
    assert identifier in response.text


def test_a_used_or_old_code_is_explained(app, brahim, ticket_for, later):
    used, old = ticket_for(brahim, "activation"), ticket_for(brahim, "activation")
    app.test_client().post(f"/password/new/{used}", data={"password": "le jardin vert"})
    later(days=15)

    for code in (used, old):
        browser = app.test_client()
        step = browser.post("/activation", data={"identifier": "0677889900", "code": code})
        page = browser.get(step.location)
        assert page.status_code == 410
        assert "ask a coordinator" in page.text


def test_the_newest_code_alone_is_good(browser_of, browser, coordinator, brahim, ticket_for):
    first = ticket_for(brahim, "activation")
    browser_of(coordinator).post(f"/members/{brahim.id}/activation")

    assert browser.get(f"/password/new/{first}").status_code == 410


def test_making_a_code_twice_makes_one(browser_of, coordinator, brahim):
    browser = browser_of(coordinator)
    data = {"submission_id": "7d0b8a4e-0000-4000-8000-0000000000ac"}
    browser.post(f"/members/{brahim.id}/activation", data=data)
    again = browser.post(f"/members/{brahim.id}/activation", data=data)

    assert again.location == f"/members/{brahim.id}"
    assert db.session.query(Ticket).count() == 1


def test_whoever_has_an_e_mail_hears_that_a_code_was_made(browser_of, coordinator, aicha):
    browser_of(coordinator).post(f"/members/{aicha.id}/activation")

    mail = db.session.query(Mail).one()
    assert mail.address == "aicha@exemple.ma"
    assert "Salma Idrissi" in mail.text


@pytest.mark.parametrize(
    "who, status",
    [("outsider", 403), ("focal_point", 403), ("observer", 404), ("technician", 404)],
)
def test_others_make_no_code(request, browser_of, brahim, who, status):
    browser = browser_of(request.getfixturevalue(who))

    assert browser.post(f"/members/{brahim.id}/activation").status_code == status
    assert db.session.query(Ticket).count() == 0


def test_a_visitor_makes_no_code(browser, brahim):
    assert browser.post(f"/members/{brahim.id}/activation").status_code == 419
    assert db.session.query(Ticket).count() == 0


def test_a_coordinator_makes_no_code_for_themselves(browser_of, coordinator):
    response = browser_of(coordinator).post(f"/members/{coordinator.id}/activation")

    assert response.status_code == 403


def test_no_code_for_a_suspended_member(browser_of, coordinator, brahim):
    from portal.core import clock

    brahim.suspended_at = clock.now()

    assert browser_of(coordinator).post(f"/members/{brahim.id}/activation").status_code == 403
