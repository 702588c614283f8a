"""How often somebody may try to sign in: the account is guarded, the cybercafé is not shut out."""

import pytest


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


def test_activation_codes_cannot_be_guessed_for_long(browser, aicha):
    for _turn in range(3):
        _activate(browser)

    assert _activate(browser).status_code == 429


def _activate(browser):
    return browser.post("/activation", data={"identifier": "0661234567", "code": "ACDE-FGHJ"})
