"""The portal that is served answers a browser."""

import pytest


@pytest.mark.parametrize("language, direction", [("fr", "ltr"), ("ar", "rtl")])
def test_the_first_page_opens_in_the_language_of_the_phone(open_page, language, direction):
    page = open_page(language)
    page.goto("/")

    assert page.get_attribute("html", "lang") == language
    assert page.get_attribute("html", "dir") == direction


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_no_page_is_wider_than_a_small_phone(open_page, language):
    page = open_page(language)
    for path in ("/", "/join", "/sign-in"):
        page.goto(path)

        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path


def test_no_page_reports_an_error_to_the_console(open_page):
    page = open_page()
    errors = []
    page.on("console", lambda message: message.type == "error" and errors.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    for path in ("/", "/join", "/sign-in"):
        page.goto(path)

    assert errors == []
