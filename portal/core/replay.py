"""Each form is acted on once, however often it arrives: a repeat gets the first answer.

A form carries a `submission_id`. Before the view runs, a receipt with (owner, id) is added to the
view's own transaction; the view says where its act led with `leads_to` and commits both at once.
"""

import hashlib
import secrets
from datetime import timedelta
from urllib.parse import quote
from uuid import UUID

from flask import flash, g, has_request_context, redirect, request, session
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import UniqueConstraint, delete, event, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock, codes, hx, kept
from portal.core.db import UtcDateTime, begin_write, db

_KEPT = timedelta(days=30)
_NEVER_COMPARED = {"csrf_token", "submission_id"}


class Receipt(db.Model):
    """One form that was acted on: whose, which, what it held (hashed) and where it led."""

    __table_args__ = (UniqueConstraint("owner", "submission_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str]
    submission_id: Mapped[str]
    digest: Mapped[str]
    led_to: Mapped[str] = mapped_column(default="")
    created_at: Mapped[object] = mapped_column(UtcDateTime, default=clock.now, index=True)


def init_app(app) -> None:
    app.before_request(_answer_repeat)
    app.after_request(_renew_pages)


def leads_to(url: str) -> str:
    """Note, before the commit, the address that a repeat of this form is sent to."""
    if "receipt" in g:
        g.receipt.led_to = url
        g.acted = True
    return url


def forget() -> None:
    """Take away receipts that no browser will send again."""
    db.session.execute(delete(Receipt).where(Receipt.created_at < clock.now() - _KEPT))


def resume():
    """After slow work, for which `db.read_first` gave this form up: take it again.

    Returns the first answer when the form was acted on meanwhile, else None.
    """
    begin_write()
    return _answer_repeat()


def owner() -> str:
    """Whose form this is: the member, or the visitor whom a signed cookie tells apart."""
    if current_user.is_authenticated:
        return f"member:{current_user.id}"
    return f"visitor:{_visitor()}"


def _visitor() -> str:
    """Told apart by the signed cookie from the form's page on, which set the session's half of the
    CSRF token: ten first posts at once are one visitor's. (The tests switch that token off.)"""
    token = session.get("csrf_token") or session.setdefault("visitor", codes.new_token())
    return codes.digest(token)[:32]


def _answer_repeat():
    if request.method != "POST" or request.endpoint is None:
        return None
    submission_id = _submission_id()
    if submission_id is None:
        return None
    whose, digest = owner(), _digest()
    earlier = _find(whose, submission_id) or _claim(whose, submission_id, digest)
    return _first_answer(earlier, digest) if earlier else None


def _claim(whose: str, submission_id: str, digest: str) -> Receipt | None:
    """Add the receipt; when the same form is being acted on at this moment, wait and return that.

    The row's unique key makes the second of two at once wait for the first on PostgreSQL; on
    SQLite the write lock does.
    """
    g.receipt = Receipt(owner=whose, submission_id=submission_id, digest=digest)
    db.session.add(g.receipt)
    try:
        db.session.flush()
    except IntegrityError:
        db.session.rollback()
        g.pop("receipt")
        return _find(whose, submission_id)
    return None


@event.listens_for(db.session, "before_commit")
def _drop_what_led_nowhere(session) -> None:
    """A view that commits without `leads_to` has not done what the form asks: it may come again."""
    receipt = g.get("receipt") if has_request_context() else None
    if receipt is None or receipt.led_to or session.in_nested_transaction():
        return
    g.pop("receipt")
    if receipt in session:
        session.delete(receipt)


def _find(whose: str, submission_id: str) -> Receipt | None:
    return db.session.scalar(
        select(Receipt).where(Receipt.owner == whose, Receipt.submission_id == submission_id)
    )


def _submission_id() -> str | None:
    try:
        return str(UUID(request.form.get("submission_id", "")))
    except ValueError:
        return None


def _digest() -> str:
    kept = sorted(
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in _NEVER_COMPARED and "password" not in name
    )
    return hashlib.sha256(repr((request.path, kept)).encode()).hexdigest()


def _first_answer(earlier: Receipt, digest: str):
    g.acted = True
    if earlier.digest != digest:
        return kept.show("changed", led_to=earlier.led_to)
    flash(_("Already received: nothing was sent twice."), "good")
    if hx.wants_fragment():
        return "", 204, {"HX-Redirect": earlier.led_to}
    return redirect(earlier.led_to, code=303)


def _renew_pages(response):
    """After an act, pages that the browser keeps hold a used id: a new `w` makes them stale.

    `taken` tells the page's script which form's copy it may forget.
    """
    if g.get("acted"):
        flags = {"samesite": "Lax", "secure": request.is_secure}
        response.set_cookie("w", secrets.token_hex(4), max_age=30 * 86400, httponly=True, **flags)
        response.set_cookie("taken", quote(request.path, safe=""), max_age=20, **flags)
    return response
