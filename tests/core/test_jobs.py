"""Tasks are done when they wait, and nobody keeps a process for them when none does."""

import os
import signal
import subprocess
import sys
import time

import pytest

from portal.core import jobs, mail, replay
from portal.core.db import db
from portal.core.settings import ROOT

WATCH = "import subprocess, sys; subprocess.Popen([sys.executable, sys.argv[1]]); input()"


@pytest.fixture
def soon(app, monkeypatch):
    """Work leaves after a moment without any."""
    monkeypatch.setattr(jobs, "_QUIET", 0.6)
    jobs.huey.flush()


@pytest.fixture
def letter(make):
    return make(
        mail.Mail(key="k", address="a@exemple.ma", language="fr", subject="S", text="T", html="H")
    )


def test_work_does_what_waits_and_leaves(soon, letter):
    jobs.deliver()

    jobs.work()

    db.session.refresh(letter)
    assert letter.sent_at is not None
    assert jobs.huey.pending_count() == 0


def test_work_finds_a_mail_whose_task_was_lost(soon, letter):
    jobs.work()

    db.session.refresh(letter)
    assert letter.sent_at is not None


def test_work_stays_while_a_mail_waits(soon, app, letter, monkeypatch):
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://127.0.0.1:1")
    monkeypatch.setattr(jobs, "_LONGEST", 1.0)
    began = time.monotonic()

    jobs.work()

    db.session.refresh(letter)
    assert letter.sent_at is None
    assert letter.tries == 1
    assert time.monotonic() - began >= 1.0


def test_a_broken_daily_task_keeps_no_other_from_running(soon, letter, monkeypatch):
    done = []
    monkeypatch.setattr(jobs, "_daily", [lambda: 1 / 0, lambda: done.append("the other")])

    jobs.work()

    assert done == ["the other"]


def test_each_day_old_receipts_go_and_old_mails_are_emptied(app, make, later):
    """A mail's key stays: the same news is not told twice. One that waits is left alone."""
    mails = [
        mail.Mail(key=key, address="a@exemple.ma", language="fr", subject="S", text="T", html="H")
        for key in ("sent", "waits")
    ]
    make(*mails, replay.Receipt(owner="visitor:1", submission_id="1", digest="d"))
    mails[0].next_try_at = None
    db.session.commit()
    jobs.run_daily()
    assert (mails[0].text, db.session.query(replay.Receipt).count()) == ("T", 1)

    later(days=31)
    jobs.run_daily()
    db.session.expire_all()

    assert [(m.key, m.address, m.text) for m in mails] == [
        ("sent", "", ""),
        ("waits", "a@exemple.ma", "T"),
    ]
    assert db.session.query(replay.Receipt).count() == 0


def test_the_watcher_leaves_with_the_one_who_started_it(tmp_path):
    starter = subprocess.Popen(
        [sys.executable, "-c", WATCH, str(ROOT / "bin/tasks")],
        stdin=subprocess.PIPE, start_new_session=True,
        env={**os.environ, "INSTANCE_PATH": str(tmp_path)},
    )  # fmt: skip
    time.sleep(0.5)
    starter.send_signal(signal.SIGKILL)
    starter.wait()

    assert _leaves_within(5, starter.pid)


def _leaves_within(seconds, group):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    os.killpg(group, signal.SIGKILL)
    return False
