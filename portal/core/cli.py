"""The `flask` commands that belong to no room."""

import shutil
import sys
from email import message_from_bytes
from email.policy import default as modern
from pathlib import Path

import click
from flask import current_app

from portal.core import clock, jobs, mail
from portal.core import db as database
from portal.core.db import db


def init_app(app) -> None:
    if click.get_current_context(silent=True):
        _know_migrations(app)
    for command in (init, doctor, kept_mail, tasks, daily):
        app.cli.add_command(command)


def _know_migrations(app) -> None:
    """Only under a `flask` command: Alembic would cost each server process 12 MiB."""
    from flask_migrate import Migrate

    Migrate(app, db, directory=str(Path(app.root_path).parent / "migrations"))


@click.command("init")
@click.option(
    "--with-demo", is_flag=True, help="Also seed an empty database, and say how to sign in."
)
@click.pass_context
def init(context, with_demo: bool) -> None:
    """Make or bring up to date the database."""
    from flask_migrate import upgrade

    refuse_unreachable()
    upgrade()
    click.echo("The database is ready.")
    if with_demo and "seed" in current_app.cli.commands:
        context.invoke(current_app.cli.commands["seed"])


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
    """Do the tasks that wait (mail, reminders), then leave; the server starts this when needed."""
    jobs.work()


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
