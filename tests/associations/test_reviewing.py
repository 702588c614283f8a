"""Coordinators read the queue and decide; two of them never overwrite each other."""

from datetime import timedelta

import pytest

from portal.associations import tasks
from portal.associations.models import Application, Association
from portal.associations.queries import applications as queries
from portal.core import clock
from portal.core.db import db
from portal.core.mail import Mail
from portal.members.models import Member

REFUSAL = {"reason": "outside_scope", "text": "Une autre fois, peut-être."}


@pytest.fixture
def application(make):
    """A request of Amal, which waits."""
    application = Application(language="ar")
    application.fill(
        {
            "name_ar": "جمعية الأمل",
            "domain": "education",
            "province": "MA-CAS-ANF",
            "members_size": "20-49",
            "contact_name": "Amina",
            "contact_role": "Présidente",
            "contact_email": "amina@exemple.ma",
            "contact_phone": "+212661234567",
            "motivation": "Pour apprendre.",
        }
    )
    application.submit()
    return make(application)


def decide(browser, application, act, **data):
    return browser.post(
        f"/applications/{application.id}/{act}", data={"version": application.version, **data}
    )


def mails_to(address):
    return db.session.query(Mail).filter_by(address=address).all()


def test_the_queue_lists_what_waits(browser_of, coordinator, application):
    page = browser_of(coordinator).get("/applications")

    assert "جمعية الأمل" in page.text
    assert application.reference in page.text


def test_the_menu_counts_what_waits(browser_of, coordinator, application):
    assert 'class="count"' in browser_of(coordinator).get("/").text


def test_a_tab_comes_as_a_fragment(browser_of, coordinator, application):
    part = browser_of(coordinator).get("/applications", headers={"HX-Request": "true"})

    assert "<html" not in part.text
    assert application.reference in part.text


@pytest.mark.parametrize("who", ["outsider", "focal_point", "observer"])
def test_the_queue_is_closed_to_others(request, browser_of, who, application):
    browser = browser_of(request.getfixturevalue(who))

    assert browser.get("/applications").status_code == 403
    assert browser.get(f"/applications/{application.id}").status_code == 403
    assert decide(browser, application, "acceptance").status_code == 403
    assert application.state == "submitted"


def test_a_visitor_is_led_to_sign_in(browser, application):
    assert browser.get("/applications").status_code == 302
    assert decide(browser, application, "acceptance").status_code == 419
    assert application.state == "submitted"


def test_admitting_creates_the_association_and_its_focal_point(
    browser_of, coordinator, application
):
    answer = decide(browser_of(coordinator), application, "acceptance")

    association = db.session.query(Association).one()
    [mandate] = association.mandates
    assert answer.status_code == 303
    assert application.state == "accepted"
    assert association.name_ar == "جمعية الأمل"
    assert mandate.role == "focal_point"
    assert mandate.member.email == "amina@exemple.ma"
    assert mandate.member.phone == "+212661234567"
    [welcome] = mails_to("amina@exemple.ma")
    assert "/password/new/" in welcome.text
    assert welcome.language == "ar"
    assert 'dir="rtl"' in welcome.html


def test_a_known_member_becomes_focal_point_without_a_second_account(
    browser_of, coordinator, outsider, application
):
    application.contact_email = outsider.email
    db.session.commit()

    decide(browser_of(coordinator), application, "acceptance")

    assert db.session.query(Association).one().mandates[0].member == outsider
    assert db.session.query(Member).filter_by(phone="+212661234567").count() == 0


def test_the_link_to_anothers_account_is_not_mailed_to_the_applicant(
    browser_of, coordinator, make, application
):
    """Who names the telephone of somebody without a password yet must not choose it for them."""
    nour = make(Member.open("Nour Alami", phone=application.contact_phone))
    browser = browser_of(coordinator)
    assert "Nour Alami" in browser.get(f"/applications/{application.id}").text

    page = browser.get(decide(browser, application, "acceptance").location)

    assert db.session.query(Association).one().mandates[0].member == nour
    [welcome] = mails_to("amina@exemple.ma")
    assert "/password/new/" not in welcome.text
    assert "banner--good" in page.text


def test_without_an_e_mail_the_coordinator_hands_over_a_code(browser_of, coordinator, application):
    application.contact_email = ""
    db.session.commit()
    browser = browser_of(coordinator)

    page = browser.get(decide(browser, application, "acceptance").location)

    assert "banner--good" in page.text
    assert not mails_to("")


