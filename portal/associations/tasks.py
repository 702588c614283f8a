"""What the room does by itself, daily."""

from datetime import timedelta

from portal.associations.actions import applications as actions
from portal.associations.queries import applications as queries
from portal.core import clock, jobs
from portal.core.db import db

REMINDERS = (3, 7)
DRAFT_KEPT = timedelta(days=60)
DECISION_KEPT = timedelta(days=365)


@jobs.daily
def remind_of_waiting_applications() -> None:
    for days in REMINDERS:
        for application in queries.waiting_since(clock.now() - timedelta(days=days)):
            actions.remind(application, days)
    db.session.commit()


@jobs.daily
def remove_stale_applications() -> None:
    queries.remove_stale(clock.now() - DRAFT_KEPT, clock.now() - DECISION_KEPT)
    db.session.commit()
