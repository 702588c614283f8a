"""The first page of a visitor and of a member, in each language."""

import pytest


def test_a_visitor_sees_what_the_network_is(browser, amal):
    page = browser.get("/")

    assert page.status_code == 200
    assert "/join" in page.text
    assert "Casablanca-Settat" in page.text


@pytest.mark.parametrize("code, direction", [("fr", "ltr"), ("ar", "rtl"), ("en", "ltr")])
def test_a_visitor_s_language_is_kept(browser, code, direction):
    back = browser.get(f"/language/{code}?back=/join")
    page = browser.get("/join")

    assert back.location == "/join"
    assert f'<html lang="{code}" dir="{direction}">' in page.text


@pytest.mark.parametrize(
    "header, code", [("ar-MA,ar;q=0.9", "ar"), ("en-US", "en"), ("de", "fr"), ("", "fr")]
)
def test_the_browser_s_language_is_heard(browser, header, code):
    page = browser.get("/", headers={"Accept-Language": header})

    assert f'<html lang="{code}"' in page.text


def test_a_member_s_own_setting_wins(browser_of, outsider):
    outsider.language = "ar"
    browser = browser_of(outsider)
    browser.set_cookie("lang", "en")

    assert '<html lang="ar" dir="rtl">' in browser.get("/").text


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example", ""])
def test_nobody_is_led_elsewhere(browser, back):
    assert browser.get(f"/language/ar?back={back}").location == "/"


def test_an_unknown_language_is_not_found(browser):
    assert browser.get("/language/es").status_code == 404


def test_a_member_is_greeted(browser_of, focal_point, amal):
    page = browser_of(focal_point).get("/")

    assert focal_point.name in page.text
    assert f"/associations/{amal.id}" in page.text


@pytest.mark.parametrize("path", ["/privacy", "/charter", "/help"])
def test_the_network_explains_itself(browser, path):
    assert browser.get(path).status_code == 200


def test_an_unknown_page_says_so_in_words(browser):
    page = browser.get("/nowhere")

    assert page.status_code == 404
    assert "<h1>" in page.text
