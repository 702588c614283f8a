"""Mail against a real SMTP server: as it should read, once, and never lost."""

import threading
import time
from uuid import uuid4

import pytest
from sqlalchemy.exc import IntegrityError

from portal.associations.models import Application
from portal.core import mail
from portal.core.db import begin_write, db
from portal.core.mail import Mail
from tests.core.post_office import Office, PostOffice, WithoutGoodbye, opened
from tests.running import free_port


@pytest.fixture
def port(portal, monkeypatch):
    """The portal's mail server is at this port, where nothing answers yet."""
    port = free_port()
    monkeypatch.setitem(portal.config, "SMTP_URL", f"smtp://127.0.0.1:{port}")
    return port


@pytest.fixture
def office(port):
    with opened(port, PostOffice()) as handler:
        yield handler


@pytest.fixture
def post(app):
    """Keeps a mail for sending; returns its row."""

    def post(key="news", address="amina@exemple.ma", language="fr"):
        application = Application(code="7K3M9QXT", language=language)
        application.fill({"name_fr": "Amal l’espoir", "name_ar": "جمعية الأمل"})
        with app.test_request_context():
            mail.post(
                key, address, language, "application_received",
                application=application, status_url="http://localhost/join/7K3M9QXT",
            )  # fmt: skip
        db.session.commit()
        return db.session.query(Mail).filter_by(key=key).one()

    return post


def deliver():
    sent = mail.deliver_waiting()
    db.session.expire_all()
    return sent


def test_a_mail_is_whole_and_readable(office, post):
    post()
    assert deliver() == 1

    [message], [envelope] = office.messages, office.taken
    assert envelope.rcpt_tos == ["amina@exemple.ma"]
    assert message["To"] == "amina@exemple.ma"
    assert message["From"].addresses[0].display_name == "Jam3iyat"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "fr"
    assert message["Date"].datetime.tzinfo is not None
    assert message.get_content_type() == "multipart/alternative"
    plain, html = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert "ADH-7K3M-9QXT" in plain
    assert "http://localhost/join/7K3M9QXT" in plain
    assert 'href="http://localhost/join/7K3M9QXT"' in html
    assert "<script" not in html
    assert all(len(line) < 999 for line in envelope.content.split(b"\r\n"))
    assert not message.defects


def test_an_arabic_mail_runs_from_right_to_left(office, post):
    post(language="ar")
    deliver()

    [message] = office.messages
    html = message.get_body(("html",)).get_content()
    assert 'lang="ar"' in html
    assert 'dir="rtl"' in html
    assert message["Content-Language"] == "ar"
    assert message["Subject"] == db.session.query(Mail).one().subject


def test_headers_and_texts_of_any_script_arrive_as_they_were_written(office, post):
    kept = post()
    kept.subject, kept.text = "جمعية « Amal » — ⵣ", "سلام, ça va ?\nⴰⵣⵓⵍ\n"
    kept.html = "<p>سلام</p>"
    db.session.commit()
    deliver()

    [message], [envelope] = office.messages, office.taken
    assert message["Subject"] == "جمعية « Amal » — ⵣ"
    plain = message.get_body(("plain",)).get_content()
    assert plain.splitlines() == ["سلام, ça va ?", "ⴰⵣⵓⵍ"]
    headers = envelope.content.split(b"\r\n\r\n")[0]
    assert headers.isascii()


def test_the_same_news_is_told_once(office, post):
    post("news")
    post("news")
    post("other news")

    assert deliver() == 2
    assert deliver() == 0


def test_an_act_that_is_undone_sends_nothing(app, office, post):
    with app.test_request_context():
        mail.post(
            "never", "a@exemple.ma", "fr", "application_received",
            application=Application(code="7K3M9QXT", name_fr="A"), status_url="http://localhost/",
        )  # fmt: skip
    db.session.rollback()

    assert deliver() == 0
    assert office.taken == []


def test_a_mail_waits_for_a_server_that_is_down_and_is_sent_once(port, post, later):
    post()
    assert deliver() == 0
    [kept] = db.session.query(Mail)
    assert kept.sent_at is None
    assert "refused" in kept.failure

    with opened(port, PostOffice()) as office:
        assert deliver() == 0, "it waits a minute before it tries again"
        later(minutes=2)
        assert deliver() == 1
        assert deliver() == 0
        assert len(office.taken) == 1
    assert kept.failure == ""


