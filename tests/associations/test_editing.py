"""Editing a sheet: who may, what is refused, and two people at once."""

import uuid
from datetime import timedelta

import pytest

from portal.core import clock

SHEET = {
    "version": 1,
    "name_fr": "Association Amal",
    "name_ar": "جمعية الأمل",
    "domain": "education",
    "province": "MA-CAS-ANF",
    "phone_seen_by": "network",
    "email_seen_by": "network",
    "website_seen_by": "network",
    "address_seen_by": "coordinators",
}


def _save(browser, amal, **changed):
    return browser.post(f"/associations/{amal.id}/edit", data={**SHEET, **changed})


@pytest.mark.parametrize(
    "who, status",
    [
        ("focal_point", 200), ("officer", 200), ("coordinator", 200),
        ("volunteer", 403), ("outsider", 403), ("observer", 403),
    ],
)  # fmt: skip
def test_who_may_edit(request, browser_of, amal, who, status):
    browser = browser_of(request.getfixturevalue(who))

    assert browser.get(f"/associations/{amal.id}/edit").status_code == status
    saved = _save(browser, amal, summary="Changed")
    assert saved.status_code == (303 if status == 200 else 403)
    assert amal.summary == ("Changed" if status == 200 else "")


def test_a_visitor_keeps_their_text_and_is_led_to_sign_in(browser, amal):
    answer = _save(browser, amal, summary="Typed before")

    assert answer.status_code == 419
    assert "Typed before" in answer.text
    assert amal.summary == ""


def test_the_whole_sheet_is_kept(browser_of, focal_point, amal):
    answer = _save(
        browser_of(focal_point), amal,
        name_zgh="ⵜⴰⵎⵙⵎⵓⵏⵜ", acronym="AMAC", summary="Soutien scolaire", further_domains=["health"],
        tags=["youth"], locality="Hay Salam", coverage="local", members_size="20-49",
        volunteers_size="1-4", employees_size="0", budget_size="lt5k", founded_in="٢٠١٤",
        legal_state="declaree_recepisse_definitif", receipt_no="12/2014", receipt_on="2014-05-02",
        authority="Pachalik", assembly_on="2014-03-01", bureau_renewed_on="2024-03-01",
        bureau_years="3", ice="001 234 567 000 089", tax_id="40123456", cnss="7712345",
        beneficiaries=["youth"], languages=["ary", "fr"], offers=["training"],
        offers_text="Une salle", needs=["accounting"], needs_text="Un comptable",
        phone="0661-23-45-67", email="AMAL@exemple.ma", website="amal.exemple.ma",
        address="12, rue des Oliviers", phone_seen_by="public", is_in_safe_mode="y",
    )  # fmt: skip

    assert answer.status_code == 303
    assert (amal.name_zgh, amal.acronym, amal.founded_in) == ("ⵜⴰⵎⵙⵎⵓⵏⵜ", "AMAC", 2014)
    assert (amal.further_domains, amal.languages) == (["health"], ["ary", "fr"])
    assert (amal.ice, amal.phone) == ("001234567000089", "+212661234567")
    assert (amal.email, amal.website) == ("amal@exemple.ma", "https://amal.exemple.ma")
    assert amal.visibility_of("phone") == "public"
    assert amal.is_in_safe_mode
    assert amal.version == 2
    assert amal.changed_by_id == focal_point.id


def test_saving_confirms(browser_of, focal_point, amal, make):
    amal.confirmed_at = clock.now() - timedelta(days=400)
    make(amal)

    _save(browser_of(focal_point), amal)

    assert not amal.is_stale


