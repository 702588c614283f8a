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
    """Of the reminders that are due only the last: a machine that slept does not send them all."""
    now = clock.now()
    for application in queries.waiting_since(now - timedelta(days=min(REMINDERS))):
        waited = (now - application.submitted_at).days
        actions.remind(application, max(days for days in REMINDERS if days <= waited))
    db.session.commit()


@jobs.daily
def remove_stale_applications() -> None:
    queries.remove_stale(clock.now() - DRAFT_KEPT, clock.now() - DECISION_KEPT)
    db.session.commit()
