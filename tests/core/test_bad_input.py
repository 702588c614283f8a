"""What no form expects: files, floods, odd characters. The answer is a page; nothing is kept."""

import io
import json
from base64 import urlsafe_b64encode
from time import perf_counter

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from portal.associations.models import Application
from portal.core import db as database
from portal.core.db import db

STEP = {"domain": "education", "province": "MA-SET", "members_size": "lt20"}


def drafts() -> int:
    return db.session.query(Application).count()


def test_a_body_over_the_limit_is_explained(browser):
    page = browser.post("/join", data={**STEP, "name_fr": "a" * 1_100_000})

    assert page.status_code == 413
    assert "<h1>" in page.text
    assert drafts() == 0


def test_a_long_text_under_the_limit_comes_back_whole(browser):
    name = "Association " + "longue " * 2000
    page = browser.post("/join", data={**STEP, "name_fr": name})

    assert page.status_code == 422
    assert name.strip() in page.text
    assert drafts() == 0


def test_a_file_where_text_is_expected_is_an_empty_answer(browser):
    page = browser.post("/join", data={**STEP, "name_fr": (io.BytesIO(b"%PDF-1.7"), "statuts.pdf")})

    assert page.status_code == 422
    assert drafts() == 0


@pytest.mark.parametrize(
    "name",
    ["\x00", "​‏", "‮", "   ", "😀", "<script>alert(1)</script>", "ⵜⴰⵎⵙⵎⵓⵏⵜ", "12345"],
)
def test_a_name_without_latin_letters_is_no_french_name(browser, name):
    page = browser.post("/join", data={**STEP, "name_fr": name})

    assert page.status_code == 422 or "script" in name
    assert "<script>alert" not in page.text


def test_markup_in_a_name_is_shown_as_text(browser):
    browser.post("/join", data={**STEP, "name_fr": "<b>Amal</b> & fils"})
    [application] = db.session.query(Application)

    page = browser.get(f"/join/{application.code}")

    assert "&lt;b&gt;Amal&lt;/b&gt; &amp; fils" in page.text


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_another_method_is_not_found(browser, method):
    assert getattr(browser, method)("/join").status_code == 404


def test_a_submission_id_that_is_none_is_ignored(browser):
    answer = browser.post("/join", data={**STEP, "name_fr": "Amal", "submission_id": "1 OR 1=1"})

    assert answer.status_code == 303
    assert drafts() == 1


@pytest.mark.parametrize("path", ["/members/99999999999999999999999", "/applications/-1"])
def test_a_number_that_cannot_be_one_is_not_found(browser_of, coordinator, path):
    assert browser_of(coordinator).get(path).status_code == 404


@pytest.mark.parametrize("field", ["a", "name_fr=x"])
def test_a_form_of_very_many_fields_is_refused_at_once(browser, csrf_on, field):
    """Shown again, it took the one process five seconds."""
    body = "&".join([field] * 80_000)
    begun = perf_counter()
    page = browser.post("/join", data=body, content_type="application/x-www-form-urlencoded")

    assert page.status_code == 413
    assert perf_counter() - begun < 1


def test_a_heap_of_marks_on_one_letter_stops_nobody(browser):
    begun = perf_counter()
    page = browser.post("/join", data={**STEP, "name_fr": "a" + "\u0301\u0316" * 50_000})

    assert page.status_code == 422
    assert perf_counter() - begun < 3


@pytest.mark.parametrize(
    ("origin", "site", "status"),
    [
        ("null", None, 403),
        ("null", "cross-site", 403),
        ("null", "same-site", 403),
        ("null", "same-origin", 303),
        ("https://evil.example", None, 403),
        ("http://[", None, 403),
        ("http://localhost", None, 303),
        ("http://localhost", "cross-site", 403),
        (None, None, 303),
    ],
)
def test_a_form_of_another_site_is_refused(browser, origin, site, status):
    """Nor is it shown again, to be sent in one tap by who did not write it."""
    headers = {"Origin": origin, "Sec-Fetch-Site": site}
    given = {name: value for name, value in headers.items() if value}

    answer = browser.post("/join", data={**STEP, "name_fr": "Amal"}, headers=given)

    assert answer.status_code == status
    assert "Amal" not in answer.text
    assert drafts() == (status == 303)


@pytest.mark.parametrize("path", ["/associations", "/applications"])
@pytest.mark.parametrize(
    "key",
    [
        *(["a"], [1], [2**70], [True], ["\0"], ["\ud800"], [None], {}, 1),
        *(["a", "b"], [1, 1], ["a", 2**70], ["\0", 1], ["\ud800", 1], ["a", 1.5]),
    ],
    ids=ascii,
)
def test_a_place_in_a_list_that_is_none_is_its_beginning(browser_of, coordinator, amal, path, key):
    after = urlsafe_b64encode(json.dumps(key).encode()).decode()

    assert browser_of(coordinator).get(f"{path}?after={after}").status_code == 200


def test_a_place_in_a_list_that_is_nested_too_deep_is_its_beginning(browser_of, coordinator):
    after = urlsafe_b64encode(b"[" * 3000).decode()

    assert browser_of(coordinator).get(f"/associations?after={after}").status_code == 200


def test_what_people_write_does_not_end_in_the_logs(app):
    with pytest.raises(SQLAlchemyError) as failure:
        db.session.execute(text("SELECT * FROM nowhere WHERE name = :name"), {"name": "Amina"})
    db.session.rollback()

    assert "Amina" not in str(failure.value)


def test_a_write_that_waits_too_long_gives_the_text_back(browser, monkeypatch):
    if not database.is_sqlite():
        pytest.skip("only SQLite has one writer")
    monkeypatch.setattr(database, "PATIENCE", 0.05)
    with database._writer:
        page = browser.post("/join", data={**STEP, "name_fr": "Association patiente"})

    assert page.status_code == 503
    assert "Association patiente" in page.text
    assert drafts() == 0
