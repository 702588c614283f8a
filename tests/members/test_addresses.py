"""Changing the e-mail, by a link to the new address, and the telephone."""

import re

import pytest

from portal.core.db import db
from portal.core.mail import Mail

PASSWORD = "trois mots simples"


def test_a_new_e_mail_counts_once_its_link_was_opened(app, browser_of, aicha, sign_in):
    browser = browser_of(aicha)
    response = _ask(browser, "Aicha.B@exemple.ma")
    assert response.location == "/me/security"
    assert aicha.email == "aicha@exemple.ma"

    mail = db.session.query(Mail).one()
    assert mail.address == "aicha.b@exemple.ma"
    link = _link(mail)
    elsewhere = app.test_client()
    assert "aicha.b@exemple.ma" in elsewhere.get(link).text
    assert aicha.email == "aicha@exemple.ma"
    assert elsewhere.post(link).status_code == 303

    assert aicha.email == "aicha.b@exemple.ma"
    assert sign_in(app.test_client(), "aicha.b@exemple.ma").status_code == 303
    assert db.session.query(Mail).filter_by(address="aicha@exemple.ma").count() == 1


def test_the_link_serves_once_and_a_day(browser, browser_of, aicha, later):
    _ask(browser_of(aicha), "aicha.b@exemple.ma")
    link = _link(db.session.query(Mail).one())
    browser.post(link)
    assert browser.post(link).status_code == 410

    _ask(browser_of(aicha), "aicha.c@exemple.ma")
    late = _link(db.session.query(Mail).filter_by(address="aicha.c@exemple.ma").one())
    later(hours=25)
    assert browser.get(late).status_code == 410
    assert browser.post(late).status_code == 410
    assert aicha.email == "aicha.b@exemple.ma"


def test_an_address_of_another_member_is_not_told(browser_of, aicha, outsider):
    response = _ask(browser_of(aicha), outsider.email)

    assert response.location == "/me/security"
    mail = db.session.query(Mail).one()
    assert mail.address == outsider.email
    assert "/email/" not in mail.text
    assert "Aïcha" not in mail.text


def test_an_address_taken_meanwhile_is_refused(browser, browser_of, aicha, outsider):
    _ask(browser_of(aicha), "neuve@exemple.ma")
    outsider.email = "neuve@exemple.ma"

    assert browser.post(_link(db.session.query(Mail).one())).status_code == 410
    assert aicha.email == "aicha@exemple.ma"


@pytest.mark.parametrize(
    "email, password",
    [
        ("neuve@exemple.ma", "un autre mot"), ("neuve@exemple.ma", ""),
        ("pas une adresse", PASSWORD), ("", PASSWORD), ("x" * 300 + "@exemple.ma", PASSWORD),
    ],
)  # fmt: skip
def test_no_mail_without_the_password_and_a_right_address(browser_of, aicha, email, password):
    response = browser_of(aicha).post("/me/email", data={"email": email, "password": password})

    assert response.status_code == 422
    assert email in response.text
    assert db.session.query(Mail).count() == 0


def test_asking_twice_mails_once(browser_of, aicha):
    browser = browser_of(aicha)
    for _turn in range(2):
        _ask(browser, "neuve@exemple.ma", submission_id="7d0b8a4e-0000-4000-8000-0000000000b0")

    assert db.session.query(Mail).count() == 1


def test_the_telephone_is_changed_with_the_password(app, browser_of, aicha, sign_in):
    response = browser_of(aicha).post(
        "/me/phone", data={"phone": "٠٦٧٧ ٨٨ ٩٩ ٠٠", "password": PASSWORD}
    )

    assert response.location == "/me/security"
    assert aicha.phone == "+212677889900"
    assert sign_in(app.test_client(), "06 77 88 99 00").status_code == 303


@pytest.mark.parametrize(
    "phone, password", [("0677889900", "un autre mot"), ("06778899", PASSWORD), ("", PASSWORD)]
)
def test_the_telephone_stays_with_something_wrong(browser_of, aicha, phone, password):
    response = browser_of(aicha).post("/me/phone", data={"phone": phone, "password": password})

    assert response.status_code == 422
    assert phone.removeprefix("0") in response.text
    assert aicha.phone == "+212661234567"


def test_another_members_telephone_is_refused(browser_of, aicha, outsider):
    outsider.phone = "+212677889900"
    response = browser_of(aicha).post(
        "/me/phone", data={"phone": "0677889900", "password": PASSWORD}
    )

    assert response.status_code == 422
    assert aicha.phone == "+212661234567"


def test_the_password_asked_again_is_not_guessed_for_long(portal, browser_of, aicha, monkeypatch):
    monkeypatch.setitem(portal.config, "SIGN_IN_PER_ACCOUNT", 3)
    browser = browser_of(aicha)
    for _turn in range(3):
        assert _ask(browser, "neuve@exemple.ma", password="un autre mot").status_code == 422

    assert _ask(browser, "neuve@exemple.ma").status_code == 429


def _ask(browser, email, password=PASSWORD, **more):
    return browser.post("/me/email", data={"email": email, "password": password, **more})


def _link(mail):
    return re.search(r"http://localhost(/email/\S+)", mail.text)[1]
