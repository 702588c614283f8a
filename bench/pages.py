"""The pages that are measured, who sees them, and how they sign in."""

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from chromium import fresh

LANGUAGES = ("fr", "ar")
PASSWORD = "jam3iyat-demo"
ACCOUNTS = {
    "coordinator": "coordination@demo.example",
    "focal": "focal@demo.example",
}


@dataclass(frozen=True)
class Page:
    """`path` is where it is, or None: then `found_on` has a link whose address fits `link`."""

    name: str
    role: str | None = None
    path: str | None = None
    found_on: str | None = None
    link: str = ""


PAGES = [
    Page("landing", path="/"),
    Page("sign-in", path="/sign-in"),
    Page("application", path="/applications/new"),
    Page("queue", "coordinator", "/coordination/applications"),
    Page("sheet", "focal", found_on="/home", link=r"^/associations/\d+$"),
    Page("profile", "focal", "/profile"),
]


def prepare(running, base: str, page: Page, language: str) -> tuple[list, str]:
    """Who sees the page is signed in elsewhere, so that the measured cache stays empty."""
    profile = fresh(running, language)
    tab = profile.new_page()
    if page.role:
        sign_in(tab, base, page.role, language)
    address = address_of(tab, base, page)
    cookies = [cookie for cookie in profile.cookies() if cookie["name"] != "css"]
    profile.close()
    return cookies, address


def address_of(tab, base: str, page: Page) -> str:
    """The page's full address; a sheet's number is read from the page that links to it."""
    if page.path:
        return urljoin(base, page.path)
    tab.goto(urljoin(base, page.found_on))
    links = tab.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
    return urljoin(base, next(link for link in links if re.search(page.link, link)))


def sign_in(tab, base: str, role: str, language: str) -> None:
    """Through the form, as anybody does; then the language that is to be measured."""
    tab.goto(urljoin(base, "/sign-in"))
    tab.fill("[name=identifier]", ACCOUNTS[role])
    tab.fill("[name=password]", PASSWORD)
    with tab.expect_navigation():
        tab.press("[name=password]", "Enter")
    speak(tab, language)


def speak(tab, language: str) -> None:
    """Choose the language by the page's own switch, which a member's account keeps."""
    if tab.get_attribute("html", "lang") == language:
        return
    with tab.expect_navigation():
        tab.eval_on_selector(
            f"form [name=language][value={language}]",
            "field => field.form.requestSubmit(field.type === 'hidden' ? null : field)",
        )
