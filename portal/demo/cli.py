"""`flask seed`: a network to look at, and to measure on."""

import click
from flask import current_app
from sqlalchemy import update

from portal.core.cli import refuse_unreachable
from portal.core.db import begin_write, db
from portal.core.mail import Mail
from portal.demo import network, volume
from portal.members import passwords


def init_app(app) -> None:
    app.cli.add_command(seed)


@click.command("seed")
@click.option("--many", type=int, help="Also add that many associations.")
def seed(many: int | None) -> None:
    """Fill an empty portal with the demonstration network, and say how to sign in."""
    refuse_unreachable()
    if not network.is_there():
        with current_app.test_request_context(base_url=current_app.config["PUBLIC_URL"]):
            password_hash = passwords.hashed(network.PASSWORD)
            begin_write()
            network.build(password_hash)
            db.session.execute(update(Mail).values(next_try_at=None))
            db.session.commit()
    if many:
        _fill(many)
    _say_sign_ins()


def _fill(many: int) -> None:
    with click.progressbar(length=many, label="Associations") as bar:
        before = 0
        for standing in volume.fill(many):
            db.session.commit()
            bar.update(standing - before)
            before = standing


def _say_sign_ins() -> None:
    address = current_app.config["PUBLIC_URL"]
    click.echo(f"\nSign in at {address}/sign-in with the password {network.PASSWORD} as:")
    for role, identifier in network.sign_ins():
        click.echo(f"  {identifier:26} {role}")
