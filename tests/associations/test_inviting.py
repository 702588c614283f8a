"""Inviting: by mail, by a link, by a code on paper; listed and revoked."""

import re
import uuid

import pytest

from portal.associations.models import Invitation
from portal.core import codes
from portal.core.db import db
from portal.core.mail import Mail

FORMS = {
    "mail": {"email": "nour@exemple.ma", "name": "Nour", "language": "ar", "role": "officer"},
    "link": {"role": "volunteer", "most_uses": "10", "days": "3"},
    "code": {"role": "staff", "most_uses": "1", "days": "30"},
}


def _invite(browser, amal, kind, **changed):
    return browser.post(
        f"/associations/{amal.id}/invitations/{kind}", data={**FORMS[kind], **changed}
    )


def _only() -> Invitation:
    return db.session.query(Invitation).one()


@pytest.mark.parametrize("kind", FORMS)
@pytest.mark.parametrize("who", ["focal_point", "coordinator"])
def test_who_invites(request, browser_of, amal, who, kind):
    member = request.getfixturevalue(who)
    browser = browser_of(member)

    assert browser.get(f"/associations/{amal.id}/invitations/{kind}").status_code == 200
    assert _invite(browser, amal, kind).status_code == 303
    assert (_only().kind, _only().made_by_id, _only().state) == (kind, member.id, "open")
    assert browser.get(f"/associations/{amal.id}/invitations").status_code == 200


@pytest.mark.parametrize("kind", FORMS)
@pytest.mark.parametrize("who", ["officer", "volunteer", "outsider", "observer"])
def test_others_do_not(request, browser_of, amal, who, kind):
    browser = browser_of(request.getfixturevalue(who))

    assert _invite(browser, amal, kind).status_code == 403
    assert browser.get(f"/associations/{amal.id}/invitations").status_code == 403
    assert db.session.query(Invitation).count() == 0


def test_a_visitor_does_not(browser, amal):
    assert _invite(browser, amal, "mail").status_code == 419
    assert db.session.query(Invitation).count() == 0


def test_the_mail_speaks_the_language_that_was_chosen(browser_of, amal, focal_point):
    _invite(browser_of(focal_point), amal, "mail")

    mail = db.session.query(Mail).filter_by(address="nour@exemple.ma").one()
    assert mail.language == "ar"
    assert re.search(r"http://localhost/invitation/\S+", mail.text)


def test_the_link_is_shown_to_its_maker_and_kept_only_as_a_digest(browser_of, amal, focal_point):
    browser = browser_of(focal_point)
    page = browser.get(_invite(browser, amal, "link").location).text

    token = re.search(r"http://localhost/invitation/([\w-]+)", page)[1]
    assert _only().digest == codes.digest(token)
    assert (
        token
        not in browser_of(focal_point).get(f"/associations/{amal.id}/invitations/{_only().id}").text
    )


def test_the_paper_has_a_code_without_look_alikes_and_a_picture(browser_of, amal, focal_point):
    browser = browser_of(focal_point)
    page = browser.get(_invite(browser, amal, "code").location).text

    code = re.search(r'<span class="code">([\w-]{9})</span>', page)[1]
    assert _only().digest == codes.digest(codes.read_code(code))
    assert not set(code) & set("0O1IL")
    assert "<svg" in page[page.index('class="qr"') :]


@pytest.mark.parametrize(
    "kind, wrong",
    [
        ("mail", {"email": ""}),
        ("mail", {"email": "nour"}),
        ("mail", {"name": "🌟"}),
        ("mail", {"language": "xx"}),
        ("mail", {"role": ""}),
        ("link", {"most_uses": "0"}),
        ("link", {"most_uses": "51"}),
        ("link", {"most_uses": "many"}),
        ("link", {"days": "0"}),
        ("link", {"days": "31"}),
        ("link", {"role": "officer"}),
        ("link", {"role": "focal_point"}),
        ("code", {"title": "x" * 101}),
    ],
    ids=str,
)
def test_a_wrong_answer_is_told_and_invites_nobody(browser_of, amal, focal_point, kind, wrong):
    answer = _invite(browser_of(focal_point), amal, kind, **wrong)

    assert answer.status_code == 422
    assert "field__error" in answer.text
    assert db.session.query(Invitation).count() == 0
    assert db.session.query(Mail).count() == 0


def test_an_officer_is_invited_by_a_link_for_one(browser_of, amal, focal_point):
    answer = _invite(browser_of(focal_point), amal, "link", role="officer", most_uses="1")

    assert answer.status_code == 303


def test_the_same_form_twice_invites_once(browser_of, amal, focal_point):
    browser, submission = browser_of(focal_point), str(uuid.uuid4())

    for _turn in range(2):
        assert _invite(browser, amal, "mail", submission_id=submission).status_code == 303
    assert db.session.query(Invitation).count() == 1
    assert db.session.query(Mail).count() == 1


def test_an_invitation_is_revoked(browser_of, amal, focal_point):
    browser = browser_of(focal_point)
    _invite(browser, amal, "link")

    answer = browser.post(f"/associations/{amal.id}/invitations/{_only().id}/revocation")

    assert answer.status_code == 303
    assert _only().state == "revoked"


def test_others_revoke_nothing(browser_of, amal, focal_point, officer):
    _invite(browser_of(focal_point), amal, "link")

    answer = browser_of(officer).post(
        f"/associations/{amal.id}/invitations/{_only().id}/revocation"
    )

    assert answer.status_code == 403
    assert _only().state == "open"
