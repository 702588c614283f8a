"""What is over is kept half a year, no longer."""

from portal.core.db import db
from portal.members import tasks
from portal.members.models import SignIn, Ticket


def test_old_sign_ins_and_tickets_go_the_others_stay(browser_of, aicha, ticket_for, later):
    browser_of(aicha)
    ticket_for(aicha, "reset")
    tasks.remove_old_sign_ins()
    assert (db.session.query(SignIn).count(), db.session.query(Ticket).count()) == (1, 1)

    later(days=300)
    tasks.remove_old_sign_ins()
    assert (db.session.query(SignIn).count(), db.session.query(Ticket).count()) == (0, 0)
