"""The database, SQLite or PostgreSQL, behind one session."""

import sqlite3
import threading
from datetime import UTC, datetime

from flask import g, has_app_context, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, Engine, MetaData, event, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

_NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=_NAMES)


db = SQLAlchemy(model_class=Base)


class UtcDateTime(TypeDecorator):
    """An aware time, kept in UTC on both databases (SQLite forgets the zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect):
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without its zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect):
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# SQLite has one writer. Greenlets of this process queue here, where waiting lets the others run;
# SQLite's own busy timeout, which stops the whole process, is left to meet other processes.
_writer = threading.Lock()
PATIENCE = 30  # seconds
_writing: set[Connection] = set()


def begin_write() -> None:
    """From here on this request writes: a transaction that only read is ended first.

    A form's request writes from its beginning; one that has slow work before it writes (hashing
    a password) calls `read_first`, does the work, and then this.
    """
    db.session.rollback()
    g.writes = True


def read_first() -> None:
    """Give the write lock back, if it is held, until `begin_write`."""
    db.session.rollback()
    g.writes = False


def init_app(app) -> None:
    url = app.config["DATABASE_URL"]
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = _engine_options(url)
    db.init_app(app)
    app.before_request(_note_writes)


def _engine_options(url: str) -> dict:
    """Without the values of a statement in its errors: they end in logs, and are people's."""
    if url.startswith("sqlite"):
        return {
            "hide_parameters": True,
            "connect_args": {"timeout": 10, "check_same_thread": False},
        }
    return {
        "hide_parameters": True,
        "pool_size": 10, "max_overflow": 10, "pool_pre_ping": True, "pool_recycle": 1800,
        "connect_args": {"connect_timeout": 10},
    }  # fmt: skip


def _note_writes() -> None:
    g.writes = request.method not in ("GET", "HEAD", "OPTIONS")


def reaches(engine: Engine) -> str:
    """An empty text if the database answers, else one line that says why not."""
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except OperationalError as error:
        return str(error.orig).strip().splitlines()[0]
    return ""


def is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection, _record) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "cache_size=-16000",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    if not _is_writing():
        connection.exec_driver_sql("BEGIN")
        return
    if not _writer.acquire(timeout=PATIENCE):
        late = TimeoutError("another write did not end in time")
        raise OperationalError("BEGIN IMMEDIATE", None, late)
    _writing.add(connection)
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except BaseException:
        _end(connection)
        raise


@event.listens_for(Engine, "commit")
@event.listens_for(Engine, "rollback")
def _end(connection) -> None:
    if connection in _writing:
        _writing.remove(connection)
        _writer.release()


def _is_writing() -> bool:
    return g.get("writes", True) if has_app_context() else True
