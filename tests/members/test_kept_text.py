"""What was typed when the session ended comes back after signing in, in one step or two."""

import html
import re
import time

import pyotp
import pytest

from portal.core.db import db
from portal.members.models import PROFILE

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
TYPED = {
    "name": "Aïcha Bennis",
    "about": "Un texte écrit dans le bus,\r\nsur deux lignes.",
    "languages": ["ary", "fr"],
    "language": "en",
    "version": "1",
    **{f"{field}_seen_by": "network" for field in PROFILE},
}


@pytest.fixture
def browser(browser_of, aicha):
    """Aïcha's, signed out from elsewhere while she writes."""
    browser = browser_of(aicha)
    aicha.end_sign_ins()
    db.session.commit()
    return browser


def test_the_text_comes_back_ready_to_send(browser, aicha, sign_in):
    page = browser.post("/me/edit", data=TYPED)
    assert page.status_code == 419
    assert "Un texte écrit dans le bus" in page.text

    page = browser.post("/sign-in", data=_fields(page))
    assert "Your text is safe" in page.text
    page = sign_in(browser, **_fields(page))
    assert page.status_code == 200

    response = browser.post("/me/edit", data=_fields(page))
    assert response.location == "/me"
    assert aicha.about == "Un texte écrit dans le bus,\nsur deux lignes."
    assert aicha.languages == ["ary", "fr"]


def test_it_survives_a_wrong_password_and_the_second_step(browser, aicha, sign_in):
    aicha.turn_on_second_step(SECRET, pyotp.TOTP(SECRET).at(time.time() - 30))
    page = browser.post("/sign-in", data=_fields(browser.post("/me/edit", data=TYPED)))
    page = sign_in(browser, password="un autre mot", **_fields(page))
    page = sign_in(browser, **_fields(page))
    page = browser.post("/sign-in/code", data=_fields(page) | {"code": "000000"})
    page = browser.post("/sign-in/code", data=_fields(page) | {"code": pyotp.TOTP(SECRET).now()})

    assert browser.post("/me/edit", data=_fields(page)).location == "/me"
    assert "dans le bus" in aicha.about


def test_the_form_that_comes_back_has_a_token_that_counts(browser, aicha, sign_in, csrf_on):
    page = browser.post("/me/edit", data=TYPED | {"csrf_token": _token(browser.get("/sign-in"))})
    assert "You were signed out" in page.text
    page = browser.post("/sign-in", data=_fields(page))
    page = sign_in(browser, **_fields(page))

    assert browser.post("/me/edit", data=_fields(page)).location == "/me"


def test_a_sent_form_that_did_arrive_is_not_sent_twice(app, browser_of, browser, aicha, sign_in):
    data = TYPED | {"submission_id": "7d0b8a4e-0000-4000-8000-0000000000b2"}
    browser_of(aicha).post("/me/edit", data=data)
    page = browser.post("/sign-in", data=_fields(browser.post("/me/edit", data=data)))
    page = sign_in(browser, **_fields(page))

    assert browser.post("/me/edit", data=_fields(page)).location == "/me"
    assert aicha.version == 2


def _fields(page):
    """What the page's form would send, but for what the test fills in."""
    form = page.text[page.text.index('<form class="stack"') :]
    found = {}
    for tag in re.findall(r"<input[^>]+>", form):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and value and name[1] not in ("identifier", "password", "is_shared", "code"):
            found.setdefault(name[1], []).append(html.unescape(value[1]))
    for name, value in re.findall(
        r'<textarea[^>]*name="([^"]+)"[^>]*>\n(.*?)</textarea>', form, re.S
    ):
        found[name] = [re.sub(r"\r?\n", "\r\n", html.unescape(value))]
    return found


def _token(page):
    return _fields(page)["csrf_token"][0]