def test_a_refusal_needs_a_reason_and_sends_it(browser_of, coordinator, application):
    browser = browser_of(coordinator)

    page = decide(browser, application, "refusal", reason="", text="Désolés")
    assert page.status_code == 422
    assert "Désolés" in page.text
    assert application.state == "submitted"

    decide(browser, application, "refusal", **REFUSAL)
    assert application.state == "refused"
    assert REFUSAL["text"] in mails_to("amina@exemple.ma")[0].text


def test_a_complement_needs_fields_and_a_question(browser_of, coordinator, application):
    browser = browser_of(coordinator)

    assert decide(browser, application, "complement", question="Quoi ?").status_code == 422
    assert decide(browser, application, "complement", fields=["motivation"]).status_code == 422
    assert application.state == "submitted"


def test_the_second_reviewer_is_told_and_overwrites_nothing(
    browser_of, coordinator, second_coordinator, application
):
    version = application.version
    decide(browser_of(second_coordinator), application, "refusal", **REFUSAL)

    page = browser_of(coordinator).post(
        f"/applications/{application.id}/acceptance", data={"version": version}
    )

    assert page.status_code == 409
    assert second_coordinator.name in page.text
    assert application.state == "refused"
    assert db.session.query(Association).count() == 0


@pytest.mark.parametrize(
    "act, data",
    [
        ("refusal", {"reason": "other", "text": "Nous vous recontacterons en mars."}),
        ("complement", {"fields": ["motivation"], "question": "Nous vous recontacterons en mars."}),
    ],
)
def test_what_the_second_reviewer_typed_is_not_lost(
    browser_of, coordinator, second_coordinator, application, act, data
):
    version = application.version
    decide(browser_of(second_coordinator), application, "acceptance")

    page = browser_of(coordinator).post(
        f"/applications/{application.id}/{act}", data={"version": version, **data}
    )

    assert page.status_code == 409
    assert "Nous vous recontacterons en mars." in page.text
    assert application.state == "accepted"


def test_a_decided_request_is_not_decided_again(browser_of, coordinator, application):
    browser = browser_of(coordinator)
    decide(browser, application, "refusal", **REFUSAL)

    assert decide(browser, application, "acceptance").status_code == 409
    assert application.state == "refused"


def test_a_possible_duplicate_is_shown(browser_of, coordinator, application, make):
    twin = Application(language="fr")
    twin.fill({"name_fr": "Autre", "contact_phone": "+212661234567", "province": "MA-SET"})
    twin.submit()
    make(twin)

    page = browser_of(coordinator).get(f"/applications/{application.id}")

    assert twin.reference in page.text


def test_coordinators_are_reminded_after_three_and_seven_days_once_each(coordinator, application):
    for days in (1, 4, 4, 8, 8):
        application.submitted_at = clock.now() - timedelta(days=days)
        db.session.commit()
        tasks.remind_of_waiting_applications()

    assert len(mails_to(coordinator.email)) == 2


def test_after_a_long_sleep_only_the_last_reminder_is_sent(coordinator, application):
    application.submitted_at = clock.now() - timedelta(days=9)
    db.session.commit()
    tasks.remind_of_waiting_applications()

    [reminder] = mails_to(coordinator.email)
    assert "7" in reminder.subject


def test_refused_requests_are_erased_after_a_year(browser_of, coordinator, application):
    decide(browser_of(coordinator), application, "refusal", **REFUSAL)
    tasks.remove_stale_applications()
    assert db.session.query(Application).count() == 1

    application.decided_at = clock.now() - timedelta(days=366)
    db.session.commit()
    tasks.remove_stale_applications()
    assert db.session.query(Application).count() == 0


def test_the_queue_goes_on_by_key(coordinator, application, make):
    for number in range(25):
        other = Application(language="fr")
        other.fill({"name_fr": f"Association {number}", "province": "MA-SET"})
        other.submit()
        make(other)

    first = queries.queue("submitted", None)
    rest = queries.queue("submitted", first.after)

    assert len(first.items) == 20
    assert len(rest.items) == 6
    assert not {a.id for a in first.items} & {a.id for a in rest.items}


def test_the_queue_takes_the_same_few_queries_however_long_it_is(
    browser_of, coordinator, application, make, count_queries
):
    browser = browser_of(coordinator)
    with count_queries() as for_one:
        browser.get("/applications")
    for number in range(15):
        other = Application(language="fr", contact_phone="+212661234567")
        other.fill({"name_fr": f"Association {number}", "province": "MA-SET"})
        other.submit()
        make(other)

    with count_queries() as for_many:
        page = browser.get("/applications")

    assert page.text.count("badge--alert") >= 16
    assert len(for_many) == len(for_one) <= 9
