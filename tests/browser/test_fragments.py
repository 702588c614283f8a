"""What htmx swaps: a piece of the page under its own address; without script, the page."""

import re

import pytest


@pytest.fixture
def sign_in(open_page):
    """`sign_in("coordination@exemple.ma")`: that member's page."""

    def open_signed_in(identifier, **options):
        page = open_page(**options)
        page.goto("/sign-in")
        page.fill("[name=identifier]", identifier)
        page.fill("[name=password]", "atlas-olivier-2026")
        page.locator("main form button[type=submit]").last.click()
        page.wait_for_url(re.compile(r"/$"))
        return page

    return open_signed_in


def test_a_tab_of_the_queue_is_swapped_in_and_the_back_button_returns(sign_in):
    page = sign_in("coordination@exemple.ma")
    page.goto("/applications")
    page.wait_for_function("window.htmx !== undefined")
    page.evaluate("window.stays = true")

    page.locator("#queue a[href*='state=refused']").click()
    page.wait_for_url(re.compile("state=refused"))
    page.locator("#queue a[aria-current][href*='state=refused']").wait_for()
    assert page.evaluate("window.stays") is True

    page.go_back()
    page.locator("#queue a[aria-current][href*='state=submitted']").wait_for()


def test_a_sheet_is_confirmed_in_one_tap_without_leaving_the_page(sign_in):
    page = sign_in("omar@exemple.ma")
    page.goto("/associations/mine")
    page.wait_for_function("window.htmx !== undefined")
    page.evaluate("window.stays = true")

    with page.expect_response(re.compile("/confirmation")) as answer:
        page.locator("form[action$='/confirmation'] button").click()

    assert answer.value.status == 200
    assert page.evaluate("window.stays") is True


def test_without_script_the_same_links_open_pages(sign_in):
    page = sign_in("coordination@exemple.ma", java_script_enabled=False)
    page.goto("/applications")
    page.locator("#queue a[href*='state=refused']").click()

    assert "state=refused" in page.url
    assert page.locator("#queue").count() == 1
