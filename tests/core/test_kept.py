"""What was typed survives: an expired page, an ended session, too many tries, a full disk, a
database that goes away. The form comes back with its text, and sent again it counts once."""

import os
import re
import resource
import subprocess
from contextlib import contextmanager, suppress
from html import unescape
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import event, text

from portal.associations.models import Application
from portal.core.db import db
from tests.core.acts import ASSOCIATION, CONTACT, PASSWORD, password_hash
from tests.running import Running

FORM = {**ASSOCIATION, "name_fr": "Amal <b>« l’espoir »</b>"}


def in_page(page: str) -> dict[str, str]:
    """The fields of the page's last form, as a browser would send them."""
    form = page[page.index('class="stack"') :].split("</form>")[0]
    fields = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = (re.search(rf'{key}="([^"]*)"', tag) for key in ("name", "value"))
        fields[name[1]] = unescape(value[1]) if value else ""
    for name, words in re.findall(
        r'<textarea[^>]*name="([^"]*)"[^>]*>\n(.*?)</textarea>', form, re.S
    ):
        fields[name] = unescape(words)
    return fields


def only_application() -> Application:
    return db.session.query(Application).one()


def with_id(form=FORM) -> dict:
    return {**form, "submission_id": str(uuid4())}


def test_an_expired_form_comes_back_ready_to_send(browser, csrf_on):
    form = with_id()
    page = browser.post("/join", data=form)

    assert page.status_code == 419
    assert "<b>«" not in page.text
    again = in_page(page.text)
    assert form.items() <= again.items()
    assert browser.post("/join", data=again).status_code == 303
    assert only_application().name_fr == FORM["name_fr"]


def test_a_changed_repeat_comes_back_under_a_new_id(browser):
    form = with_id()
    first = browser.post("/join", data=form)
    page = browser.post("/join", data={**form, "name_fr": "Amal Sidi Moumen"})

    assert page.status_code == 419
    assert first.location in page.text
    again = in_page(page.text)
    assert again["name_fr"] == "Amal Sidi Moumen"
    assert again["submission_id"] != form["submission_id"]
    assert browser.post("/join", data=again).status_code == 303
    assert db.session.query(Application).count() == 2


def test_too_many_tries_lose_no_text(browser):
    for _turn in range(60):
        browser.post("/join")
    form = with_id()
    page = browser.post("/join", data=form)

    assert page.status_code == 429
    assert int(page.headers["Retry-After"]) > 0
    assert form.items() <= in_page(page.text).items()


def test_a_form_whose_session_ended_goes_through_the_sign_in(browser, make, outsider):
    """Everything that was written, line breaks and all, and each of several choices."""
    outsider.password_hash = password_hash()
    make(outsider)
    seen = ("job", "about", "skills", "languages", "email", "phone")
    profile = {"name": "Hamid", "about": "Un.\n\n« Deux »", "language": "ar", "version": "1"}
    form = with_id({**profile, **{f"{field}_seen_by": "network" for field in seen}})

    wall = browser.post("/me/edit", data=form)
    assert wall.status_code == 419
    door = browser.post("/sign-in", data=in_page(wall.text))
    assert door.status_code == 200
    carried = {n: v for n, v in in_page(wall.text).items() if n.startswith("kept")}
    back = browser.post(
        "/sign-in", data={**carried, "identifier": outsider.email, "password": PASSWORD}
    )
    again = in_page(back.text)
    assert {**again, "about": again["about"]} == {**again, **form}
    done = browser.post("/me/edit", data=again)

    assert done.status_code == 303
    assert outsider.about == "Un.\n\n« Deux »"
    assert outsider.language == "ar"


def test_passwords_are_never_kept(browser, csrf_on):
    page = browser.post("/password/new/x", data={"password": "four loud pears"})

    assert page.status_code == 419
    assert "four loud pears" not in page.text


def test_a_kept_form_leads_to_no_other_site(browser, make, outsider):
    outsider.password_hash = password_hash()
    make(outsider)
    who = {"identifier": outsider.email, "password": PASSWORD}

    answer = browser.post("/sign-in", data={**who, "kept_path": "//evil.example/", "kept-a": "b"})

    assert answer.status_code == 303
    assert "evil" not in answer.location


