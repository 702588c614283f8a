"""What a template must have: its variables named, forms that work alone, nothing inline."""

import re

import pytest
from jinja2 import meta

from portal.core.settings import ROOT

TEMPLATES = ROOT / "portal/templates"
FILES = sorted(file for file in TEMPLATES.rglob("*.html") if "mail" not in file.parent.name)
PAGES = [file for file in FILES if file.name != "mail.html"]
PARTIALS = [file for file in FILES if file.name.startswith("_") or file.name.endswith(".hx.html")]
# A tag's inside may hold Jinja, whose own > and " must not end it.
TAG = re.compile(r"<(\w[\w-]*)((?:{{.*?}}|{%.*?%}|[^<>{]|{)*)>", re.DOTALL)


def named(file):
    return str(file.relative_to(TEMPLATES))


def tags(file):
    for name, inside in TAG.findall(file.read_text("utf-8")):
        yield name, re.sub(r"{{.*?}}|{%.*?%}", "…", inside, flags=re.DOTALL)


@pytest.fixture(scope="module")
def given(portal):
    """The names that every template has."""
    with portal.test_request_context():
        context = {}
        portal.update_template_context(context)
    return set(portal.jinja_env.globals) | set(context)


@pytest.mark.parametrize("partial", PARTIALS, ids=named)
def test_a_partial_names_its_variables_in_its_first_line(portal, given, partial):
    text = partial.read_text("utf-8")
    first = text.splitlines()[0]
    needed = meta.find_undeclared_variables(portal.jinja_env.parse(text)) - given

    assert first.startswith(f"{{# {partial.name}"), first
    said = set(re.findall(r"\w+", first.partition(partial.name)[2]))
    assert needed <= said, f"not named: {needed - said}"


@pytest.mark.parametrize("file", PAGES, ids=named)
def test_what_htmx_does_a_plain_browser_does_too(file):
    for name, inside in tags(file):
        if "hx-post" in inside:
            assert re.search(r"\saction=", inside), f"<{name}{inside}>"
            assert re.search(r"\smethod=.post", inside), f"<{name}{inside}>"
        if "hx-get" in inside:
            assert re.search(r"\s(href|action)=", inside), f"<{name}{inside}>"


@pytest.mark.parametrize("file", PAGES, ids=named)
def test_nothing_is_inline(file):
    for name, inside in tags(file):
        assert name != "style", named(file)
        assert name != "script" or "src=" in inside, named(file)
        assert not re.search(r"\s(style|on\w+|hx-on[\w:-]*)=", inside), f"<{name}{inside}>"


@pytest.mark.parametrize("file", PAGES, ids=named)
def test_a_form_that_posts_carries_its_token_and_its_submission(file):
    for form in re.findall(r"<form\b.*?</form>", file.read_text("utf-8"), re.DOTALL):
        if re.search(r"\smethod=.post", form):
            whole = form + "".join(map(included, re.findall(r'{% include "([^"]+)"', form)))
            carries_both = "csrf_token" in whole and "submission_id" in whole
            assert "hidden_tag()" in whole or carries_both, form[:200]


def included(name):
    return (TEMPLATES / name).read_text("utf-8")


@pytest.mark.parametrize("file", FILES, ids=named)
def test_templates_do_not_query(file):
    assert not re.search(r"\bqueries\.|\.session\b|\bdb\.", file.read_text("utf-8"))
