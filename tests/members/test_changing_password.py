"""Changing one's password while signed in."""

import pytest

from portal.members import passwords

PASSWORD = "trois mots simples"


def test_the_other_devices_are_signed_out_this_one_stays(app, browser_of, aicha, sign_in):
    here, other = browser_of(aicha), browser_of(aicha)
    response = _change(here, PASSWORD, "le jardin vert")

    assert response.location == "/me/security"
    assert here.get("/me").status_code == 200
    assert other.get("/me").status_code == 302
    assert sign_in(app.test_client(), password="le jardin vert").status_code == 303


@pytest.mark.parametrize(
    "old, new", [("un autre mot", "le jardin vert"), (PASSWORD, "court"), ("", ""), (PASSWORD, "")]
)
def test_it_stays_with_something_wrong(browser_of, aicha, old, new):
    before = aicha.password_hash

    assert _change(browser_of(aicha), old, new).status_code == 422
    assert aicha.password_hash == before


def test_changing_twice_changes_once(browser_of, aicha):
    browser = browser_of(aicha)
    again = {"submission_id": "7d0b8a4e-0000-4000-8000-0000000000b1"}
    first = _change(browser, PASSWORD, "le jardin vert", **again)
    changed = aicha.password_hash
    second = _change(browser, PASSWORD, "le jardin vert", **again)

    assert first.location == second.location == "/me/security"
    assert aicha.password_hash == changed


def test_no_password_is_kept_in_the_receipt(browser_of, aicha):
    """A fast digest of a form must not make its password easy to guess."""
    from portal.core.db import db
    from portal.core.replay import Receipt

    browser = browser_of(aicha)
    for number, new in enumerate(("le jardin vert", "la maison bleue")):
        old = PASSWORD if number == 0 else "le jardin vert"
        _change(browser, old, new, submission_id=f"7d0b8a4e-0000-4000-8000-0000000000c{number}")

    assert len({receipt.digest for receipt in db.session.query(Receipt)}) == 1


def test_older_hashes_are_renewed_at_sign_in(browser, aicha, sign_in, monkeypatch):
    from argon2 import PasswordHasher

    newer = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", newer)
    assert sign_in(browser).status_code == 303

    assert not newer.check_needs_rehash(aicha.password_hash)
    browser.delete_cookie("s")
    assert sign_in(browser).status_code == 303


def _change(browser, old, new, **more):
    return browser.post("/me/password", data={"password": old, "new_password": new, **more})