def test_two_who_write_one_thing_at_once_lose_no_text(browser):
    """The second's text comes back; sent again it stands."""
    code = browser.post("/join", data=FORM).location.split("/")[2]
    form = with_id(CONTACT)

    with meanwhile("UPDATE application", "UPDATE application SET version = version + 1"):
        page = browser.post(f"/join/{code}/steps/2", data=form)

    assert page.status_code == 409
    again = in_page(page.text)
    assert again["contact_name"] == CONTACT["contact_name"]
    assert browser.post(f"/join/{code}/steps/2", data=again).status_code == 303
    assert only_application().contact_name == CONTACT["contact_name"]


@contextmanager
def meanwhile(statement, other):
    """Just before the first statement that begins so, another one is run."""
    waits = [other]

    def before(connection, _cursor, running, *_rest):
        if waits and running.startswith(statement):
            connection.exec_driver_sql(waits.pop())

    event.listen(db.engine, "before_cursor_execute", before)
    try:
        yield
    finally:
        event.remove(db.engine, "before_cursor_execute", before)
    assert not waits


needs_sqlite = pytest.mark.skipif("TEST_DATABASE_URL" in os.environ, reason="a file's affair")
needs_postgres = pytest.mark.skipif(
    "TEST_DATABASE_URL" not in os.environ, reason="a server's affair"
)


@pytest.fixture
def narrow(tmp_path):
    """A portal on a disk of its own, of 4 MiB; where none may be mounted, one with a file limit."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk]
    is_mounted = os.geteuid() == 0 and subprocess.run(mount, capture_output=True).returncode == 0
    running = Running(disk, f"sqlite:///{disk}/portal.sqlite3")
    running.make_tables()
    running.start()
    yield running, (_filled_up if is_mounted else _not_growing)
    running.stop()
    if is_mounted:
        subprocess.run(["umount", disk], check=True)


@contextmanager
def _filled_up(running):
    ballast = running.folder / "ballast"
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    yield
    ballast.unlink()


@contextmanager
def _not_growing(running):
    for process in running.process_ids():
        resource.prlimit(process, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
    yield
    for process in running.process_ids():
        resource.prlimit(process, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)


@needs_sqlite
@pytest.mark.slow
def test_a_full_disk_loses_no_text_and_keeps_nothing_by_half(narrow):
    running, disk_full = narrow
    visitor = running.visitor()
    form = {**with_id(), "csrf_token": visitor.token("/join")}

    with disk_full(running):
        page = visitor.post("/join", form)
        assert page.status == 503
        assert visitor.get("/join").status == 200
        assert visitor.post("/join", form).status == 503
    again = in_page(page.text)
    assert {**form, "csrf_token": ""}.items() <= {**again, "csrf_token": ""}.items()

    first, second = visitor.post("/join", again), visitor.post("/join", again)
    assert (first.status, second.location) == (303, first.location)
    with running.rows() as session:
        assert session.query(Application).one().name_fr == FORM["name_fr"]
        assert session.scalar(text("PRAGMA integrity_check")) == "ok"


@needs_postgres
def test_connections_that_the_server_ended_are_made_anew(browser):
    browser.get("/join")
    _end_connections()

    assert browser.post("/join", data=with_id()).status_code == 303


@needs_postgres
def test_a_connection_that_ends_in_the_middle_of_a_write_loses_no_text(browser):
    form = with_id()
    own_end = "SELECT pg_terminate_backend(pg_backend_pid())"

    with meanwhile("INSERT INTO application", own_end):
        page = browser.post("/join", data=form)

    assert page.status_code == 503
    again = in_page(page.text)
    assert form.items() <= again.items()
    assert db.session.query(Application).count() == 0
    assert browser.post("/join", data=again).status_code == 303
    assert only_application().name_fr == FORM["name_fr"]


@needs_postgres
def test_a_server_that_is_gone_loses_no_text_of_a_member_either(browser_of, outsider):
    browser = browser_of(outsider)
    edit = {"name": "Hamid", "about": "Un long texte."}
    db.session.rollback()

    with _closed_database():
        page, reading = browser.post("/me/edit", data=with_id(edit)), browser.get("/me")

    assert (page.status_code, reading.status_code) == (503, 503)
    assert in_page(page.text)["about"] == "Un long texte."
    assert browser.get("/me").status_code == 200


@contextmanager
def _closed_database():
    """No connection is let in, and those that are open end."""
    name = db.engine.url.database
    db.session.rollback()
    _as_owner(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
    _end_connections()
    try:
        yield
    finally:
        _as_owner(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


def _end_connections() -> None:
    name = db.engine.url.database
    _as_owner(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")


def _as_owner(command: str) -> None:
    with psycopg.connect(os.environ["TEST_DATABASE_URL"], autocommit=True) as connection:
        connection.execute(command)
