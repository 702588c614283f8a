"""Long work, by Huey: tasks in a file beside the database, run by a process of their own."""

import os
import threading
import time
from functools import wraps
from pathlib import Path

from flask import g
from huey import SqliteHuey, crontab

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
    """Run this once a day, in an application context; it may run twice and must not act twice."""
    _daily.append(function)
    return function


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


@huey.periodic_task(crontab(minute="*"))
@_with_app
def deliver_late() -> None:
    from portal.core import mail

    mail.deliver_waiting()


@huey.periodic_task(crontab(minute="15"))
@_with_app
def each_hour() -> None:
    """The daily tasks, hourly: each finds nothing left to do, and a machine that slept catches up."""
    run_daily()


def _wake(response):
    if g.pop("mail_waits", False) and _app.config["RUN_TASKS"]:
        try:
            deliver()
        except Exception:
            _app.logger.exception("a task could not be queued; the next minute does its work")
    return response


def consume() -> None:
    """Run the tasks until the process that started this one is gone."""
    consumer = huey.create_consumer(workers=1, worker_type="thread", check_worker_health=False)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    consumer.run()


def _leave_with_parent() -> None:
    parent = os.getppid()
    while os.getppid() == parent:
        time.sleep(2)
    os._exit(0)
