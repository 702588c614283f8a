"""The second step: a code from the telephone after the password."""

import time

import pyotp
import pytest

from portal.core.db import db

PASSWORD = "trois mots simples"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def guarded(aicha):
    """Aïcha with the second step on; `guarded.codes` are her recovery codes."""
    before = pyotp.TOTP(SECRET).at(time.time() - 30)
    aicha.codes = aicha.turn_on_second_step(SECRET, before)
    db.session.commit()
    return aicha


def test_password_then_code_signs_in(browser, guarded, sign_in):
    response = sign_in(browser, next="/me/edit")
    assert response.status_code == 200
    assert browser.get("/me").status_code == 302

    response = _send(browser, _now(), next="/me/edit")

    assert response.location == "/me/edit"
    assert browser.get("/me").status_code == 200


def test_the_form_can_be_found_again(browser, guarded, sign_in):
    assert browser.get("/sign-in/code").status_code == 302
    sign_in(browser)
    assert browser.get("/sign-in/code").status_code == 200


@pytest.mark.parametrize("code", ["", "000000", "abcdef", "12", "x" * 100])
def test_a_wrong_code_does_not_sign_in(browser, guarded, sign_in, code):
    sign_in(browser)

    assert _send(browser, code).status_code == 422
    assert browser.get("/me").status_code == 302


def test_a_code_alone_does_not_sign_in(browser, guarded):
    _send(browser, _now())

    assert browser.get("/me").status_code == 302


def test_a_code_serves_once(app, guarded, sign_in):
    code = _now()
    first, second = app.test_client(), app.test_client()
    for browser in (first, second):
        sign_in(browser)

    assert _send(first, code).status_code == 303
    assert _send(second, code).status_code == 422


def test_arabic_digits_are_digits(browser, guarded, sign_in):
    sign_in(browser)
    arabic = _now().translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))

    assert _send(browser, f"{arabic[:3]} {arabic[3:]}").status_code == 303


def test_a_recovery_code_serves_once(app, guarded, sign_in):
    code = guarded.codes[0]
    assert len(guarded.codes) == 10
    for expected in (303, 422):
        browser = app.test_client()
        sign_in(browser)
        assert _send(browser, f"{code[:4]}-{code[4:]}".lower()).status_code == expected
    assert len(guarded.recovery_digests) == 9


def test_the_password_counts_for_five_minutes(browser, guarded, sign_in, monkeypatch):
    sign_in(browser)
    real = time.time
    monkeypatch.setattr("portal.members.signing_in.time.time", lambda: real() + 301)

    response = _send(browser, _now())

    assert "Five minutes have passed" in response.text
    assert browser.get("/me").status_code == 302


def test_codes_cannot_be_guessed_for_long(portal, browser, guarded, sign_in, monkeypatch):
    monkeypatch.setitem(portal.config, "SIGN_IN_PER_ACCOUNT", 3)
    sign_in(browser)
    for _turn in range(3):
        assert _send(browser, "000000").status_code == 422

    assert _send(browser, _now()).status_code == 429


def test_a_shared_device_stays_shared_through_both_steps(browser, guarded, sign_in):
    sign_in(browser, is_shared="y")
    _send(browser, _now())

    assert guarded.sign_ins[0].is_shared


def test_a_new_password_does_not_go_round_the_second_step(browser, guarded, ticket_for):
    link = f"/password/new/{ticket_for(guarded, 'reset')}"

    assert browser.post(link, data={"password": "le jardin vert"}).location == "/sign-in/code"
    assert browser.get("/me").status_code == 302
    assert _send(browser, _now()).status_code == 303


def test_a_member_turns_it_on_with_password_and_code(browser_of, aicha):
    browser = browser_of(aicha)
    secret = _secret_shown(browser)
    page = browser.post(
        "/me/second-step", data={"password": PASSWORD, "code": pyotp.TOTP(secret).now()}
    )

    assert page.headers["Cache-Control"] == "no-store"
    assert page.text.count('<li><span class="ltr">') == 10
    assert aicha.totp_secret == secret


@pytest.mark.parametrize(
    "password, code", [("un autre mot", None), (PASSWORD, "000000"), ("", None), (PASSWORD, "")]
)
def test_it_stays_off_with_one_of_them_wrong(browser_of, aicha, password, code):
    browser = browser_of(aicha)
    given = pyotp.TOTP(_secret_shown(browser)).now() if code is None else code
    response = browser.post("/me/second-step", data={"password": password, "code": given})

    assert response.status_code == 422
    assert not aicha.has_second_step


def test_turning_it_on_twice_turns_it_on_once(browser_of, aicha):
    browser = browser_of(aicha)
    data = {
        "password": PASSWORD,
        "code": pyotp.TOTP(_secret_shown(browser)).now(),
        "submission_id": "7d0b8a4e-0000-4000-8000-0000000000ad",
    }
    browser.post("/me/second-step", data=data)
    codes = aicha.recovery_digests
    again = browser.post("/me/second-step", data=data)

    assert again.location == "/me/security"
    assert aicha.recovery_digests == codes


def test_new_recovery_codes_replace_the_old(browser_of, guarded):
    old = guarded.recovery_digests
    browser = browser_of(guarded)
    assert browser.post("/me/recovery-codes", data={"password": "x"}).status_code == 422
    assert guarded.recovery_digests == old

    browser.post("/me/recovery-codes", data={"password": PASSWORD})

    assert len(guarded.recovery_digests) == 10
    assert not set(old) & set(guarded.recovery_digests)


def test_it_is_turned_off_with_the_password(browser_of, guarded):
    browser = browser_of(guarded)
    assert browser.post("/me/second-step/end", data={"password": "x"}).status_code == 422
    assert guarded.has_second_step

    browser.post("/me/second-step/end", data={"password": PASSWORD})

    assert not guarded.has_second_step


def test_coordinators_are_urged_until_it_is_on(browser_of, coordinator, aicha):
    coordinator.language = "en"
    assert "Turn on the second step" in browser_of(coordinator).get("/me").text
    assert "Turn on the second step" not in browser_of(aicha).get("/me").text

    coordinator.turn_on_second_step(SECRET, _now())
    assert "Turn on the second step" not in browser_of(coordinator).get("/me").text


def _now():
    return pyotp.TOTP(SECRET).now()


def _send(browser, code, **more):
    return browser.post("/sign-in/code", data={"code": code, **more})


def _secret_shown(browser):
    browser.get("/me/second-step")
    with browser.session_transaction() as session:
        return session["totp"]
