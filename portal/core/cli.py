"""The `flask` commands that belong to no room."""

import shutil
import sys
from email import message_from_bytes
from email.policy import default as modern
from pathlib import Path

import click
from flask import current_app
from flask_migrate import upgrade

from portal.core import clock, db as database, jobs, mail
from portal.core.db import db


def init_app(app) -> None:
    for command in (init, doctor, kept_mail, tasks, daily):
        app.cli.add_command(command)


@click.command("init")
def init() -> None:
    """Make or bring up to date the database."""
    refuse_unreachable()
    upgrade(directory=str(Path(current_app.root_path).parent / "migrations"))
    click.echo("The database is ready.")


def refuse_unreachable() -> None:
    """Leave with one line and code 1 when the database does not answer."""
    reason = database.reaches(db.engine)
    if reason:
        click.echo(f"DATABASE_URL: the database does not answer: {reason}", err=True)
        sys.exit(1)


@click.command("mail")
@click.argument("number", required=False, type=int)
def kept_mail(number: int | None) -> None:
    """List the mails kept in the folder, or print one."""
    files = sorted(mail.folder().glob("*.eml"))
    for place, file in enumerate(files, 1):
        message = message_from_bytes(file.read_bytes(), policy=modern)
        if number is None:
            click.echo(f"{place:4}  {message['To']}  {message['Subject']}")
        elif number == place:
            click.echo(message.get_body(("plain",)).get_content())
    if not files:
        click.echo("No mail is kept.")


@click.command("tasks")
def tasks() -> None:
    """Run the tasks (mail, reminders); `bin/serve` starts this beside the server."""
    jobs.consume()


@click.command("daily")
def daily() -> None:
    """Run the daily tasks now."""
    click.echo("\n".join(jobs.run_daily()) or "There is no daily task.")


@click.command("doctor")
def doctor() -> None:
    """Check the clock, database, disk, mail, search index and translations; 1 if one is wrong."""
    wrong = 0
    for name, check in current_app.extensions["checks"].items():
        problem = check()
        wrong += bool(problem)
        click.echo(f"{'WRONG' if problem else 'ok':6}{name}{': ' + problem if problem else ''}")
    sys.exit(1 if wrong else 0)


def _check_clock() -> str:
    return "" if clock.is_right() else "the zone data does not know Morocco's rule of 2026"


def _check_database() -> str:
    return database.reaches(db.engine)


def _check_disk() -> str:
    free = shutil.disk_usage(current_app.config["INSTANCE_PATH"]).free
    return "" if free > 200 * 2**20 else f"only {free // 2**20} MiB are free"


def _check_mail() -> str:
    if mail.is_kept_in_folder():
        return ""
    try:
        with mail.connect(current_app.config["SMTP_URL"]) as server:
            server.noop()
    except OSError as error:
        return f"the server does not answer: {error}"
    return ""


def _check_translations() -> str:
    folder = Path(current_app.root_path) / "translations"
    missing = [
        language
        for language in ("fr", "ar")
        if not (folder / language / "LC_MESSAGES" / "messages.mo").exists()
    ]
    return f"not compiled: {', '.join(missing)}" if missing else ""


CHECKS = {
    "clock": _check_clock,
    "database": _check_database,
    "disk": _check_disk,
    "mail": _check_mail,
    "translations": _check_translations,
}
