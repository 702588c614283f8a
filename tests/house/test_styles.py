"""Styles that need nothing for right-to-left, take colours by role, and old phones understand."""

import re

import pytest

from portal.core.settings import ROOT

FILES = sorted((ROOT / "portal/static/css").glob("*.css"))
PHYSICAL = re.compile(
    r"(?<![\w.-])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right|top|bottom)"
    r"|border-(?:top|bottom)-(?:left|right)-radius|left|right|top|bottom)(?:-\w+)*\s*:(?!:)"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)"
)
RAW = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch)\(|:\s*(?:white|black|red|green|blue|gr[ae]y)\b",
    re.IGNORECASE,
)
TOO_NEW = re.compile(r"&|\boklch\(|\blight-dark\(|\bcolor-mix\(|@scope\b|@container\b")


def rules(file):
    return re.sub(r"/\*.*?\*/|url\([^)]*\)", "", file.read_text("utf-8"), flags=re.DOTALL)


def found(pattern, file):
    return [line.strip() for line in rules(file).splitlines() if pattern.search(line)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
class TestStyle:
    def test_is_the_same_in_both_directions(self, file):
        assert found(PHYSICAL, file) == []

    def test_takes_its_colours_from_the_tokens(self, file):
        assert file.name == "tokens.css" or found(RAW, file) == []

    def test_is_known_to_old_phones(self, file):
        assert found(TOO_NEW, file) == []

    def test_stands_in_its_layer(self, file):
        assert re.match(r"\s*@layer [\w, ]+[{;]", rules(file))

    def test_shouts_only_where_it_must(self, file):
        assert (
            file.name in ("utilities.css", "reset.css")
            or found(re.compile("!important"), file) == []
        )
