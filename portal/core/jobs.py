"""Long work, by Huey: tasks in a file beside the database, done by a process of their own."""

import os
import time
from functools import wraps
from pathlib import Path

from flask import g
from huey import SqliteHuey

_QUIET, _ROUND, _LONGEST = 30, 60, 3600  # seconds

_app = None
_daily: list = []
huey = SqliteHuey("portal", filename=":memory:", results=False, utc=True)


def init_app(app) -> None:
    global _app
    _app = app
    huey.storage_kwargs = {"filename": str(Path(app.config["INSTANCE_PATH"]) / "tasks.sqlite3")}
    huey.storage = huey.create_storage()
    app.after_request(_wake)


def daily(function):
    """Run this each day, in an application context; it runs more often and must not act twice."""
    _daily.append(function)
    return function


@daily
def forget_old() -> None:
    """What this floor keeps for a month: receipts of forms, the words of mails."""
    from portal.core import mail, replay
    from portal.core.db import db

    replay.forget()
    mail.empty_old()
    db.session.commit()


def run_daily() -> list[str]:
    """Every daily task now, by name; one that fails does not keep the others from running."""
    done = []
    for task in _daily:
        try:
            task()
            done.append(task.__name__)
        except Exception:
            _app.logger.exception("the daily task %s failed", task.__name__)
    return done


def _with_app(function):
    @wraps(function)
    def run(*args):
        with _app.app_context():
            return function(*args)

    return run


@huey.task()
@_with_app
def deliver() -> None:
    from portal.core import mail

    mail.deliver_waiting()


def _wake(response):
    if g.pop("mail_waits", False) and _app.config["RUN_TASKS"]:
        try:
            deliver()
        except Exception:
            _app.logger.exception("a task could not be queued; the next round does its work")
    return response


def work() -> None:
    """Do what is queued or due, until nothing came for a while and no mail waits.

    `bin/tasks` starts this when there is something to do, so that a portal at rest keeps no
    second process in memory. It ends, too, when the process that started it is gone.
    """
    parent, started = os.getppid(), time.monotonic()
    leaves_at, next_round = started + _QUIET, started
    _with_app(run_daily)()
    while os.getppid() == parent and time.monotonic() < min(leaves_at, started + _LONGEST):
        if time.monotonic() >= next_round:
            mail_waits, next_round = _deliver_waiting(), time.monotonic() + _ROUND
        worked = _do_next()
        if worked or mail_waits:
            leaves_at = time.monotonic() + _QUIET
        if not worked:
            time.sleep(0.5)


def _do_next() -> bool:
    for task in huey.read_schedule():
        huey.enqueue(task)
    task = huey.dequeue()
    if task is not None:
        huey.execute(task)
    return task is not None


@_with_app
def _deliver_waiting() -> bool:
    """Mail that an earlier try left, or whose task was lost; whether some still waits."""
    from portal.core import mail

    mail.deliver_waiting()
    return mail.waiting() > 0
