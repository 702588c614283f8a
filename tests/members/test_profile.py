"""The profile: who sees what of it, and editing one's own."""

import pytest

from portal.core.db import db
from portal.members.models import PROFILE, Skill

FIELDS = {
    "name": "Aïcha Bennis",
    "job": "Secrétaire",
    "about": "J’aide les dossiers à avancer.",
    "skills": "comptabilité, الإسعافات الأولية، Comptabilite,, théâtre",
    "languages": ["ary", "fr"],
    "is_open_to_connections": "y",
    "language": "en",
    **{f"{field}_seen_by": "network" for field in PROFILE},
}


def test_a_member_edits_the_profile(browser_of, aicha):
    response = _save(browser_of(aicha), aicha, phone_seen_by="public")

    assert response.location == "/me"
    assert [skill.name for skill in aicha.skills] == [
        "comptabilité",
        "théâtre",
        "الإسعافات الأولية",
    ]
    assert aicha.languages == ["ary", "fr"]
    assert (aicha.is_open_to_connections, aicha.is_listed) == (True, False)
    assert aicha.visibility_of("phone") == "public"
    page = browser_of(aicha).get("/me").text
    assert "Darija, French" in page
    assert "open to requests" in page


def test_the_form_shows_what_stands(browser_of, aicha):
    browser = browser_of(aicha)
    _save(browser, aicha)
    page = browser.get("/me/edit").text

    assert "comptabilité, théâtre, الإسعافات الأولية" in page
    assert "J’aide les dossiers" in page


def test_members_share_a_skill_however_they_spell_it(browser_of, aicha, outsider):
    _save(browser_of(aicha), aicha, skills="Théâtre")
    _save(browser_of(outsider), outsider, skills="theatre, THÉÂTRE")

    assert db.session.query(Skill).count() == 1
    assert aicha.skills == outsider.skills


def test_the_language_takes_effect_at_once_and_stays_after_signing_out(browser_of, aicha):
    browser = browser_of(aicha)
    _save(browser, aicha, language="ar")

    assert '<html lang="ar" dir="rtl">' in browser.get("/me").text
    browser.post("/sign-out")
    assert '<html lang="ar" dir="rtl">' in browser.get("/sign-in").text


@pytest.mark.parametrize(
    "wrong, complaint",
    [
        ({"name": ""}, "answer here"),
        ({"name": "x" * 101}, "Too long"),
        ({"name": "Aïcha 🙂"}, ""),
        ({"about": "x" * 1001}, "Too long"),
        ({"skills": ", ".join(f"skill {n}" for n in range(13))}, "At most 12"),
        ({"skills": "x" * 61}, "Keep each skill short"),
        ({"languages": ["xx"]}, ""),
        ({"language": "xx"}, ""),
        ({"email_seen_by": "nobody"}, ""),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(browser_of, aicha, wrong, complaint):
    response = _save(browser_of(aicha), aicha, **{"job": "Trésorière", **wrong})

    assert response.status_code == 422
    assert "Trésorière" in response.text
    assert complaint in response.text
    assert (aicha.job, aicha.version) == ("", 1)


def test_hidden_signs_are_cleaned_away(browser_of, aicha):
    _save(browser_of(aicha), aicha, name="Aïcha\u202e Bennis\u200b ")

    assert aicha.name == "Aïcha Bennis"


def test_two_devices_at_once_show_both_texts(browser_of, aicha):
    first, second = browser_of(aicha), browser_of(aicha)
    version = aicha.version
    _save(first, aicha, job="Secrétaire générale")

    response = _save(second, aicha, version=version, job="Trésorière")

    assert response.status_code == 409
    assert "Secrétaire générale" in response.text
    assert "Trésorière" in response.text
    assert aicha.job == "Secrétaire générale"
    assert f'name="version" type="hidden" value="{aicha.version}"' in response.text
    assert _save(second, aicha, job="Trésorière").location == "/me"


def test_a_sign_in_between_is_no_conflict(app, browser_of, aicha, sign_in):
    version = aicha.version
    sign_in(app.test_client())

    assert _save(browser_of(aicha), aicha, version=version).location == "/me"


def test_saving_twice_saves_once(browser_of, aicha):
    browser = browser_of(aicha)
    for _turn in range(2):
        response = _save(
            browser, aicha, version=1, submission_id="7d0b8a4e-0000-4000-8000-0000000000af"
        )
        assert response.location == "/me"
    assert aicha.version == 2


def test_a_visitor_is_led_to_sign_in(browser, aicha):
    assert browser.get("/me").location == "/sign-in?next=/me"
    assert browser.get(f"/members/{aicha.id}").status_code == 302
    assert browser.post("/me/edit", data=FIELDS).status_code == 419
    assert aicha.job == ""


@pytest.mark.parametrize(
    "who, level, sees",
    [
        ("outsider", "public", True),
        ("outsider", "network", True),
        ("outsider", "coordinators", False),
        ("coordinator", "coordinators", True),
        ("aicha", "coordinators", True),
    ],
)
def test_each_field_is_seen_by_whom_its_owner_chose(request, browser_of, aicha, who, level, sees):
    _save(browser_of(aicha), aicha, **{f"{field}_seen_by": level for field in PROFILE})
    page = browser_of(request.getfixturevalue(who)).get(f"/members/{aicha.id}").text

    assert "Aïcha Bennis" in page
    for text in ("aicha@exemple.ma", "06 61 23 45 67", "Secrétaire", "J’aide", "comptabilité"):
        assert (text in page) is sees


def test_contacts_are_the_coordinators_alone_at_first(browser_of, aicha, outsider, coordinator):
    for who, sees in ((outsider, False), (coordinator, True)):
        page = browser_of(who).get(f"/members/{aicha.id}").text
        assert ("aicha@exemple.ma" in page) is sees


def test_an_absent_member_is_not_found(browser_of, outsider):
    assert browser_of(outsider).get("/members/99999").status_code == 404


def _save(browser, member, **fields):
    db.session.refresh(member)
    return browser.post("/me/edit", data={**FIELDS, "version": member.version, **fields})
