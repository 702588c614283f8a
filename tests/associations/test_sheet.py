"""Reading a sheet: its words, its contacts under their visibility, what is never shown."""

from datetime import timedelta

import pytest

from portal.associations import policy
from portal.core import clock

CONTACTS = {
    "phone": "+212661234567",
    "email": "amal@exemple.ma",
    "website": "https://amal.exemple.ma",
    "address": "12, rue des Oliviers",
}


def test_a_member_reads_a_sheet(browser_of, outsider, amal, make):
    amal.further_domains, amal.tags = ["health"], ["youth"]
    amal.locality, amal.members_size, amal.employees_size = "Hay Salam", "20-49", "0"
    amal.acronym, amal.offers_text = "AMAC", "Une salle <b>de 30 places</b>"
    make(amal)

    page = browser_of(outsider).get(f"/associations/{amal.id}").text

    assert "Association Amal" in page
    assert '<bdi lang="ar">جمعية الأمل</bdi>' in page
    assert "Hay Salam" in page
    assert "20–49" in page
    assert "Une salle &lt;b&gt;de 30 places" in page


def test_a_visitor_is_led_to_sign_in(browser, amal):
    answer = browser.get(f"/associations/{amal.id}")

    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in?next=")


def test_an_absent_association_is_not_found(browser_of, outsider):
    assert browser_of(outsider).get("/associations/4711").status_code == 404


def test_a_suspended_association_is_the_coordinators_alone(
    browser_of, outsider, focal_point, coordinator, amal, make
):
    amal.suspended_at = clock.now()
    make(amal)

    for member, status in ((outsider, 404), (focal_point, 404), (coordinator, 200)):
        assert browser_of(member).get(f"/associations/{amal.id}").status_code == status


def test_a_suspended_member_is_signed_out(browser_of, focal_point, amal, make):
    browser = browser_of(focal_point)
    focal_point.suspended_at = clock.now()
    make(focal_point)

    assert browser.get(f"/associations/{amal.id}").status_code == 302


@pytest.mark.parametrize(
    "level, outsider_sees, volunteer_sees, focal_point_sees, coordinator_sees",
    [
        ("public", True, True, True, True),
        ("network", True, True, True, True),
        ("coordinators", False, False, True, True),
    ],
)
@pytest.mark.parametrize("contact", CONTACTS)
def test_a_contact_is_shown_under_its_visibility(
    request, browser_of, make, amal, contact, level,
    outsider_sees, volunteer_sees, focal_point_sees, coordinator_sees,
):  # fmt: skip
    setattr(amal, contact, CONTACTS[contact])
    amal.visibility = {contact: level}
    make(amal)
    shown = CONTACTS[contact]
    expected = {
        "outsider": outsider_sees, "volunteer": volunteer_sees,
        "focal_point": focal_point_sees, "coordinator": coordinator_sees,
    }  # fmt: skip

    for who, sees in expected.items():
        member = request.getfixturevalue(who)
        page = browser_of(member).get(f"/associations/{amal.id}").text
        assert (shown in page) is sees, who
        assert policy.may_see_contact(member, amal, contact) is sees


@pytest.mark.parametrize(
    "who, sees",
    [("outsider", False), ("volunteer", True), ("focal_point", True), ("coordinator", True)],
)
def test_safe_mode_hides_address_quarter_and_people(
    request, browser_of, make, amal, focal_point, who, sees
):
    amal.address, amal.locality, amal.is_in_safe_mode = "12, rue des Oliviers", "Hay Salam", True
    make(amal)

    page = browser_of(request.getfixturevalue(who)).get(f"/associations/{amal.id}").text

    assert ("rue des Oliviers" in page) is sees
    assert ("Hay Salam" in page) is sees
    assert (f"/members/{focal_point.id}" in page) is sees


def test_the_numbers_of_the_state_are_never_on_the_sheet(
    browser_of, coordinator, focal_point, amal, make
):
    amal.ice, amal.tax_id, amal.cnss = "001234567000089", "40123456", "7712345"
    make(amal)

    for member in (coordinator, focal_point):
        page = browser_of(member).get(f"/associations/{amal.id}").text
        assert not any(number in page for number in (amal.ice, amal.tax_id, amal.cnss))


def test_its_people_stand_on_it_with_their_title(browser_of, outsider, focal_point, officer, amal):
    page = browser_of(outsider).get(f"/associations/{amal.id}").text

    assert f"/members/{focal_point.id}" in page
    assert f"/members/{officer.id}" in page


@pytest.mark.parametrize("days, is_shown", [(60, False), (61, True)])
def test_a_provisional_receipt_older_than_sixty_days_gets_a_neutral_badge(
    browser_of, outsider, amal, make, days, is_shown
):
    amal.legal_state = "declaree_recepisse_provisoire"
    amal.receipt_on = clock.today() - timedelta(days=days)
    make(amal)

    page = browser_of(outsider).get(f"/associations/{amal.id}").text

    assert amal.awaits_final_receipt is is_shown
    assert ('<span class="badge">' in page) is is_shown


@pytest.mark.parametrize("days, is_stale", [(250, False), (280, True)])
def test_a_sheet_is_stale_from_nine_months_on(browser_of, outsider, amal, make, days, is_stale):
    amal.confirmed_at = clock.now() - timedelta(days=days)
    make(amal)

    page = browser_of(outsider).get(f"/associations/{amal.id}").text

    assert ("badge--alert" in page) is is_stale
