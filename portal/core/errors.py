"""What the portal says when something cannot be done: in three languages, with nothing lost."""

from flask import current_app, make_response, render_template, request
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.orm.exc import StaleDataError

from portal.core import kept
from portal.core.db import db, read_first
from portal.core.guard import be_visitor

PLAIN = (403, 404, 410, 413)


def init_app(app) -> None:
    for code in PLAIN:
        app.register_error_handler(code, _plain)
    app.register_error_handler(405, lambda _error: _page(404))
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(RateLimitExceeded, _too_often)
    for failure in (OperationalError, InterfaceError, NoConnectionFree):
        app.register_error_handler(failure, _storage_fails)
    app.register_error_handler(StaleDataError, _came_second)
    app.register_error_handler(500, lambda _error: _broken())


def _plain(error):
    return _page(error.code)


def _page(code: int, **context):
    return make_response(render_template(f"errors/{code}.html", **context), code)


def _expired(_error):
    """The room's own door is asked first: who was signed out is led to sign in, the text beside."""
    doors = current_app.before_request_funcs.get(request.blueprint, [])
    return next(filter(None, (door() for door in doors)), None) or kept.show("expired")


def _too_often(error):
    wait = getattr(error.limit, "limit", None)
    if request.method == "POST" and request.endpoint != "members.sign_in":
        response = kept.show("busy", status=429)
    else:
        response = _page(429, wait=None)
    if wait is not None:
        response.headers["Retry-After"] = str(wait.get_expiry())
    return response


def _storage_fails(error):
    """A full disk or a database that went away: what was typed comes back, nothing is half kept."""
    current_app.logger.error("the database failed: %s", error)
    if request.method != "POST":
        db.session.rollback()
        return _broken(503)
    try:
        read_first()
        return kept.show("busy", status=503)
    except SQLAlchemyError:  # not even the member can be read: the page is a visitor's
        read_first()
        be_visitor()
        return kept.show("busy", status=503)


def _came_second(_error):
    """Two wrote one thing at the same instant: the second sends again, over what is new."""
    read_first()
    return kept.show("busy", status=409)


def _broken(status: int = 500):
    """Without the context processors: they ask the database who reads, and it may be what broke."""
    page = current_app.jinja_env.get_template("errors/500.html").render()
    return make_response(page, status)
