"""What a day's mails are for when strangers cause more of them than may leave."""

from portal.core import mail
from portal.core.db import db


def letter(key):
    return mail.Mail(
        key=key, address="a@exemple.ma", language="fr", subject="S", text="T", html="H"
    )


def test_a_flood_of_requests_to_join_keeps_no_password_back(portal, monkeypatch, make):
    """It goes first, and the last third of the budget is for its kind alone."""
    monkeypatch.setitem(portal.config, "MAIL_PER_DAY", 6)
    make(*(letter(f"application-{turn}") for turn in range(9)))
    make(letter("password-reset-1"))

    assert mail.deliver_waiting() == 4
    sent = db.session.query(mail.Mail).filter(mail.Mail.sent_at.is_not(None))
    assert sent.order_by(mail.Mail.sent_at).first().key == "password-reset-1"
    make(letter("password-reset-2"))
    assert mail.deliver_waiting() == 1
