"""The style of a first visit: of the whole stylesheet, the rules that the page's classes need."""

import re
import string
from functools import lru_cache
from itertools import count, product
from typing import NamedTuple

_SIGN = re.compile(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|[{};]')
_GROUPS = ("@media", "@layer", "@supports", "@container")
_CLASS = re.compile(r"\.(-?[a-zA-Z_][\w-]*)")
_CONDITION = re.compile(r":(?:not|is|where|has)\((?:[^()]|\([^()]*\))*\)")
_PROPERTY = re.compile(r"(?<![\w-])--[a-zA-Z][\w-]*")
_CLASSES_OF_PAGE = re.compile(r'\sclass="([^"]+)"')


class Selector(NamedTuple):
    text: str
    classes: frozenset[str]


class Rule(NamedTuple):
    selectors: list[Selector]
    body: str

    def of(self, classes: frozenset[str]) -> str:
        used = [selector.text for selector in self.selectors if selector.classes <= classes]
        return f"{','.join(used)}{{{self.body}}}" if used else ""


class Group(NamedTuple):
    head: str
    parts: list

    def of(self, classes: frozenset[str]) -> str:
        inner = "".join(part.of(classes) for part in self.parts)
        return f"{self.head}{{{inner}}}" if inner else ""


class Always(NamedTuple):
    text: str

    def of(self, classes: frozenset[str]) -> str:
        return self.text


class Stylesheet:
    """A minified stylesheet that can be cut down to one page."""

    def __init__(self, text: str):
        self._parts, _ = _parse(text, 0)
        self._known = frozenset(_CLASS.findall(text))
        self._of_classes = lru_cache(256)(self._cut)

    def for_page(self, html: str) -> str:
        """The rules whose every class is in the page; tags, states and attributes are not asked."""
        classes = frozenset(" ".join(_CLASSES_OF_PAGE.findall(html)).split())
        return self._of_classes(classes & self._known)

    def _cut(self, classes: frozenset[str]) -> str:
        return "".join(part.of(classes) for part in self._parts)


def with_short_names(css: str, kept: str = "") -> str:
    """Custom properties renamed to a letter or two, save those that `kept` (scripts) mentions."""
    names = set(_PROPERTY.findall(css)) - set(_PROPERTY.findall(kept))
    by_use = sorted(names, key=lambda name: (-css.count(name), name))
    fresh = (name for name in _short_names() if name not in kept)
    short = dict(zip(by_use, fresh, strict=False))
    return _PROPERTY.sub(lambda match: short.get(match[0], match[0]), css)


def _short_names():
    for length in count(1):
        for letters in product(string.ascii_letters, repeat=length):
            yield "--" + "".join(letters)


def _parse(text: str, at: int) -> tuple[list, int]:
    """The parts from `at` to the end of the block, and where that is."""
    parts, start = [], at
    while sign := _SIGN.search(text, at):
        at = sign.end()
        if sign[0] == "}":
            return parts, at
        if sign[0] == ";":
            parts.append(Always(text[start:at]))
            start = at
        elif sign[0] == "{":
            part, at = _parse_block(text, start, at)
            parts.append(part)
            start = at
    return parts, len(text)


def _parse_block(text: str, start: int, at: int):
    head = text[start : at - 1].strip()
    if head.startswith(_GROUPS):
        parts, end = _parse(text, at)
        return Group(head, parts), end
    end = _end_of_block(text, at)
    if head.startswith("@"):
        return Always(text[start:end]), end
    return Rule([_selector(one) for one in _split(head)], text[at : end - 1]), end


def _end_of_block(text: str, at: int) -> int:
    depth = 1
    while depth:
        sign = _SIGN.search(text, at)
        depth += {"{": 1, "}": -1}.get(sign[0], 0)
        at = sign.end()
    return at


def _selector(text: str) -> Selector:
    return Selector(text, frozenset(_CLASS.findall(_CONDITION.sub("", text))))


def _split(selectors: str) -> list[str]:
    """At the commas that stand in no bracket."""
    found, depth, start = [], 0, 0
    for at, sign in enumerate(selectors):
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and depth == 0:
            found.append(selectors[start:at])
            start = at + 1
    return [*found, selectors[start:]]
