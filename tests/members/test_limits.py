"""How often somebody may try to sign in: the account is guarded, the cybercafé is not shut out."""

import pytest

from portal.core import guard
from portal.core.db import db
from portal.core.mail import Mail
from tests.members.conftest import PASSWORD


@pytest.fixture(autouse=True)
def few_tries(portal, monkeypatch):
    monkeypatch.setitem(portal.config, "SIGN_IN_PER_ACCOUNT", 3)
    monkeypatch.setitem(portal.config, "SIGN_IN_PER_ADDRESS", 5)


@pytest.mark.parametrize("identifier", ["aicha@exemple.ma", "personne@exemple.ma"])
def test_an_account_known_or_not_is_guarded_after_some_failures(
    browser, aicha, sign_in, identifier
):
    for _turn in range(3):
        assert sign_in(browser, identifier, "un autre mot").status_code == 422

    response = sign_in(browser, identifier)

    assert response.status_code == 429
    assert identifier in response.text
    assert "try again in" in response.text
    assert 3500 < int(response.headers["Retry-After"]) <= 3600


def test_each_way_of_writing_a_number_counts_for_the_same_account(browser, aicha, sign_in):
    for written in ("0661234567", "+212661234567", "0661-23-45-67"):
        sign_in(browser, written, "un autre mot")

    assert sign_in(browser, "٠٦٦١٢٣٤٥٦٧").status_code == 429


def test_a_success_begins_the_count_anew(browser, aicha, sign_in):
    for _turn in range(4):
        sign_in(browser, password="un autre mot")
        sign_in(browser, password="un autre mot")
        browser.delete_cookie("s")
        if _turn < 2:
            assert sign_in(browser).status_code == 303
            browser.delete_cookie("s")


def test_an_address_is_shut_out_by_failures(app, aicha, sign_in):
    for number in range(5):
        sign_in(app.test_client(), f"nobody{number}@exemple.ma")

    assert sign_in(app.test_client()).status_code == 429


def test_an_address_is_not_shut_out_by_successes(app, aicha, sign_in):
    for _turn in range(8):
        assert sign_in(app.test_client()).status_code == 303


def test_forgotten_passwords_are_limited_by_address(browser):
    for number in range(5):
        response = browser.post("/password/forgotten", data={"identifier": f"n{number}@exemple.ma"})
        assert response.status_code == 303

    response = browser.post("/password/forgotten", data={"identifier": "aicha@exemple.ma"})

    assert response.status_code == 429
    assert "aicha@exemple.ma" in response.text


def test_links_cannot_be_guessed_for_long(browser):
    for number in range(5):
        assert browser.get(f"/password/new/guess{number}").status_code == 410

    assert browser.get("/password/new/guess6").status_code == 429


def test_a_right_code_is_of_no_use_to_who_guesses_on(browser, aicha, ticket_for):
    code, link = ticket_for(aicha, "activation"), ticket_for(aicha, "reset")
    for number in range(6):
        browser.get(f"/password/new/guess{number}")

    assert browser.get(f"/password/new/{code}").status_code == 429
    new = {"password": "quatre mots bien choisis"}
    assert browser.post(f"/password/new/{code}", data=new).status_code == 429
    assert browser.get(f"/password/new/{link}").status_code == 200


@pytest.mark.parametrize("name", ["code", "member", "second step", "password asked again"])
def test_no_identifier_uses_up_the_tries_of_another_door(
    portal, monkeypatch, browser, browser_of, aicha, sign_in, name
):
    monkeypatch.setitem(portal.config, "SIGN_IN_PER_ADDRESS", 100)
    for _turn in range(4):
        sign_in(browser, f"{name} {aicha.id}", "un autre mot")
        sign_in(browser, str(aicha.id), "un autre mot")

    page = browser_of(aicha).post("/me/second-step/end", data={"password": PASSWORD})

    assert page.status_code == 303


@pytest.mark.parametrize(
    ("first", "second", "is_one"),
    [
        ("2001:db8:1:2:3::4", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::4", "2001:db8:1:3::4", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("unknown", "unknown", True),
    ],
)
def test_a_limit_counts_a_network_of_ipv6_as_one_address(app, first, second, is_one):
    counted = []
    for address in (first, second):
        with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
            counted.append(guard.address())

    assert (counted[0] == counted[1]) == is_one


def test_a_new_e_mail_is_asked_for_a_few_times_an_hour(browser_of, aicha):
    """Each of them writes to an address that may be a stranger's."""
    browser = browser_of(aicha)
    asked = [
        browser.post("/me/email", data={"email": f"autre{n}@exemple.ma", "password": PASSWORD})
        for n in range(4)
    ]

    assert [answer.status_code for answer in asked] == [303, 303, 303, 429]
    assert db.session.query(Mail).count() == 3
    assert "autre3@exemple.ma" in asked[3].text


def test_activation_codes_cannot_be_guessed_for_long(browser, aicha):
    for _turn in range(3):
        _activate(browser)

    assert _activate(browser).status_code == 429


def _activate(browser):
    return browser.post("/activation", data={"identifier": "0661234567", "code": "ACDE-FGHJ"})
