"""A database of its own for each process that runs tests."""

import os
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy.engine import make_url


@contextmanager
def own_database(folder: Path, purpose: str = "tests"):
    """The address of a new, empty database; on PostgreSQL it is dropped afterwards."""
    server = os.environ.get("TEST_DATABASE_URL")
    if not server:
        yield f"sqlite:///{folder / purpose}.sqlite3"
        return
    url = make_url(server).set(drivername="postgresql")
    name = f"{purpose}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}_{os.getpid()}"
    _run(url, SQL("CREATE DATABASE {}").format(Identifier(name)))
    try:
        yield url.set(database=name).render_as_string(hide_password=False)
    finally:
        _run(url, SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


def _run(url, command) -> None:
    address = url.render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(command)
