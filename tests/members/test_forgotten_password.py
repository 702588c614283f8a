"""A forgotten password: by a link in a mail, once, within two hours."""

import re

import pytest

from portal.core.db import db
from portal.core.mail import Mail
from portal.members.models import Ticket


def test_the_link_in_the_mail_sets_a_new_password_and_signs_in(browser, aicha, sign_in):
    response = browser.post("/password/forgotten", data={"identifier": "Aicha@exemple.ma"})
    assert response.location == "/password/asked"
    mail = db.session.query(Mail).one()
    assert (mail.address, mail.language) == ("aicha@exemple.ma", "en")

    link = _link(mail)
    assert "Aïcha Bennis" in browser.get(link).text
    assert browser.post(link, data={"password": "le jardin vert"}).location == "/"

    assert browser.get("/me").status_code == 200
    assert sign_in(browser).status_code == 422
    assert sign_in(browser, password="le jardin vert").status_code == 303


@pytest.mark.parametrize(
    "identifier", ["aicha@exemple.ma", "personne@exemple.ma", "0661234567", "0699999999"]
)
def test_the_answer_is_the_same_whoever_asks(browser, aicha, identifier):
    response = browser.post("/password/forgotten", data={"identifier": identifier})

    assert (response.status_code, response.location) == (303, "/password/asked")
    page = browser.get(response.location).text
    assert "ask a coordinator" in page
    assert identifier not in page
    assert db.session.query(Mail).count() == (identifier == "aicha@exemple.ma")


def test_the_work_is_the_same_too(app, aicha, monkeypatch):
    from portal.core import mail

    rendered = []
    real = mail._rendered
    monkeypatch.setattr(
        mail, "_rendered", lambda name, context: rendered.append(name) or real(name, context)
    )
    for identifier in ("aicha@exemple.ma", "personne@exemple.ma"):
        app.test_client().post("/password/forgotten", data={"identifier": identifier})

    assert rendered == ["mail/password_reset.txt", "layouts/mail.html"] * 2


def test_sending_the_form_twice_mails_once(browser, aicha):
    data = {
        "identifier": "aicha@exemple.ma",
        "submission_id": "7d0b8a4e-0000-4000-8000-0000000000aa",
    }
    first = browser.post("/password/forgotten", data=data)
    second = browser.post("/password/forgotten", data=data)

    assert first.location == second.location
    assert db.session.query(Mail).count() == 1


def test_nobody_is_flooded_with_mails(browser, aicha):
    for _turn in range(6):
        browser.post("/password/forgotten", data={"identifier": "aicha@exemple.ma"})

    assert db.session.query(Mail).count() == 3
    assert db.session.query(Ticket).filter_by(used_at=None).count() == 1


def test_a_suspended_member_gets_no_link(browser, aicha):
    from portal.core import clock

    aicha.suspended_at = clock.now()
    browser.post("/password/forgotten", data={"identifier": "aicha@exemple.ma"})

    assert db.session.query(Mail).count() == 0


def test_the_link_serves_once(app, browser, aicha, ticket_for, sign_in):
    link = f"/password/new/{ticket_for(aicha, 'reset')}"
    browser.post(link, data={"password": "le jardin vert"})

    other = app.test_client()
    for response in (other.get(link), other.post(link, data={"password": "un autre jardin"})):
        assert response.status_code == 410
        assert "served already" in response.text
        assert "/password/forgotten" in response.text
    assert sign_in(app.test_client(), password="le jardin vert").status_code == 303


def test_the_link_is_too_old_after_two_hours(browser, aicha, ticket_for, later):
    link = f"/password/new/{ticket_for(aicha, 'reset')}"
    later(hours=2, minutes=1)

    assert browser.get(link).status_code == 410
    assert "too old" in browser.post(link, data={"password": "le jardin vert"}).text


def test_reading_the_page_does_not_use_the_link(browser, aicha, ticket_for):
    link = f"/password/new/{ticket_for(aicha, 'reset')}"
    browser.get(link)
    browser.head(link)

    assert browser.get(link).status_code == 200


def test_the_same_form_twice_sets_one_password(app, aicha, ticket_for):
    """The first answer is lost on the way: the browser sends again what it sent."""
    link = f"/password/new/{ticket_for(aicha, 'reset')}"
    data = {"password": "le jardin vert", "submission_id": "7d0b8a4e-0000-4000-8000-0000000000ab"}
    first, second = app.test_client(), app.test_client()
    for browser in (first, second):
        with browser.session_transaction() as session:
            session["visitor"] = "the same"

    assert first.post(link, data=data).location == "/"
    assert second.post(link, data=data).location == "/"
    assert db.session.query(Mail).filter(Mail.key.like("password-changed%")).count() == 1


def test_a_new_password_signs_out_every_device_and_ends_every_link(
    app, browser_of, aicha, ticket_for
):
    old, other = browser_of(aicha), ticket_for(aicha, "activation")
    app.test_client().post(
        f"/password/new/{ticket_for(aicha, 'reset')}", data={"password": "le jardin vert"}
    )

    assert old.get("/me").status_code == 302
    assert app.test_client().get(f"/password/new/{other}").status_code == 410


def test_the_member_hears_of_the_change(browser, aicha, ticket_for):
    browser.post(f"/password/new/{ticket_for(aicha, 'reset')}", data={"password": "le jardin vert"})

    assert "was changed" in db.session.query(Mail).one().subject


@pytest.mark.parametrize(
    "password, complaint",
    [
        ("", "answer here"),
        ("court", "At least 8 characters"),
        ("x" * 201, "Too long"),
        ("azertyuiop", "Many people use"),
        ("Motdepasse 123", "Many people use"),
        ("aaaaaaaaaa", "Many people use"),
        ("١٢٣٤٥٦٧٨٩", "Many people use"),
        ("AICHA bennis", "Not your name"),
        ("aicha@exemple.ma", "Not your name"),
        ("0661234567", "Not your name"),
        ("٠٦٦١٢٣٤٥٦٧", "Not your name"),
    ],
)
def test_weak_passwords_are_refused_with_a_reason(browser, aicha, ticket_for, password, complaint):
    link = f"/password/new/{ticket_for(aicha, 'reset')}"
    response = browser.post(link, data={"password": password})

    assert response.status_code == 422
    assert complaint in response.text
    assert browser.get(link).status_code == 200


def _link(mail):
    return re.search(r"http://localhost(/password/new/\S+)", mail.text)[1]


def test_no_request_says_where_the_mailed_link_leads(browser, aicha):
    """Neither by its host nor by the folder that a proxy claims to serve the portal in."""
    browser.post(
        "/password/forgotten", base_url="http://evil.example/folder",
        data={"identifier": "aicha@exemple.ma"},
    )  # fmt: skip

    [mail] = db.session.query(Mail)
    assert "\nhttp://localhost/password/new/" in mail.text
    assert "evil" not in mail.text
