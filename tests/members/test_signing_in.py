"""Signing in with an e-mail or a telephone, and out again."""

import re
from datetime import timedelta

import pytest

from portal.core import clock
from portal.core.db import db
from portal.members.models import SignIn


@pytest.mark.parametrize(
    "identifier",
    [
        "aicha@exemple.ma", "  AICHA@exemple.MA ", "0661-23-45-67", "+212 661234567",
        "00212661234567", "661234567", "٠٦٦١٢٣٤٥٦٧",
    ],
)  # fmt: skip
def test_a_member_signs_in_however_the_identifier_is_written(browser, aicha, sign_in, identifier):
    response = sign_in(browser, identifier)

    assert (response.status_code, response.location) == (303, "/")
    assert "Aïcha Bennis" in browser.get("/me").text


def test_a_wrong_password_is_refused_and_the_identifier_is_still_there(browser, aicha, sign_in):
    response = sign_in(browser, password="un autre mot")

    assert response.status_code == 422
    assert "aicha@exemple.ma" in response.text
    assert "un autre mot" not in response.text
    assert browser.get("/me").status_code == 302


def test_an_unknown_identifier_gets_the_very_same_answer(app, aicha, sign_in):
    known = sign_in(app.test_client(), "aicha@exemple.ma", "un autre mot")
    unknown = sign_in(app.test_client(), "nadia@exemple.ma", "un autre mot")

    assert known.status_code == unknown.status_code == 422
    assert _bare(known).replace("aicha", "nadia") == _bare(unknown)


def test_a_password_is_hashed_for_nobody_too(app, aicha, sign_in, monkeypatch):
    from portal.members import passwords

    checked = []
    real = passwords._matches
    monkeypatch.setattr(
        passwords, "_matches", lambda *given: checked.append(given[0]) or real(*given)
    )
    sign_in(app.test_client(), "personne@exemple.ma")
    sign_in(app.test_client(), "aicha@exemple.ma", "un autre mot")

    assert checked == [passwords._nobodys, aicha.password_hash]


def test_an_account_without_a_password_does_not_open(browser, aicha, sign_in):
    aicha.password_hash = None

    assert sign_in(browser, password="").status_code == 422
    assert sign_in(browser).status_code == 422


@pytest.mark.parametrize("missing", ["identifier", "password"])
def test_both_fields_are_asked_for(browser, aicha, missing):
    data = {"identifier": "aicha@exemple.ma", "password": "x"} | {missing: ""}

    assert "Please answer here" in browser.post("/sign-in", data=data).text


@pytest.mark.parametrize("text", ["x" * 10_000, "🙂🙂🙂", "\u202eaicha@exemple.ma", "0" * 40, "@"])
def test_odd_identifiers_are_refused_quietly(browser, aicha, sign_in, text):
    assert sign_in(browser, text, "un autre mot").status_code == 422


def test_a_file_instead_of_a_text_is_refused_quietly(browser, aicha):
    from io import BytesIO

    response = browser.post(
        "/sign-in", data={"identifier": (BytesIO(b"x"), "x.txt"), "password": "x"}
    )

    assert response.status_code in (200, 422)


def test_a_suspended_member_is_told_so_only_with_the_right_password(browser, aicha, sign_in):
    aicha.suspended_at = clock.now()

    assert "suspended" not in sign_in(browser, password="un autre mot").text
    response = sign_in(browser)
    assert response.status_code == 422
    assert "suspended" in response.text


def test_a_suspended_member_is_out_at_once(browser_of, aicha):
    browser = browser_of(aicha)
    assert browser.get("/me").status_code == 200

    aicha.suspended_at = clock.now()

    assert browser.get("/me").status_code == 302


def test_signing_in_leads_to_the_page_that_asked_for_it(browser, aicha, sign_in):
    page = browser.get("/me/edit")
    assert page.location == "/sign-in?next=/me/edit"
    assert 'value="/me/edit"' in browser.get(page.location).text

    assert sign_in(browser, next="/me/edit").location == "/me/edit"


@pytest.mark.parametrize("elsewhere", ["https://evil.example", "//evil.example", "/\\evil.example"])
def test_signing_in_leads_nowhere_else(browser, aicha, sign_in, elsewhere):
    assert sign_in(browser, next=elsewhere).location == "/"


