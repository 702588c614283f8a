"""A room knows only the floors below it: in its imports and in its templates."""

import ast
import re

import pytest

from portal.core.settings import ROOT

FLOORS = [
    {"core"},
    {"members"},
    {"notices"},
    {"associations"},
    {"connections", "circles", "projects"},
    {"agenda", "documents", "chat"},
    {"coordination", "home"},
    {"demo"},
]
FLOOR_OF = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
OPEN = {"models", "policy", "queries", "terms"}
SHARED_TEMPLATES = {"layouts", "ui", "mail", "errors"}
PORTAL = ROOT / "portal"
TEMPLATES = PORTAL / "templates"
ROOMS = sorted(path.name for path in PORTAL.iterdir() if path.name in FLOOR_OF)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_lower_floors_show(room):
    wrong = [
        f"{file.relative_to(ROOT)}:{line} {'.'.join(target)}"
        for file in sorted((PORTAL / room).rglob("*.py"))
        for line, target in _imports(file)
        if not _may_import(room, target)
    ]

    assert wrong == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_template_includes_only_its_own_room_and_lower_floors(room):
    wrong = [
        f"{file.relative_to(TEMPLATES)}: {name}"
        for file in sorted((TEMPLATES / room).rglob("*.*"))
        for name in _templates_named_in(file)
        if not _may_include(room, name.partition("/")[0])
    ]

    assert wrong == []


def test_shared_templates_know_no_room():
    wrong = [
        f"{file.relative_to(TEMPLATES)}: {name}"
        for folder in SHARED_TEMPLATES
        for file in sorted((TEMPLATES / folder).rglob("*.*"))
        for name in _templates_named_in(file)
        if name.partition("/")[0] not in SHARED_TEMPLATES
    ]

    assert wrong == []


def _imports(file):
    """Each name under `portal` that the file imports, as its parts, with the line."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("portal"):
            for alias in node.names:
                yield node.lineno, [*node.module.split("."), alias.name][1:]
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith("portal."):
                    yield node.lineno, alias.name.split(".")[1:]


def _may_import(room, target):
    other, part = target[0], [*target, ""][1]
    if other == room or other not in FLOOR_OF:
        return other == room
    if FLOOR_OF[other] >= FLOOR_OF[room]:
        return False
    # The demonstration is built with the rooms' own verbs, so it may act where others only look.
    acts = room == "demo" and part in ("actions", "passwords")
    return other == "core" or part in OPEN or (other, part) == ("notices", "notify") or acts


def _templates_named_in(file):
    text = file.read_text("utf-8")
    return re.findall(r"""{%-?\s*(?:include|extends|import|from)\s+["']([^"']+)["']""", text)


def _may_include(room, folder):
    if folder in SHARED_TEMPLATES:
        return True
    return folder == room or FLOOR_OF.get(folder, 99) < FLOOR_OF[room]
