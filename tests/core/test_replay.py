"""Each form is acted on once: sent again it gets the first answer, and changes nothing."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from portal.associations.models import Application
from portal.core import replay
from portal.core.db import db
from portal.core.replay import Receipt
from tests.core.acts import ACTS, ASSOCIATION, REASONS, world


def everything():
    """Every row of every table."""
    return {
        table.name: sorted(map(repr, db.session.execute(select(table))))
        for table in db.metadata.sorted_tables
    }


def rows_of(model):
    return db.session.query(model).count()


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_a_form_sent_twice_acts_once_and_gets_the_same_answer(app, browser, browser_of, act):
    path, fields, *who = act(world(db.session))
    client = browser_of(*who) if who else browser
    form = {**fields, "submission_id": str(uuid4())}

    first = client.post(path, data=form)
    after_the_first = everything()
    second = client.post(path, data=form)

    assert first.status_code == 303, first.text
    assert (second.status_code, second.location) == (303, first.location)
    assert everything() == after_the_first
    assert len(after_the_first["receipt"]) == 1


def test_a_repeat_that_htmx_sends_is_led_on_without_a_page(browser):
    form = {**ASSOCIATION, "submission_id": str(uuid4())}
    first = browser.post("/join", data=form)

    second = browser.post("/join", data=form, headers={"HX-Request": "true"})

    assert second.status_code == 204
    assert second.headers["HX-Redirect"] == first.location


def test_a_form_with_a_mistake_may_be_sent_again_once_it_is_mended(browser):
    form = {**ASSOCIATION, "submission_id": str(uuid4())}

    assert browser.post("/join", data={**form, "domain": ""}).status_code == 422
    assert rows_of(Receipt) == 0
    assert browser.post("/join", data=form).status_code == 303
    assert rows_of(Application) == 1


def test_a_question_back_is_no_act_and_its_answer_is_taken(app, browser):
    """The duplicate's notice keeps the draft; "send it anyway" comes from the very same form."""
    first, second = world(db.session).sent, world(db.session).draft
    second.fill({"name_fr": first.name_fr, "province": first.province, "contact_email": "x@x.ma"})
    db.session.commit()
    form = {**REASONS, "submission_id": str(uuid4())}
    path = f"/join/{second.code}/steps/3"

    assert browser.post(path, data=form).status_code == 409
    assert browser.post(path, data=form).status_code == 409
    assert second.state == "draft"
    assert browser.post(path, data={**form, "is_distinct": "yes"}).status_code == 303
    assert second.state == "submitted"


def test_another_persons_form_with_the_same_id_is_another_form(app, browser):
    form = {**ASSOCIATION, "submission_id": str(uuid4())}

    first = browser.post("/join", data=form)
    other = app.test_client().post("/join", data=form)

    assert first.location != other.location
    assert rows_of(Application) == 2


@pytest.mark.parametrize("wrong", ["", "7", "'; DROP TABLE receipt; --", "x" * 5000])
def test_a_submission_id_that_is_none_is_no_claim(browser, wrong):
    assert browser.post("/join", data={**ASSOCIATION, "submission_id": wrong}).status_code == 303
    assert rows_of(Receipt) == 0


def test_after_an_act_the_kept_pages_are_stale(browser):
    answer = browser.post("/join", data={**ASSOCIATION, "submission_id": str(uuid4())})
    set_cookies = answer.headers.getlist("Set-Cookie")

    assert any(cookie.startswith("w=") for cookie in set_cookies)
    assert any(cookie.startswith("taken=") for cookie in set_cookies)


def test_receipts_are_forgotten_after_a_month(browser, later):
    form = {**ASSOCIATION, "submission_id": str(uuid4())}
    browser.post("/join", data=form)

    replay.forget()
    assert rows_of(Receipt) == 1
    later(days=31)
    replay.forget()
    assert rows_of(Receipt) == 0