def test_the_session_is_a_new_one(browser, aicha, sign_in):
    with browser.session_transaction() as session:
        session["planted"] = "x"
    sign_in(browser)

    with browser.session_transaction() as session:
        assert "planted" not in session


def test_sending_it_twice_signs_in_twice_and_harms_nothing(browser, aicha, sign_in):
    """The first answer may have been lost on the way, and its cookie with it."""
    sign_in(browser, submission_id="7d0b8a4e-0000-4000-8000-000000000001")
    again = sign_in(browser, submission_id="7d0b8a4e-0000-4000-8000-000000000001")

    assert again.status_code == 303
    assert browser.get("/me").status_code == 200


def test_without_its_token_the_form_comes_back_without_the_password(
    browser, aicha, sign_in, csrf_on
):
    response = sign_in(browser)

    assert response.status_code == 419
    assert "trois mots simples" not in response.text
    assert browser.get("/me").status_code == 302


def test_with_its_token_the_form_signs_in(browser, aicha, sign_in, csrf_on):
    token = _token(browser.get("/sign-in"))

    assert sign_in(browser, csrf_token=token).status_code == 303


def test_signing_out_ends_the_sign_in_and_clears_the_browser(browser_of, aicha):
    browser = browser_of(aicha)
    browser.set_cookie("lang", "ar")
    with browser.session_transaction() as session:
        key = session["_user_id"]

    response = browser.post("/sign-out")

    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert browser.get_cookie("lang").value == "ar"
    assert browser.get("/me").status_code == 302
    with browser.session_transaction() as session:
        session["_user_id"] = key
    assert browser.get("/me").status_code == 302


def test_signing_out_twice_is_no_error(browser):
    assert browser.post("/sign-out").status_code == 303


def test_a_shared_device_forgets_with_its_window_and_after_two_hours(
    browser, aicha, sign_in, later
):
    response = sign_in(browser, is_shared="y")
    cookie = next(c for c in response.headers.getlist("Set-Cookie") if c.startswith("s="))
    assert "Expires" not in cookie
    assert "Max-Age" not in cookie

    later(hours=1, minutes=59)
    assert browser.get("/me").status_code == 200
    later(hours=2, minutes=1)
    assert browser.get("/me").status_code == 302


def test_on_a_shared_device_the_pages_say_so_to_the_script(browser, aicha, sign_in):
    assert "data-shared" not in browser.get("/sign-in").text
    sign_in(browser, is_shared="y")

    assert "<body data-shared>" in browser.get("/me").text


def test_a_shared_device_keeps_no_page(browser, aicha, sign_in):
    """Going back after somebody left, even without signing out, shows nothing of theirs."""
    sign_in(browser, is_shared="y")
    pages = [browser.get("/me"), browser.get("/nowhere"), browser.post("/me/edit")]

    assert [page.headers["Cache-Control"] for page in pages] == ["no-store"] * 3
    assert "ETag" not in pages[0].headers
    browser.post("/sign-out")
    sign_in(browser)
    assert browser.get("/me").headers["Cache-Control"] == "private, no-cache"


def test_an_own_device_stays_signed_in_as_long_as_it_comes_back(browser, aicha, sign_in, later):
    cookie = sign_in(browser).headers.getlist("Set-Cookie")
    assert any("Expires" in c for c in cookie if c.startswith("s="))

    later(days=40)
    assert browser.get("/me").status_code == 200
    later(days=80)
    assert browser.get("/me").status_code == 200
    later(days=141)
    assert browser.get("/me").status_code == 302


def test_reading_pages_writes_at_most_once_an_hour(browser_of, aicha, later, count_queries):
    browser = browser_of(aicha)
    browser.get("/me")
    with count_queries() as queries:
        browser.get("/me")
    assert not [q for q in queries if q.startswith("UPDATE")]

    later(hours=1, minutes=1)
    browser.get("/me")
    assert db.session.query(SignIn).one().seen_at > clock.now() - timedelta(minutes=1)


def test_a_page_knows_its_reader_by_one_query(browser_of, aicha, count_queries):
    browser = browser_of(aicha)
    with count_queries() as queries:
        browser.get("/me/password")

    assert len([query for query in queries if "sign_in" in query]) == 1


def _bare(response):
    """The page without what differs at each answer."""
    return re.sub(r'(value|name)="[^"]{20,}"', "", response.text)


def _token(response):
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', response.text)[1]
