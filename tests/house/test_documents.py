"""The documents tell the truth: settings, commands and files that exist."""

import re
import subprocess

import pytest

from portal.core.settings import ROOT, SETTINGS

DOCUMENTS = sorted(ROOT.glob("*.md"))
README = ROOT / "README.md"
LOOKS_LIKE_A_FILE = re.compile(
    r"`((?:[\w.-]+/)*[\w.-]+\.(?:py|html|css|js|md|sh|csv|txt|toml|cfg))`"
)
LOOKS_LIKE_A_PATH = re.compile(r"`((?:bin|bench|\.ci|portal|tests|migrations)/[\w./-]+)`")


def named(file):
    return file.name


def test_the_documents_are_there():
    wanted = {"README", "CONTRIBUTING", "ARCHITECTURE", "STYLE", "CHANGELOG"}

    assert wanted <= {file.stem for file in DOCUMENTS}
    assert (ROOT / "LICENSE").read_text("utf-8").startswith("MIT License")


@pytest.mark.parametrize("setting", [*(s.name for s in SETTINGS), "PORT"])
def test_every_setting_is_in_the_readme(setting):
    assert f"`{setting}`" in README.read_text("utf-8")


def test_the_readme_begins_with_the_two_commands_and_a_picture():
    first_screen = "\n".join(README.read_text("utf-8").splitlines()[:40])

    assert "bin/serve" in first_screen
    assert "bin/test" in first_screen
    assert re.search(r"!\[[^]]+\]\(([^)]+)\)|<img ", first_screen)


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_a_document_names_only_files_that_exist(document):
    text = document.read_text("utf-8")
    paths = set(LOOKS_LIKE_A_FILE.findall(text)) | set(LOOKS_LIKE_A_PATH.findall(text))
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", text)
    missing = [path for path in sorted({*paths, *links}) if not _exists(path)]

    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_a_document_names_only_commands_that_exist(portal, document):
    from flask_migrate import cli

    known = {*portal.cli.commands, "db", "run", "shell", "routes"}
    said = set(re.findall(r"\bflask ([a-z][a-z-]*)", document.read_text("utf-8")))

    assert said <= known | set(cli.db.commands)


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_a_document_names_no_setting_that_is_unknown(document):
    known = {setting.name for setting in SETTINGS} | {"PORT", "TEST_DATABASE_URL", "CHROMIUM"}
    assigned = set(re.findall(r"(?<![\w-])([A-Z][A-Z_]{3,})=", document.read_text("utf-8")))

    assert assigned <= known


def _exists(path):
    """Whether it is a path from the top, or a name somewhere (`models.py` may be a folder)."""
    if (ROOT / path.rstrip("/")).exists():
        return True
    return "/" not in path and path in _names()


def _names():
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    files = {line.rpartition("/")[2] for line in listed.splitlines()}
    folders = {part for line in listed.splitlines() for part in line.split("/")[:-1]}
    return files | {f"{folder}.py" for folder in folders}