@pytest.mark.parametrize(
    "wrong",
    [
        {"name_fr": "جمعية الأمل"},
        {"name_ar": "Association Amal"},
        {"name_fr": "Amal 🌟"},
        {"name_fr": "A" * 151},
        {"name_fr": "", "name_ar": ""},
        {"acronym": "A🌟"},
        {"domain": ""},
        {"domain": "nothing"},
        {"province": "MA-06"},
        {"further_domains": ["health", "social", "culture", "environment"]},
        {"further_domains": ["education"]},
        {"founded_in": "1899"},
        {"founded_in": "3000"},
        {"founded_in": "long ago"},
        {"receipt_on": "3000-01-01"},
        {"receipt_on": "yesterday"},
        {"assembly_on": "3000-01-01"},
        {"bureau_years": "40"},
        {"ice": "12345"},
        {"ice": "ABCDEFGHIJKLMNO"},
        {"email": "amal"},
        {"phone": "06612345"},
        {"website": "javascript:alert(1)"},
        {"website": "ftp://exemple.ma"},
        {"summary": "x" * 301},
        {"phone_seen_by": "nobody"},
    ],
    ids=str,
)
def test_a_wrong_answer_is_told_at_its_field_and_nothing_is_kept(
    browser_of, focal_point, amal, wrong
):
    answer = _save(browser_of(focal_point), amal, **{"needs_text": "Typed already", **wrong})

    assert answer.status_code == 422
    assert "field__error" in answer.text
    assert 'role="alert"' in answer.text
    assert "Typed already" in answer.text
    assert amal.version == 1
    assert amal.needs_text == ""


@pytest.mark.parametrize(
    "typed",
    ["0661-23-45-67", "+212 661234567", "00212661234567", "661234567", "٠٦٦١٢٣٤٥٦٧"],
)
def test_a_telephone_is_taken_as_people_write_it(browser_of, focal_point, amal, typed):
    assert _save(browser_of(focal_point), amal, phone=typed).status_code == 303
    assert amal.phone == "+212661234567"


def test_marks_that_turn_the_text_are_taken_out(browser_of, focal_point, amal):
    _save(browser_of(focal_point), amal, name_fr="Amal\u202e Aïn\u2066 Chock\u200b")

    assert amal.name_fr == "Amal Aïn Chock"


def test_a_file_where_text_is_expected_changes_nothing(browser_of, focal_point, amal):
    import io

    answer = browser_of(focal_point).post(
        f"/associations/{amal.id}/edit",
        data={**SHEET, "summary": (io.BytesIO(b"\x89PNG"), "a.png")},
        content_type="multipart/form-data",
    )

    assert answer.status_code == 303
    assert amal.summary == ""


def test_two_people_at_once_see_both_texts_and_neither_is_lost(
    browser_of, focal_point, officer, amal
):
    _save(browser_of(officer), amal, summary="From the officer", needs_text="A room")
    browser = browser_of(focal_point)

    conflict = _save(browser, amal, summary="From the focal point", acronym="AMAC")

    assert conflict.status_code == 409
    assert "From the officer" in conflict.text
    assert "From the focal point" in conflict.text
    assert amal.summary == "From the officer"

    again = _save(
        browser, amal, version=2, summary="From the focal point", acronym="AMAC",
        theirs=["needs_text"],
    )  # fmt: skip
    assert again.status_code == 303
    assert (amal.summary, amal.needs_text) == ("From the focal point", "A room")


def test_saying_still_exact_meanwhile_is_no_conflict(browser_of, focal_point, officer, amal):
    browser_of(officer).post(f"/associations/{amal.id}/confirmation")

    assert _save(browser_of(focal_point), amal, acronym="AMAC").status_code == 303


def test_the_same_form_twice_acts_once(browser_of, focal_point, amal):
    browser, submission = browser_of(focal_point), str(uuid.uuid4())

    answers = [_save(browser, amal, submission_id=submission, acronym="AMAC") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    assert amal.version == 2


def test_the_quarters_of_others_are_proposed_but_not_those_in_hiding(
    browser_of, focal_point, amal, make
):
    from portal.associations.models import Association

    for name, locality, is_hidden in (("A", "Hay Salam", False), ("B", "Rue secrète", True)):
        other = Association(
            domain="health", province=amal.province, locality=locality, is_in_safe_mode=is_hidden
        )
        other.rename(fr=name)
        make(other)

    page = browser_of(focal_point).get(f"/associations/{amal.id}/edit").text

    assert '<option value="Hay Salam">' in page
    assert "Rue secrète" not in page
