"""The `flask` commands about accounts."""

import sys

import click

from portal.core import codes, links, phones
from portal.core.cli import refuse_unreachable
from portal.core.db import db
from portal.members import actions, queries


def init_app(app) -> None:
    app.cli.add_command(create_coordinator)
    app.cli.add_command(forget_second_step)


@click.command("create-coordinator")
@click.option("--name", prompt="Name")
@click.option("--identifier", prompt="E-mail or telephone")
def create_coordinator(name: str, identifier: str) -> None:
    """Open a coordinator's account, or make a member coordinator; print the activation code."""
    refuse_unreachable()
    name, kept = name.strip(), queries.identifier(identifier)
    if not name or len(name) > 100:
        _refuse("Name: 1 to 100 characters.")
    if not _is_address(kept):
        _refuse(f"{identifier}: neither an e-mail nor a telephone number.")

    member = queries.find_by_identifier(kept) or _open(name, kept)
    member.role = "coordinator"
    _ticket, code = actions.new_ticket(member, "activation")
    db.session.commit()

    address = links.outside("members.activation")
    click.echo(f"{member.name} is a coordinator. Activation code, good for 14 days, once:")
    click.echo(f"  {codes.spaced(code)}   at {address}")


@click.command("forget-second-step")
@click.argument("identifier")
def forget_second_step(identifier: str) -> None:
    """For who lost both telephone and recovery codes, once you know it is them."""
    refuse_unreachable()
    member = queries.find_by_identifier(identifier)
    if member is None:
        _refuse(f"{identifier}: no account.")
    member.turn_off_second_step()
    db.session.commit()
    click.echo(f"{member.name} signs in with the password alone.")


def _open(name: str, kept: str):
    way = {"email": kept} if "@" in kept else {"phone": kept}
    return actions.open_account(name, **way)


def _is_address(kept: str) -> bool:
    if "@" in kept:
        local, _at, host = kept.rpartition("@")
        return bool(local) and "." in host and not any(c.isspace() for c in kept)
    try:
        return phones.to_e164(kept) == kept
    except phones.NotAPhone:
        return False


def _refuse(reason: str) -> None:
    click.echo(reason, err=True)
    sys.exit(1)
