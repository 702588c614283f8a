"""The plain list of associations: filtered by address, paged by key, never showing the hidden."""

import pytest

from portal.associations import policy
from portal.associations.models import Association
from portal.associations.queries import sheets
from portal.core import clock


def _association(name, province="MA-CAS-ANF", domain="education", ar=""):
    association = Association(domain=domain, province=province)
    association.rename(fr=name, ar=ar)
    return association


@pytest.fixture
def network(make, amal):
    """Amal in Casablanca, another in Rabat, and a suspended one."""
    rabat = _association("Zitouna", "MA-RAB", "health")
    gone = _association("Ancienne")
    gone.suspended_at = clock.now()
    make(rabat, gone)
    return {"amal": amal, "rabat": rabat, "gone": gone}


def test_a_member_sees_the_list_by_name(browser_of, outsider, network):
    page = browser_of(outsider).get("/associations").text

    assert page.index("Association Amal") < page.index("Zitouna")
    assert "Ancienne" not in page


@pytest.mark.parametrize(
    "query, shown",
    [
        ("place=MA-06", ["Association Amal"]),
        ("place=MA-CAS", ["Association Amal"]),
        ("place=MA-RAB", ["Zitouna"]),
        ("domain=health", ["Zitouna"]),
        ("place=MA-06&domain=health", []),
        ("place=nowhere&domain=nothing", ["Association Amal", "Zitouna"]),
    ],
)
def test_it_is_filtered_by_its_address(browser_of, outsider, network, query, shown):
    page = browser_of(outsider).get(f"/associations?{query}").text

    for name in ("Association Amal", "Zitouna"):
        assert (f"<bdi>{name}</bdi>" in page) is (name in shown)


def test_an_empty_result_says_what_to_do(browser_of, outsider, network):
    page = browser_of(outsider).get("/associations?place=MA-RAB&domain=culture").text

    assert 'class="empty"' in page


def test_it_goes_on_by_key(browser_of, outsider, make):
    make(*[_association(f"Association {number:02}") for number in range(45)])
    seen, after = [], None
    for _turn in range(3):
        page = sheets.associations_for(outsider, "", "", after)
        seen += [association.name for association in page.items]
        after = page.after

    assert seen == [f"Association {number:02}" for number in range(45)]
    assert after is None
    first = browser_of(outsider).get("/associations").text
    assert "after=" in first


def test_the_count_is_capped(outsider, make, monkeypatch):
    monkeypatch.setattr(sheets, "COUNTED", 5)
    make(*[_association(f"Association {number}") for number in range(9)])

    assert sheets.count_for(outsider, "", "") == 6


@pytest.mark.parametrize(
    "who", ["outsider", "focal_point", "coordinator", "observer", "technician"]
)
def test_list_and_check_agree(request, network, who):
    member = request.getfixturevalue(who)
    listed = sheets.associations_for(member, "", "", None).items

    for association in network.values():
        may_see = policy.may_see(member, association)
        assert (association in listed) is may_see
        assert (sheets.find_association(member, association.id) is not None) is may_see


def test_a_page_of_the_list_takes_few_queries(browser_of, outsider, make, count_queries):
    make(*[_association(f"Association {number}") for number in range(25)])
    browser = browser_of(outsider)

    with count_queries() as queries:
        browser.get("/associations")

    assert len(queries) <= 6


def test_a_visitor_is_led_to_sign_in(browser):
    assert browser.get("/associations").status_code == 302
