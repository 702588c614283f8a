"""What the room does by itself, daily."""

from datetime import timedelta

from portal.core import clock, jobs
from portal.core.db import db
from portal.members import queries

KEPT = timedelta(days=180)


@jobs.daily
def remove_old_sign_ins() -> None:
    """Sign-ins and tickets that are over are kept half a year, no longer."""
    queries.remove_old(clock.now() - KEPT)
    db.session.commit()
