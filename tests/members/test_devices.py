"""The devices on which one is signed in, and signing them out."""

import pytest

from portal.core.db import db
from portal.members.devices import browser_of as browser_name
from portal.members.devices import device_of
from portal.members.models import SignIn

PHONE = "Mozilla/5.0 (Linux; Android 9; SM-A105F) Chrome/99.0 Mobile Safari/537.36"


@pytest.fixture
def telephone(aicha):
    """Another device of Aïcha's."""
    sign_in, _key = aicha.sign_in(PHONE, is_shared=True)
    db.session.commit()
    return sign_in


def test_the_list_names_each_device_and_marks_this_one(browser_of, aicha, telephone):
    page = browser_of(aicha).get("/me/devices").text

    assert "Android phone or tablet" in page
    assert page.count("this device") == 1
    assert page.count("shared device") == 1


def test_a_device_is_signed_out(app, browser_of, aicha, telephone):
    browser = browser_of(aicha)

    assert browser.post(f"/me/devices/{telephone.id}/end").location == "/me/devices"
    assert not telephone.is_open
    assert "Android" not in browser.get("/me/devices").text


def test_all_others_are_signed_out(browser_of, aicha, telephone):
    other, here = browser_of(aicha), browser_of(aicha)
    here.post("/me/devices/others/end")

    assert here.get("/me").status_code == 200
    assert other.get("/me").status_code == 302
    assert not telephone.is_open


def test_twice_is_once(browser_of, aicha, telephone):
    browser = browser_of(aicha)
    data = {"submission_id": "7d0b8a4e-0000-4000-8000-0000000000ae"}
    for _turn in range(2):
        response = browser.post(f"/me/devices/{telephone.id}/end", data=data)
        assert response.location == "/me/devices"


def test_another_members_device_is_not_found(browser_of, outsider, telephone):
    response = browser_of(outsider).post(f"/me/devices/{telephone.id}/end")

    assert response.status_code == 404
    assert db.session.get(SignIn, telephone.id).is_open


def test_a_visitor_signs_nothing_out(browser, telephone):
    assert browser.get("/me/devices").status_code == 302
    assert browser.post(f"/me/devices/{telephone.id}/end").status_code == 419
    assert telephone.is_open


@pytest.mark.parametrize(
    "agent, device, browser",
    [
        (PHONE, "Android phone or tablet", "Chrome"),
        ("Mozilla/5.0 (iPhone; CPU) Version/15.4 Safari/604.1", "iPhone", "Safari"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537 Edg/120", "Windows computer", "Edge"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:97.0) Firefox/97.0", "Linux computer", "Firefox"),
        ("curl/8", "Unknown device", ""),
    ],
)
def test_a_device_in_words(app, agent, device, browser):
    with app.test_request_context():
        assert (str(device_of(agent)), browser_name(agent)) == (device, browser)
