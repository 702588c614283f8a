"""The shared dictionary: offered, brought back, and what it saves."""

import hashlib
import re
from base64 import b64decode

import brotli
import pytest
import zstandard
from flask import g, request
from flask_babel import Babel
from jinja2 import DictLoader

from portal.core.dictionary import MAGIC, shape_of
from tests.core.small_app import make_app

CHROMIUM = "gzip, deflate, br, zstd, dcb, dcz"


@pytest.fixture
def app(tmp_path):
    return make_app(tmp_path)


@pytest.fixture
def client(app):
    return app.test_client(use_cookies=False)


def fetch_dictionary(client, language="fr"):
    """The dictionary as the browser keeps it, and the header that names it."""
    link = client.get("/", headers={"Cookie": f"lang={language}"}).headers["Link"]
    assert link.endswith(';rel="compression-dictionary"')
    response = client.get(re.match(r"<(.+)>", link)[1], headers={"Accept-Encoding": "br"})
    body = brotli.decompress(response.data)
    return response, body


def brings(app, language="fr", **more):
    app.extensions["wire"].asset(language)
    headers = {p.language: p.header for p in app.extensions["wire"]._prepared.values()}
    return {"Accept-Encoding": CHROMIUM, "Available-Dictionary": headers[language], **more}


def test_a_page_offers_the_dictionary_of_its_language(client):
    response, french = fetch_dictionary(client)
    arabic = fetch_dictionary(client, "ar")[1]

    assert response.headers["Use-As-Dictionary"] == 'match="/*"'
    assert "immutable" in response.headers["Cache-Control"]
    assert "Bienvenue" in french.decode()
    assert "مرحبا" in arabic.decode()


def test_a_page_is_told_by_what_the_dictionary_lacks(app, client):
    dictionary = fetch_dictionary(client)[1]
    headers = brings(app, Cookie=f"css={app.extensions['assets']['app.css'].digest}")
    page = client.get("/", headers=headers)

    assert page.headers["Content-Encoding"] == "dcz"
    assert page.data[:8] == MAGIC
    assert page.data[8:40] == hashlib.sha256(dictionary).digest()
    assert page.data[8:40] == b64decode(headers["Available-Dictionary"].strip(":"))
    known = zstandard.ZstdCompressionDict(dictionary, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    plain = zstandard.ZstdDecompressor(dict_data=known).decompressobj().decompress(page.data[40:])
    assert 'class="card">Une phrase.' in plain.decode()
    assert len(page.data) < 150
    assert "Link" not in page.headers


def test_the_answer_varies_by_the_dictionary(app, client):
    vary = {name.lower() for name in client.get("/", headers=brings(app)).vary}

    assert {"accept-encoding", "available-dictionary"} <= vary


def test_an_unknown_dictionary_is_answered_with_brotli(client):
    headers = {"Accept-Encoding": CHROMIUM, "Available-Dictionary": f":{'A' * 43}=:"}
    page = client.get("/", headers=headers)

    assert page.headers["Content-Encoding"] == "br"
    assert "compression-dictionary" in page.headers["Link"]


def test_a_dictionary_without_dcz_is_answered_with_brotli(app, client):
    page = client.get("/", headers=brings(app, **{"Accept-Encoding": "br"}))

    assert page.headers["Content-Encoding"] == "br"


def test_another_language_still_helps_and_the_right_one_is_offered(app, client):
    page = client.get("/", headers=brings(app, "fr", Cookie="lang=ar"))

    assert page.headers["Content-Encoding"] == "dcz"
    assert "dictionary-ar" in page.headers["Link"]


def test_the_dictionary_holds_no_token_and_every_process_makes_the_same(tmp_path):
    first, second = make_app(tmp_path), make_app(tmp_path)
    bodies = [app.extensions["wire"].asset("fr").bodies["identity"] for app in (first, second)]

    assert b'name="csrf_token" type="hidden" value=""' in bodies[0]
    assert b'name="submission_id" type="hidden" value=""' in bodies[0]
    assert bodies[0] == bodies[1]


def test_a_heavy_first_visit_is_not_burdened_with_it(app, client):
    style = app.extensions["assets"]["app.css"].digest

    assert "Link" not in client.get("/heavy").headers
    assert "Link" in client.get("/heavy", headers={"Cookie": f"css={style}"}).headers


def test_a_sample_that_fails_costs_bytes_but_no_page(app, client):
    app.extensions["wire"].sample_pages.append(lambda language: 1 / 0)
    page = client.get("/", headers={"Accept-Encoding": CHROMIUM})

    assert page.status_code == 200
    assert page.headers["Content-Encoding"] == "br"
    assert "Link" not in page.headers


def test_a_callable_sample_speaks_the_language(app):
    app.extensions["wire"].sample_pages.append(lambda language: f"<p>only {language}</p>")

    assert b"only ar" in app.extensions["wire"].asset("ar").bodies["identity"]


def test_nothing_of_the_request_that_has_it_made_gets_in(app):
    app.extensions["wire"].sample_pages.append(lambda language: f"{g.get('who')} {request.path}")
    with app.test_request_context("/private"):
        g.who = "Amina"
        body = app.extensions["wire"].asset("fr").bodies["identity"]

    assert b"Amina" not in body
    assert b"private" not in body


def test_the_shape_of_a_template_has_its_markup_and_texts_without_values(app):
    Babel(app)
    app.jinja_loader = DictLoader(
        {
            "rooms/show.html": "{# show.html: room #}\n<h1 class='room'>{{ room.name }}</h1>\n"
            '{% if late %}\n<p>{{ _("Closed") }}</p>\n{% endif %}{{ ask(hint=_("Why?")) }}',
            "mail/room.txt": "never",
        }
    )
    app.extensions["wire"].sample_pages.append(shape_of("rooms/*.html"))

    body = app.extensions["wire"].asset("fr").bodies["identity"].decode()

    assert "<h1 class='room'></h1>" in body
    assert "<p>Closed</p>" in body
    assert "Why?" in body
    assert not re.search(r"[{}]|never|late", body)
