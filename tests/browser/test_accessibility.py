"""No page of the portal keeps anybody out: axe-core finds nothing, on a phone and on a PC."""

from pathlib import Path

import axe_playwright_python
import pytest

from tests.browser.pages import LANGUAGES, PAGES
from tests.browser.walk import Walk

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """tags => axe.run({
  runOnly: tags,
  rules: {"target-size": {enabled: true}},
  resultTypes: ["violations"],
  preload: false,
}).then(found => found.violations.flatMap(fault => fault.nodes.map(
  node => `${fault.id}: ${node.html.slice(0, 200)} ${node.failureSummary}`)))"""


@pytest.fixture(scope="module")
def walk(chromium, served, stage):
    walk = Walk(chromium, served, stage, AXE, reduced_motion="reduce")
    yield walk
    walk.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES, ids=str)
def test_axe_finds_nothing(walk, page, language):
    tab = walk.show(page, language)
    faults = {}
    for width, scheme in ((360, "dark"), (1280, "light")):
        tab.set_viewport_size({"width": width, "height": 800})
        tab.emulate_media(color_scheme=scheme)
        faults[width] = tab.evaluate(RUN, RULES)

    assert faults == {360: [], 1280: []}


def test_every_page_is_looked_at(stage):
    """Each rule that answers a GET with a page has its line."""
    adapter = stage.app.url_map.bind("localhost")
    seen = {
        adapter.match(stage.path(page).partition("?")[0], "GET", return_rule=True)[0].rule
        for page in PAGES
        if page.method == "GET" and page.path != "/nowhere"
    }
    leads_on = {"/language/<code>", "/associations/mine", "/static/<path:path>"}
    rules = {rule.rule for rule in stage.app.url_map.iter_rules() if "GET" in rule.methods}

    assert rules - leads_on - seen == set()
