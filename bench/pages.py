"""The pages that are measured, who sees them, and how they sign in."""

from dataclasses import dataclass
from functools import cache
from urllib.parse import urljoin

from chromium import fresh

LANGUAGES = ("fr", "ar")
PASSWORD = "atlas-olivier-2026"
ACCOUNTS = {
    ("coordinator", "fr"): "coordination@exemple.ma",
    ("coordinator", "ar"): "tansiq@exemple.ma",
    ("focal point", "fr"): "amina@exemple.ma",
    ("focal point", "ar"): "06 62 33 44 55",
}


@dataclass(frozen=True)
class Page:
    """A page's name, its path, and the role that sees it; without one, a visitor does."""

    name: str
    path: str
    role: str | None = None


PAGES = [
    Page("landing", "/"),
    Page("sign-in", "/sign-in"),
    Page("application", "/join"),
    Page("queue", "/applications", "coordinator"),
    Page("sheet", "/associations/mine", "focal point"),
    Page("profile", "/me", "focal point"),
]


@cache
def prepare(running, base: str, page: Page, language: str) -> tuple[list, str]:
    """The cookies of who sees the page, from another profile, and where the page leads to."""
    profile = fresh(running, language, _session(running, base, page.role, language))
    tab = profile.new_page()
    answer = tab.goto(urljoin(base, page.path))
    if not answer.ok:
        raise SystemExit(f"{page.name}: {answer.url} answers {answer.status}")
    cookies = [cookie for cookie in profile.cookies() if cookie["name"] != "css"]
    address = tab.url
    profile.close()
    return cookies, address


@cache
def _session(running, base: str, role: str | None, language: str) -> list:
    if role is None:
        return []
    profile = fresh(running, language)
    tab = profile.new_page()
    sign_in(tab, base, role, language)
    cookies = profile.cookies()
    profile.close()
    return cookies


def sign_in(tab, base: str, role: str, language: str) -> None:
    """Through the form, as anybody does, by an account that speaks the language."""
    tab.goto(urljoin(base, "/sign-in"))
    tab.fill("[name=identifier]", ACCOUNTS[role, language])
    tab.fill("[name=password]", PASSWORD)
    with tab.expect_navigation():
        tab.press("[name=password]", "Enter")
    if "/sign-in" in tab.url:
        raise SystemExit(f"{role} in {language} cannot sign in at {tab.url}")
