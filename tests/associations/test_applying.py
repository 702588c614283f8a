"""An association asks to join: without an account, at its own pace, once."""

from uuid import uuid4

import pytest

from portal.associations.models import Application
from portal.core.db import db
from portal.core.mail import Mail

ASSOCIATION = {
    "name_ar": "جمعية الأمل",
    "domain": "education",
    "province": "MA-CAS-ANF",
    "members_size": "20-49",
}
CONTACT = {
    "contact_name": "Amina Berrada",
    "contact_role": "Secrétaire générale",
    "contact_phone": "0661-23-45-67",
    "contact_email": "Amina@Exemple.ma",
}
REASONS = {"motivation": "Nous accompagnons 35 jeunes du quartier.", "charter": "y"}


def only_application() -> Application:
    return db.session.query(Application).one()


@pytest.fixture
def draft(browser):
    """A request whose first step was saved."""
    browser.post("/join", data=ASSOCIATION)
    return only_application()


@pytest.fixture
def sent(browser, draft):
    """A request with all its steps, sent."""
    browser.post(f"/join/{draft.code}/steps/2", data=CONTACT)
    browser.post(f"/join/{draft.code}/steps/3", data=REASONS)
    return only_application()


def test_the_first_step_is_kept_as_a_draft_with_a_reference(browser):
    answer = browser.post("/join", data=ASSOCIATION)

    application = only_application()
    assert answer.status_code == 303
    assert answer.location == f"/join/{application.code}/steps/2"
    assert application.state == "draft"
    assert application.reference in browser.get(answer.location).text


def test_a_reference_has_no_look_alike_characters(browser, draft):
    assert len(draft.code) == 8
    assert not set(draft.code) & set("0O1IL2Z5S8BU")


def test_three_steps_send_the_request(browser, draft, coordinator):
    browser.post(f"/join/{draft.code}/steps/2", data=CONTACT)
    answer = browser.post(f"/join/{draft.code}/steps/3", data=REASONS)

    application = only_application()
    assert answer.location == f"/join/{application.code}"
    assert application.state == "submitted"
    assert application.contact_phone == "+212661234567"
    assert application.contact_email == "amina@exemple.ma"
    assert {mail.address for mail in db.session.query(Mail)} == {
        "amina@exemple.ma",
        coordinator.email,
    }


def test_the_applicant_reads_where_the_request_stands(browser, sent):
    page = browser.get(f"/join/status?code={sent.reference.lower()}", follow_redirects=True)

    assert page.status_code == 200
    assert sent.reference in page.text


def test_an_unknown_reference_is_said_to_be_unknown(browser):
    assert browser.get("/join/status?code=ADH-AAAA-AAAA").status_code == 404
    assert browser.get("/join/AAAAAAAA").status_code == 404


def test_a_step_cannot_be_jumped(browser, draft):
    assert browser.get(f"/join/{draft.code}/steps/3").status_code == 404
    assert browser.post(f"/join/{draft.code}/steps/3", data=REASONS).status_code == 404
    assert only_application().state == "draft"


def test_a_sent_request_cannot_be_edited(browser, sent):
    answer = browser.post(f"/join/{sent.code}/steps/1", data={**ASSOCIATION, "name_ar": "أخرى"})

    assert answer.status_code == 404
    assert only_application().name_ar == "جمعية الأمل"


@pytest.mark.parametrize(
    "wrong",
    [
        {"name_ar": "", "name_fr": ""},
        {"name_ar": "Association Amal"},
        {"name_ar": "", "name_fr": "جمعية الأمل"},
        {"name_ar": "جمعية 😀"},
        {"name_ar": "ج" * 151},
        {"domain": "astrology"},
        {"domain": ""},
        {"province": "MA-99"},
        {"province": "MA-06"},
        {"members_size": "7"},
    ],
)
def test_a_wrong_answer_is_told_at_its_field_and_what_was_typed_stays(browser, wrong):
    typed = {**ASSOCIATION, "name_fr": "Amal — l’espoir", **wrong}
    page = browser.post("/join", data=typed)

    assert page.status_code == 422
    assert "field--bad" in page.text
    assert typed["name_ar"] in page.text
    assert db.session.query(Application).count() == 0


