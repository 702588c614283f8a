"""Small files, small functions, thin views, one place that commits."""

import ast
import re
import statistics

import pytest

from portal.core.settings import ROOT

FORBIDDEN = {
    "util",
    "utils",
    "helper",
    "helpers",
    "common",
    "misc",
    "manager",
    "service",
    "services",
}
COMMITTERS = {"views", "cli", "jobs", "mail", "tasks"}
SOURCES = sorted(
    file
    for folder in ("portal", "tests", "bench")
    for file in (ROOT / folder).rglob("*")
    if file.suffix in {".py", ".html", ".css", ".js"} and "vendor" not in file.parts
)
CODE = [file for file in SOURCES if file.suffix == ".py"]
PORTAL_CODE = [file for file in CODE if file.is_relative_to(ROOT / "portal")]


def _name(file):
    return str(file.relative_to(ROOT))


def _lines(file):
    return len(file.read_text("utf-8").splitlines())


def _functions(file):
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node, node.end_lineno - node.lineno + 1


def test_no_file_is_longer_than_300_lines():
    assert {_name(file): _lines(file) for file in SOURCES if _lines(file) > 300} == {}


def test_no_function_is_longer_than_40_lines():
    long = {
        f"{_name(file)} {function.name}": length
        for file in CODE
        for function, length in _functions(file)
        if length > 40
    }

    assert long == {}


def test_functions_are_small():
    lengths = sorted(length for file in PORTAL_CODE for _function, length in _functions(file))

    assert statistics.median(lengths) <= 8
    assert lengths[int(len(lengths) * 0.9)] <= 20


def test_no_file_is_a_catch_all():
    assert [_name(file) for file in SOURCES if file.stem.strip("_") in FORBIDDEN] == []


def test_each_module_says_what_it_is():
    silent = [
        _name(file)
        for file in CODE
        if file.read_text("utf-8").strip()
        and not ast.get_docstring(ast.parse(file.read_text("utf-8")))
    ]

    assert silent == []


def test_views_hold_no_query():
    wrong = [
        f"{_name(file)}:{node.lineno}"
        for file in PORTAL_CODE
        if "views" in file.relative_to(ROOT).with_suffix("").parts
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).split(".")[-1] in ("select", "query")
    ]

    assert wrong == []


def test_only_the_outermost_code_commits():
    wrong = [
        f"{_name(file)}:{node.lineno}"
        for file in PORTAL_CODE
        if not COMMITTERS & set(file.relative_to(ROOT).with_suffix("").parts)
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("session.commit")
    ]

    assert wrong == []


@pytest.mark.parametrize("command", sorted((ROOT / "bin").iterdir()), ids=lambda file: file.name)
def test_a_command_is_short_and_says_what_it_does(command):
    text = command.read_text("utf-8")

    assert len(text.splitlines()) <= 40
    assert re.match(r'#![^\n]+\n(# [A-Z]|""")', text)
    assert command.stat().st_mode & 0o111