def test_the_waits_grow_longer_and_end_after_three_days(port, post, later):
    kept = post()
    waits = []
    for passed in (0, 2, 5, 10, 20):
        later(minutes=passed)
        begun = mail.clock.now()
        deliver()
        waits.append(round((kept.next_try_at - begun).total_seconds() / 60))
    assert waits == [1, 2, 4, 8, 16]

    later(days=4)
    deliver()
    assert kept.next_try_at is None
    assert kept.failure


def test_a_server_that_dies_after_the_text_gets_it_again_under_the_same_id(office, post, later):
    """Whether it was taken cannot be known; a mailbox knows the two for one by their id."""
    office.answers = ["dies"]
    post()
    assert deliver() == 0
    later(minutes=2)
    assert deliver() == 1

    first, second = office.messages
    assert first["Message-ID"] == second["Message-ID"]


def test_a_mail_that_was_taken_is_sent_though_the_goodbye_fails(port, post):
    class Rude(Office):
        def factory(self):
            return WithoutGoodbye(self.handler, hostname="mail.test")

    with opened(port, PostOffice(), Rude) as office:
        post()
        assert deliver() == 1
        assert deliver() == 0
        assert len(office.taken) == 1


def test_a_refused_recipient_is_given_up_and_the_reason_kept(office, post, later):
    office.at_recipient = ["550 no such person"]
    kept = post()
    assert deliver() == 0
    later(days=1)
    assert deliver() == 0

    assert kept.next_try_at is None
    assert kept.sent_at is None
    assert "550" in kept.failure
    assert office.taken == []


def test_a_recipient_who_cannot_be_reached_now_is_tried_later(office, post, later):
    office.at_recipient = ["451 try later"]
    kept = post()
    assert deliver() == 0
    assert "451" in kept.failure
    later(minutes=2)
    assert deliver() == 1


def test_one_mail_that_cannot_be_written_keeps_no_other_back(office, post):
    kept = post("broken")
    kept.address = "a\r\nBcc: all@exemple.ma"
    post("right")

    assert deliver() == 1
    assert kept.sent_at is None
    assert kept.failure
    assert [e.rcpt_tos for e in office.taken] == [["amina@exemple.ma"]]


def test_two_who_deliver_at_once_send_each_mail_once(app, office, post):
    keys = [f"news {number}" for number in range(20)]
    for key in keys:
        post(key, address=f"{key.replace(' ', '')}@exemple.ma")
    db.session.rollback()

    def deliver_apart():
        with app.app_context():
            mail.deliver_waiting()

    threads = [threading.Thread(target=deliver_apart) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    addresses = [envelope.rcpt_tos[0] for envelope in office.taken]
    assert len(addresses) == 20
    assert len(set(addresses)) == 20


def test_one_that_died_while_sending_leaves_its_mail_to_the_next(office, post, later):
    post()
    assert mail._claim_next() is not None

    assert deliver() == 0
    later(minutes=11)
    assert deliver() == 1


def test_a_slow_mail_server_keeps_nobody_from_writing(app, office, post):
    office.delay = 1.0
    post()
    db.session.rollback()

    def deliver_apart():
        with app.app_context():
            mail.deliver_waiting()

    sending = threading.Thread(target=deliver_apart)
    sending.start()
    time.sleep(0.3)
    begun = time.monotonic()
    begin_write()
    db.session.add(Application(code=str(uuid4())[:8]))
    db.session.commit()
    took = time.monotonic() - begun
    sending.join()

    assert took < 0.4
    assert len(office.taken) == 1


def test_no_more_leave_in_a_day_than_the_budget(portal, monkeypatch, office, post, later):
    monkeypatch.setitem(portal.config, "MAIL_PER_DAY", 3)
    for number in range(5):
        post(f"password-{number}")

    assert deliver() == 3
    assert deliver() == 0
    assert mail.waiting() == 2
    later(days=1, minutes=1)
    assert deliver() == 2


def test_without_a_server_mails_are_files_that_flask_mail_lists_and_prints(app, post):
    for file in mail.folder().glob("*.eml"):
        file.unlink()
    runner = app.test_cli_runner()
    assert "No mail" in runner.invoke(args=["mail"]).output
    post("one", address="amina@exemple.ma")
    post("two", address="b@exemple.ma", language="ar")
    assert deliver() == 2

    listed = runner.invoke(args=["mail"]).output
    printed = runner.invoke(args=["mail", "2"]).output
    assert "amina@exemple.ma" in listed
    assert "b@exemple.ma" in listed
    assert "ADH-7K3M-9QXT" in printed


def test_a_key_is_unique_in_the_database_itself(post, make):
    kept = post("news")
    names = ("address", "language", "subject", "text", "html")

    with pytest.raises(IntegrityError):
        make(Mail(key="news", **{name: getattr(kept, name) for name in names}))
