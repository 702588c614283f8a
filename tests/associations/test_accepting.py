"""Taking up an invitation: with a new account or one's own; what is said when it is over."""

import threading
import uuid
from datetime import timedelta

import pytest

from portal.associations.actions import invitations
from portal.associations.models import Mandate
from portal.core import clock
from portal.core.db import db
from portal.core.mail import Mail
from portal.members.models import Member

NOUR = {"name": "Nour Alami", "phone": "0661-23-45-67", "email": ""}


@pytest.fixture
def invite(app, amal, focal_point):
    """An invitation of Amal's focal point and its secret."""

    def make_one(kind="link", role="volunteer", **more):
        with app.test_request_context():
            invitation, secret = invitations.invite(amal, kind, role, by=focal_point, **more)
        db.session.commit()
        return invitation, secret

    return make_one


def _nour() -> Member | None:
    return db.session.query(Member).filter_by(phone="+212661234567").one_or_none()


def _mandates_of(member) -> list[str]:
    held = db.session.query(Mandate).filter(Mandate.member_id == member.id, Mandate.current())
    return [mandate.role for mandate in held]


@pytest.mark.parametrize("kind", ["mail", "link", "code"])
def test_a_visitor_accepts_and_chooses_a_password(browser, amal, invite, kind):
    invitation, secret = invite(kind, email="nour@exemple.ma" if kind == "mail" else "")
    assert "Association Amal" in browser.get(f"/invitation/{secret}").text

    answer = browser.post(f"/invitation/{secret}", data=NOUR)

    assert answer.status_code == 303
    assert answer.location.startswith("/password/new/")
    assert _mandates_of(_nour()) == ["volunteer"]
    assert (invitation.uses, _nour().password_hash) == (1, None)
    chosen = browser.post(answer.location, data={"password": "three orange kites"})
    assert chosen.status_code == 303
    assert browser.get(f"/associations/{amal.id}/mandates").status_code == 200


def test_a_member_accepts_in_one_tap(browser_of, outsider, amal, invite):
    _invitation, secret = invite()
    browser = browser_of(outsider)
    assert outsider.name in browser.get(f"/invitation/{secret}").text

    answer = browser.post(f"/invitation/{secret}")

    assert answer.location == f"/associations/{amal.id}"
    assert _mandates_of(outsider) == ["volunteer"]


def test_who_is_in_already_takes_no_use(browser_of, volunteer, amal, invite):
    invitation, secret = invite()

    answer = browser_of(volunteer).post(f"/invitation/{secret}")

    assert answer.status_code == 303
    assert _mandates_of(volunteer) == ["volunteer"]
    assert invitation.uses == 0


def test_who_has_an_account_signs_in_and_the_invitation_waits(browser, outsider, invite):
    invitation, secret = invite()

    answer = browser.post(f"/invitation/{secret}", data={**NOUR, "email": outsider.email})

    assert answer.status_code == 409
    assert f"/sign-in?next=/invitation/{secret}" in answer.text
    assert "Nour Alami" in answer.text
    assert (invitation.uses, _nour()) == (0, None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "🌟"},
        {"name": "x" * 101},
        {"phone": ""},
        {"phone": "06612"},
        {"email": "nour"},
    ],
    ids=str,
)
def test_a_wrong_answer_is_told_and_opens_nothing(browser, invite, wrong):
    invitation, secret = invite()

    answer = browser.post(f"/invitation/{secret}", data={**NOUR, **wrong})

    assert answer.status_code == 422
    assert "field__error" in answer.text
    assert (invitation.uses, _nour()) == (0, None)


@pytest.mark.parametrize(
    "phone", ["0661-23-45-67", "+212 661234567", "00212661234567", "661234567", "٠٦٦١٢٣٤٥٦٧"]
)
def test_a_telephone_is_taken_as_people_write_it(browser, invite, phone):
    _invitation, secret = invite()

    assert browser.post(f"/invitation/{secret}", data={**NOUR, "phone": phone}).status_code == 303
    assert _nour() is not None


def test_the_same_form_twice_opens_one_account(browser, invite):
    invitation, secret = invite(most_uses=10)
    form = {**NOUR, "submission_id": str(uuid.uuid4())}

    first, second = (browser.post(f"/invitation/{secret}", data=form) for _turn in range(2))

    assert first.location == second.location
    assert invitation.uses == 1