def test_turned_and_hidden_characters_are_taken_out(browser):
    browser.post("/join", data={**ASSOCIATION, "name_ar": "‮جمعية​ الأمل\x00 "})

    assert only_application().name_ar == "جمعية الأمل"


def test_a_telephone_or_an_e_mail_is_needed(browser, draft):
    page = browser.post(
        f"/join/{draft.code}/steps/2",
        data={**CONTACT, "contact_phone": "", "contact_email": ""},
    )

    assert page.status_code == 422
    assert "Amina Berrada" in page.text


def test_missing_digits_are_counted_at_the_field(browser, draft):
    page = browser.post(
        f"/join/{draft.code}/steps/2", data={**CONTACT, "contact_phone": "06 61 23 45"}
    )

    assert page.status_code == 422
    assert 'id="contact_phone-error"' in page.text
    assert "06 61 23 45" in page.text


def test_the_same_form_sent_twice_makes_one_request(browser):
    form = {**ASSOCIATION, "submission_id": str(uuid4())}

    first, second = browser.post("/join", data=form), browser.post("/join", data=form)

    assert first.location == second.location
    assert db.session.query(Application).count() == 1


def test_the_same_form_with_another_text_is_shown_again_and_not_lost(browser):
    form = {**ASSOCIATION, "submission_id": str(uuid4())}
    browser.post("/join", data=form)

    page = browser.post("/join", data={**form, "name_ar": "جمعية الرجاء"})

    assert page.status_code == 419
    assert "جمعية الرجاء" in page.text
    assert db.session.query(Application).count() == 1


def test_a_second_request_of_the_same_association_is_never_silent(browser, sent):
    other = browser.application.test_client()
    code = other.post("/join", data=ASSOCIATION).location.split("/")[2]
    other.post(f"/join/{code}/steps/2", data={**CONTACT, "contact_email": "b@exemple.ma"})
    page = other.post(f"/join/{code}/steps/3", data=REASONS)

    assert page.status_code == 409
    assert REASONS["motivation"] in page.text
    assert db.session.query(Application).filter_by(state="submitted").count() == 1

    sent_anyway = other.post(f"/join/{code}/steps/3", data={**REASONS, "is_distinct": "yes"})
    assert sent_anyway.status_code == 303
    assert db.session.query(Application).filter_by(state="submitted").count() == 2


def test_a_request_can_be_withdrawn_once(browser, sent):
    assert browser.post(f"/join/{sent.code}/withdrawal").status_code == 303
    assert only_application().state == "withdrawn"
    assert browser.post(f"/join/{sent.code}/withdrawal").status_code == 403


def test_a_complement_reopens_only_the_named_fields(browser, browser_of, coordinator, sent):
    browser_of(coordinator).post(
        f"/applications/{sent.id}/complement",
        data={"fields": ["motivation"], "question": "Combien de filles ?", "version": sent.version},
    )
    page = browser.get(f"/join/{sent.code}/complement")
    assert "Combien de filles ?" in page.text
    assert 'name="contact_email"' not in page.text

    browser.post(
        f"/join/{sent.code}/complement",
        data={"motivation": "Vingt filles.", "contact_email": "other@exemple.ma"},
    )

    application = only_application()
    assert application.state == "submitted"
    assert application.motivation == "Vingt filles."
    assert application.contact_email == "amina@exemple.ma"


def test_a_complement_that_nobody_asked_for_changes_nothing(browser, sent):
    browser.post(f"/join/{sent.code}/complement", data={"motivation": "Autre chose"})

    assert only_application().motivation == REASONS["motivation"]


def test_an_expired_form_comes_back_with_its_text(browser, csrf_on):
    page = browser.post("/join", data=ASSOCIATION)

    assert page.status_code == 419
    assert "جمعية الأمل" in page.text
    assert db.session.query(Application).count() == 0
