"""What strangers write stands in mails to others: a name stays one, without paragraph or link."""

import pytest

from portal.core.db import db
from portal.core.mail import Mail

STEPS = [
    {"name_fr": "Amal", "domain": "education", "province": "MA-SET", "members_size": "lt20"},
    {"contact_name": "Aïcha", "contact_role": "secrétaire", "contact_email": "a@exemple.ma"},
    {"motivation": "Entraide", "charter": "y", "is_distinct": ""},
]


def send(browser, **more):
    """The answer to the first step that is refused, or to the last one."""
    path = "/join"
    for step in STEPS:
        answer = browser.post(path, data=step | {n: v for n, v in more.items() if n in step})
        if answer.status_code != 303:
            break
        path = answer.location
    return answer


@pytest.mark.parametrize("end", ["\n\n", "\r\n\r\n", "\u2028\u2028", "\x85\x85", "\t"])
@pytest.mark.parametrize("field", ["name_fr", "contact_name"])
def test_a_name_of_several_lines_becomes_one_line(browser, coordinator, field, end):
    assert send(browser, **{field: f"Amal{end}Gagnez vite{end}fin"}).status_code == 303

    mails = db.session.query(Mail).all()
    assert len(mails) == 2
    for mail in mails:
        assert "\nGagnez" not in mail.text
        assert len(mail.subject.splitlines()) == 1


@pytest.mark.parametrize("field", ["name_fr", "contact_name", "contact_role"])
@pytest.mark.parametrize("address", ["https://evil.example", "voir WWW.evil.example"])
def test_a_name_holds_no_web_address(browser, field, address):
    assert send(browser, **{field: address}).status_code == 422
    assert db.session.query(Mail).count() == 0


@pytest.mark.parametrize("website", ["http://[a.b", "https://a.b]", "https://a\N{ACCOUNT OF}.b"])
def test_a_website_that_cannot_be_read_is_refused(browser_of, focal_point, amal, website):
    page = browser_of(focal_point).post(f"/associations/{amal.id}/edit", data={"website": website})

    assert page.status_code == 422
    assert "https://exemple.ma" in page.text


def test_a_stranger_causes_few_mails_to_one_address(browser):
    """The requests count, each with its reference on the page; mails tell of earlier ones too."""
    answers = [send(browser, name_fr=f"Amal {n}", is_distinct="yes") for n in range(5)]

    assert [answer.status_code for answer in answers] == [303] * 5
    assert db.session.query(Mail).count() == 3 + 3


def test_a_member_invites_so_many_in_a_day_from_wherever(app, browser_of, focal_point, amal):
    browser = browser_of(focal_point)
    kept = {"role": "volunteer", "language": "fr"}
    for turn in range(61):
        answer = browser.post(
            f"/associations/{amal.id}/invitations/mail",
            data={**kept, "email": f"a{turn}@exemple.ma"},
            environ_base={"REMOTE_ADDR": f"10.0.0.{turn}"},
        )

    assert answer.status_code == 429
    assert db.session.query(Mail).count() == 60