def test_whose_line_broke_before_the_password_goes_on(browser, app, invite):
    invitation, secret = invite("mail", email="nour@exemple.ma")
    browser.post(f"/invitation/{secret}", data=NOUR)
    later = app.test_client()

    assert later.get(f"/invitation/{secret}").status_code == 410
    answer = later.post(f"/invitation/{secret}/completion", data={"person": "0661234567"})

    assert answer.status_code == 303
    assert later.get(answer.location).status_code == 200
    assert invitation.uses == 1


def test_nobody_goes_on_with_the_account_of_another(browser, invite, outsider, focal_point):
    _invitation, secret = invite()

    for member in (outsider, focal_point):
        answer = browser.post(f"/invitation/{secret}/completion", data={"person": member.email})
        assert answer.status_code == 409


def _expire(invitation):
    invitation.expires_at = clock.now() - timedelta(hours=1)


def _use_up(invitation):
    invitation.uses = invitation.most_uses


def _revoke(invitation):
    invitation.revoke()


@pytest.mark.parametrize("close", [_expire, _use_up, _revoke])
def test_one_that_is_over_says_so_and_can_be_asked_for_anew(browser, invite, make, close):
    invitation, secret = invite()
    close(invitation)
    make(invitation)

    assert browser.get(f"/invitation/{secret}").status_code == 410
    assert browser.post(f"/invitation/{secret}", data=NOUR).status_code == 410
    assert _nour() is None
    for _turn in range(2):
        asked = browser.post(f"/invitation/{secret}/renewal", data={"who": "Nour, 0661234567"})
        assert asked.status_code == 303
    told = db.session.query(Mail).filter_by(address="amina@exemple.ma").all()
    assert len(told) == 1
    assert "Nour, 0661234567" in told[0].text


def test_the_four_ends_have_pages_of_their_own(browser, invite, make):
    titles = set()
    for close in (_expire, _use_up, _revoke):
        invitation, secret = invite()
        close(invitation)
        make(invitation)
        titles.add(browser.get(f"/invitation/{secret}").text.split("<h1>")[1].split("</h1>")[0])
    titles.add(browser.get("/invitation/unknown").text.split("<h1>")[1].split("</h1>")[0])

    assert len(titles) == 4


def test_a_suspended_association_takes_nobody_in(browser, invite, amal, make):
    _invitation, secret = invite()
    amal.suspended_at = clock.now()
    make(amal)

    assert browser.post(f"/invitation/{secret}", data=NOUR).status_code == 410


@pytest.mark.parametrize("written", ["{}", " {} ", "{:.4}-{:.4}"])
def test_a_code_is_read_in_any_writing(browser, invite, written):
    _invitation, code = invite("code")
    text = f"{code[:4]}-{code[4:]}".lower() if "-" in written else written.format(code)

    answer = browser.post("/code", data={"code": text})

    assert answer.location == f"/invitation/{code}"
    assert browser.get(answer.location).status_code == 200


@pytest.mark.parametrize("code, status", [("", 422), ("ABC", 422), ("AAAACCCC", 404)])
def test_a_code_that_is_none_is_told(browser, code, status):
    assert browser.post("/code", data={"code": code}).status_code == status


def test_guessing_is_stopped(browser):
    statuses = [browser.post("/code", data={"code": "AAAACCCC"}).status_code for _turn in range(21)]

    assert statuses[:20] == [404] * 20
    assert statuses[20] == 429
    assert browser.get("/invitation/AAAACCCC").status_code == 429


def test_the_last_place_is_taken_once(app, invite):
    invitation, secret = invite()
    browsers, statuses = [app.test_client() for _turn in range(4)], []

    def accept(browser, number):
        with app.app_context():
            form = {"name": "Nour", "phone": f"06612345{number:02}"}
            statuses.append(browser.post(f"/invitation/{secret}", data=form).status_code)
            db.session.remove()

    threads = [
        threading.Thread(target=accept, args=(browser, number))
        for number, browser in enumerate(browsers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(statuses) == [303, 410, 410, 410]
    db.session.rollback()
    assert invitation.uses == 1
    assert db.session.query(Mandate).filter_by(invitation_id=invitation.id).count() == 1
