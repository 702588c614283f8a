"""Every text of the portal in French and Arabic, whole."""

import re
import shutil
import subprocess

import pytest
from babel.messages.pofile import read_po

from portal.core.settings import ROOT

FOLDER = ROOT / "portal/translations"
PLACE = re.compile(r"%\(\w+\)[sd]|%%")
LANGUAGES = ["fr", "ar"]


def catalog(language, folder=FOLDER):
    with (folder / language / "LC_MESSAGES/messages.po").open("rb") as file:
        return read_po(file, locale=language)


def texts(message, attribute):
    value = getattr(message, attribute)
    return list(value) if isinstance(value, list | tuple) else [value]


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture(scope="module")
def messages(language):
    return [message for message in catalog(language) if message.id]


def test_the_texts_are_those_of_the_code(language, messages, tmp_path_factory):
    fresh = tmp_path_factory.mktemp("texts") / "translations"
    shutil.copytree(FOLDER, fresh)
    subprocess.run([ROOT / "bin/translate", fresh], check=True)

    assert {m.id for m in messages} == {m.id for m in catalog(language, fresh) if m.id}


def test_nothing_is_left_to_translate(messages):
    assert [m.id for m in messages if not all(texts(m, "string"))] == []


def test_nothing_is_uncertain(messages):
    assert [m.id for m in messages if m.fuzzy] == []


def test_every_plural_has_all_its_forms(language, messages):
    forms = {"fr": 2, "ar": 6}[language]

    assert catalog(language).num_plurals == forms
    assert [m.id for m in messages if m.pluralizable and len(m.string) != forms] == []


def test_the_places_for_values_are_kept(messages):
    """A plural form may leave the number out ("one digit", "رقمان"), nothing else."""
    wrong = []
    for message in messages:
        allowed = {place for text in texts(message, "id") for place in PLACE.findall(text)}
        needed = allowed - {"%(num)s", "%(num)d"} if message.pluralizable else allowed
        for text in filter(None, texts(message, "string")):
            if not needed <= set(PLACE.findall(text)) <= allowed:
                wrong.append((message.id, text))

    assert wrong == []


def test_arabic_keeps_its_own_marks():
    """No Latin comma, semicolon or question mark after an Arabic letter."""
    wrong = [
        text
        for message in catalog("ar")
        for text in texts(message, "string")
        if message.id and re.search(r"[؀-ۿ]\s?[,;?]", text or "")
    ]

    assert wrong == []
