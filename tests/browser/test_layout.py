"""Each page fits a small phone, in large letters too, and serves a finger and a keyboard."""

from pathlib import Path

import pytest

from tests.browser.pages import LANGUAGES, PAGES
from tests.browser.walk import Walk

SCRIPT = Path(__file__).with_name("layout.js")
# A PC, the same at 200 %, phones, and a phone at 200 %.
WIDTHS = (1280, 640, 360, 320, 180)
SIGN_IN = ["identifier", "password", "is_shared"]
FOCUS = """() => {
  const at = document.activeElement
  const drawn = at.matches(".pick input") ? at.nextElementSibling : at
  const style = getComputedStyle(drawn), box = drawn.getBoundingClientRect()
  const over = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
  return {
    what: at === document.body ? "" : at.outerHTML.slice(0, 120),
    hasRing: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    isSeen: over !== null && (drawn.contains(over) || over.contains(drawn) || at.contains(over)),
  }
}"""


@pytest.fixture(scope="module")
def walk(chromium, served, stage):
    walk = Walk(chromium, served, stage, SCRIPT, reduced_motion="reduce")
    yield walk
    walk.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_fits(walk, page, language):
    tab = walk.show(page, language)
    found = {"console": list(walk.faults)}
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 740})
        found[width] = tab.evaluate("[...layoutFaults.wide(), ...layoutFaults.cut()]")
        if width == 360:
            found["targets"] = tab.evaluate("layoutFaults.small()")

    assert {where: faults for where, faults in found.items() if faults} == {}


def _page(path, who=None):
    return next(p for p in PAGES if p.path == path and p.method == "GET" and who in (None, p.who))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "path",
    [
        "/", "/sign-in?next=/me", "/join", "/me", "/applications", "/applications/{submitted_id}",
        "/associations", "/associations/{own}", "/associations/{own}/edit",
    ],
)  # fmt: skip
def test_the_focus_is_seen_wherever_it_goes(walk, path, language):
    tab = walk.show(_page(path), language)
    tab.set_viewport_size({"width": 360, "height": 740})
    places = []
    while len(places) < 60:
        tab.keyboard.press("Tab")
        focus = tab.evaluate(FOCUS)
        if not focus["what"]:
            break
        places.append(focus)

    assert len(places) > 5
    assert [place for place in places if not (place["hasRing"] and place["isSeen"])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_keyboard_goes_through_the_sign_in_in_order(walk, language):
    tab = walk.show(_page("/sign-in?next=/me"), language)
    tab.focus("[name=identifier]")
    names = []
    for _turn in range(6):
        names.append(tab.evaluate("document.activeElement.name ?? ''"))
        tab.keyboard.press("Tab")

    assert [name for name in names if name in SIGN_IN] == SIGN_IN


@pytest.mark.parametrize("path, who", [("/", "visitor"), ("/", "coordinator")])
def test_the_first_tab_leads_over_the_menu(walk, path, who):
    tab = walk.show(_page(path, who), "fr")
    tab.keyboard.press("Tab")
    skip = tab.locator(".skip")
    assert skip.evaluate("link => link === document.activeElement")
    assert skip.bounding_box()["y"] >= 0

    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.closest('main') !== null")
