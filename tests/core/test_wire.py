"""What goes over the wire: encodings, validators, style and security headers."""

import gzip
import hashlib
import re
from base64 import b64encode

import brotli
import pytest

from tests.core.small_app import make_app


@pytest.fixture
def app(tmp_path):
    return make_app(tmp_path)


@pytest.fixture
def client(app):
    return app.test_client(use_cookies=False)


def etag_of(client, **headers):
    return client.get("/", headers=headers).headers["ETag"]


def test_a_page_goes_out_with_brotli(client):
    plain = client.get("/short", headers={"Accept-Encoding": "br"})
    page = client.get("/", headers={"Accept-Encoding": "gzip, deflate, br"})

    assert "Content-Encoding" not in plain.headers
    assert page.headers["Content-Encoding"] == "br"
    assert b"Bienvenue" in brotli.decompress(page.data)
    assert int(page.headers["Content-Length"]) == len(page.data)


def test_an_old_browser_gets_gzip_and_a_bare_one_plain_text(client):
    old = client.get("/", headers={"Accept-Encoding": "gzip"})
    bare = client.get("/", headers={"Accept-Encoding": "br;q=0, gzip;q=0"})

    assert old.headers["Content-Encoding"] == "gzip"
    assert "Bienvenue" in gzip.decompress(old.data).decode()
    assert "Content-Encoding" not in bare.headers
    assert "Bienvenue" in bare.text


def test_streams_and_pictures_are_left_alone(client):
    for path in ("/stream", "/picture"):
        answer = client.get(path, headers={"Accept-Encoding": "br"})

        assert "Content-Encoding" not in answer.headers
        assert len(answer.data) == 500


def test_a_table_is_compressed_and_may_load_nothing(client):
    table = client.get("/table", headers={"Accept-Encoding": "br"})

    assert table.headers["Content-Encoding"] == "br"
    assert table.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_head_says_what_get_would_bring(client):
    got = client.get("/", headers={"Accept-Encoding": "br"})
    head = client.head("/", headers={"Accept-Encoding": "br"})

    assert head.data == b""
    assert head.headers["ETag"] == got.headers["ETag"]
    assert head.headers["Content-Encoding"] == "br"


def test_a_static_file_is_not_compressed_twice(client):
    address = re.search(r"/static/img/star[^\"]+", client.get("/").text)[0]
    answer = client.get(address, headers={"Accept-Encoding": "br"})

    assert answer.headers.getlist("Content-Encoding") == ["br"]
    assert brotli.decompress(answer.data).startswith(b"<svg")


def test_an_unchanged_page_is_304_though_its_tokens_differ(client):
    first = client.get("/")
    again = client.get("/", headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["ETag"].startswith('W/"')
    assert client.get("/").text != first.text
    assert again.status_code == 304
    assert again.data == b""
    assert "Content-Security-Policy" not in again.headers
    assert len(str(again.headers)) < 300


def test_a_changed_page_is_sent_again(tmp_path):
    before = make_app(tmp_path / "a", words="before").test_client()
    after = make_app(tmp_path / "b", words="after").test_client()

    assert after.get("/", headers={"If-None-Match": etag_of(before)}).status_code == 200


def test_after_a_write_the_kept_page_is_stale(client):
    kept = etag_of(client, Cookie="w=1")

    assert client.get("/", headers={"If-None-Match": kept, "Cookie": "w=1"}).status_code == 304
    assert client.get("/", headers={"If-None-Match": kept, "Cookie": "w=2"}).status_code == 200


def test_another_session_makes_the_kept_token_stale(app):
    client = app.test_client()
    with client.session_transaction() as session:
        session["csrf_token"] = "one"
    kept = etag_of(client)
    with client.session_transaction() as session:
        session["csrf_token"] = "two"

    assert client.get("/", headers={"If-None-Match": kept}).status_code == 200


def test_the_validator_does_not_ask_how_the_style_came(app, client):
    cookie = f"css={app.extensions['assets']['app.css'].digest}"

    assert etag_of(client) == etag_of(client, Cookie=cookie)


def test_what_must_not_be_kept_has_no_validator(client):
    secret = client.get("/secret")

    assert secret.headers["Cache-Control"] == "no-store"
    assert "ETag" not in secret.headers


def test_a_page_is_private_and_says_what_it_varies_by(client):
    page = client.get("/")

    assert page.headers["Cache-Control"] == "private, no-cache"
    assert {"accept-encoding", "available-dictionary", "cookie", "accept-language"} <= {
        name.lower() for name in page.vary
    }


def test_a_first_visit_brings_the_rules_that_the_page_needs(client):
    page = client.get("/")
    rules = re.search(r"<style>(.*?)</style>", page.text)[1]
    digest = b64encode(hashlib.sha256(rules.encode()).digest()).decode()

    assert ".card{" in rules
    assert ".room" not in rules
    assert ".hidden" not in rules
    assert f"style-src 'self' 'sha256-{digest}'" in page.headers["Content-Security-Policy"]
    assert re.search(r'media="print" href="/static/app\.\w{8}\.css"></whole-style></b', page.text)


def test_who_has_the_stylesheet_gets_a_link(app):
    client = app.test_client()
    sheet = client.get(app.extensions["assets"].url("app.css"))
    page = client.get("/")

    assert "css=" in sheet.headers["Set-Cookie"]
    assert "<style>" not in page.text
    assert page.text.count('rel="stylesheet"') == 1
    assert page.text.index('rel="stylesheet"') < page.text.index("<body")
    assert "sha256" not in page.headers["Content-Security-Policy"]


def test_an_older_stylesheet_does_not_count(client):
    assert "<style>" in client.get("/", headers={"Cookie": "css=00000000"}).text


def test_a_page_is_locked_down(client):
    headers = client.get("/").headers

    for part in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"):
        assert part in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Robots-Tag"] == "noindex"
    assert "Strict-Transport-Security" not in headers


def test_https_is_kept_to(client):
    assert "Strict-Transport-Security" in client.get("/", base_url="https://localhost").headers


def test_a_fragment_carries_no_headers_of_a_page(client):
    headers = client.get("/short", headers={"HX-Request": "true"}).headers

    assert "Content-Security-Policy" not in headers
    assert "Permissions-Policy" not in headers
    assert headers["X-Content-Type-Options"] == "nosniff"
