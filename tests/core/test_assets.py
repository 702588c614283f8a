"""Static files: their names, their bytes in each encoding, their keeping."""

import gzip
import hashlib
import re
from pathlib import Path

import brotli
import pytest

from portal.core import assets
from portal.core.stylesheet import Stylesheet, with_short_names
from tests.core.small_app import make_app

STATIC = Path(__file__).parents[2] / "portal/static"


@pytest.fixture
def app(tmp_path):
    return make_app(tmp_path)


@pytest.fixture
def client(app):
    return app.test_client()


def url_of(app, name):
    return app.jinja_env.globals["static_url"](name)


def test_the_stylesheet_is_one_file_in_order(app, client):
    css = client.get(url_of(app, "app.css")).text

    assert css.startswith("@layer tokens,components,utilities;")
    assert css.index(".card") < css.index(".room") < css.index(".hidden")


def test_a_hashed_file_is_kept_for_ever(app, client):
    for name in ("app.css", "app.js", "img/star.svg", "img/dot.png"):
        answer = client.get(url_of(app, name))

        assert re.search(r"\.[0-9a-f]{8}\.\w+$", url_of(app, name))
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_each_encoding_holds_the_same_bytes(app, client):
    url = url_of(app, "img/star.svg")
    bodies = [
        client.get(url, headers={"Accept-Encoding": encoding}).data
        for encoding in ("identity", "gzip", "br, gzip")
    ]

    assert bodies[0] == gzip.decompress(bodies[1]) == brotli.decompress(bodies[2])
    assert "Accept-Encoding" in client.get(url).vary


def test_a_picture_is_sent_as_it_is(app, client):
    answer = client.get(url_of(app, "img/dot.png"), headers={"Accept-Encoding": "br"})

    assert answer.mimetype == "image/png"
    assert answer.data.startswith(b"\x89PNG")


def test_an_old_name_gets_todays_file_not_to_be_kept(client):
    answer = client.get("/static/app.00000000.css")

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "path", ["app.css", "none.00000000.css", "../secret", "css/card.css", "img/..%2f..%2fx"]
)
def test_any_other_name_is_absent(client, path):
    assert client.get(f"/static/{path}").status_code == 404


def test_a_name_that_no_file_has_is_an_error_of_the_template(app):
    with pytest.raises(KeyError):
        url_of(app, "img/none.png")


def test_compressed_forms_wait_on_disk_for_the_next_start(app, tmp_path):
    kept = {file.name: file.stat().st_mtime_ns for file in (tmp_path / "instance/assets").iterdir()}
    make_app(tmp_path)

    assert kept
    assert kept == {
        file.name: file.stat().st_mtime_ns for file in (tmp_path / "instance/assets").iterdir()
    }


def test_a_page_gets_the_rules_of_its_classes_only():
    sheet = Stylesheet(
        "@layer a,b;@media print{.x{top:0}.y,p .x:not(.z,.y){top:1px}}"
        '.z{content:"}"}@keyframes k{from{top:0}to{top:1px}}a:is(.x,.q:not(.r)),b{top:0}'
    )

    assert sheet.for_page('<p class="x on">') == (
        "@layer a,b;@media print{.x{top:0}p .x:not(.z,.y){top:1px}}"
        "@keyframes k{from{top:0}to{top:1px}}a:is(.x,.q:not(.r)),b{top:0}"
    )
    assert sheet.for_page('<p class="y z">').count('.z{content:"}"}') == 1


def test_short_names_leave_classes_and_scripted_properties_alone():
    css = ":root{--space:1px;--progress:0}.card--space{margin:var(--space);width:var(--progress)}"

    assert with_short_names(css, kept='"--progress"') == (
        ":root{--a:1px;--progress:0}.card--space{margin:var(--a);width:var(--progress)}"
    )


def test_vendored_files_are_those_that_the_readme_names():
    table = (STATIC / "vendor/README.md").read_text()
    files = [file for file in (STATIC / "vendor").iterdir() if file.suffix == ".js"]

    assert files
    for file in files:
        assert file.name in table
        assert hashlib.sha256(file.read_bytes()).hexdigest() in table


def test_private_members_stay_apart_when_their_lines_are_joined():
    script = "class A {\n  #one\n  #two\n\n  run() {\n    this.#one = 1\n  }\n  #go = () => 1\n}\n"

    assert assets._minified(script) == "class A{;#one;#two\nrun(){this.#one=1};#go=()=>1}"
