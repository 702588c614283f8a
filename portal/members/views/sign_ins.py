"""Signing in, in one step or two, and out."""

from flask import current_app, g, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user, logout_user
from sqlalchemy.exc import SQLAlchemyError

from portal.core import hx, kept, replay
from portal.core.db import begin_write, db
from portal.core.guard import begin_sign_in as admit
from portal.core.guard import local_path
from portal.members import limits, passwords, queries, signing_in
from portal.members.forms import CodeForm, SignInForm
from portal.members.views import bp


@bp.get("/sign-in")
def sign_in():
    if current_user.is_authenticated:
        return redirect(_then())
    return _page(SignInForm())


@bp.post("/sign-in")
def begin_sign_in():
    form = SignInForm()
    if "identifier" not in request.form:
        return _page(SignInForm(formdata=None))  # led here with a text that is kept
    if not form.validate_on_submit():
        return _page(form, status=422)
    if wait := limits.take_try(queries.identifier(form.identifier.data)):
        return _refuse_for_now(form, wait)

    member = _find_by_password(form.identifier.data, form.password.data)
    if member is None:
        limits.count_failure()
        form.refuse("password", _("This e-mail or telephone and this password do not go together."))
        return _page(form, status=422)
    limits.forget_tries(queries.identifier(form.identifier.data))
    if not member.is_active:
        form.form_errors.append(_("This account is suspended. Please speak to a coordinator."))
        return _page(form, status=422)

    return _let_in(member, is_shared=form.is_shared.data)


@bp.get("/sign-in/code")
def code():
    return _code_page(CodeForm()) if signing_in.half() else redirect(url_for(".sign_in"))


@bp.post("/sign-in/code")
def check_code():
    if signing_in.half() is None:
        return _page(SignInForm(formdata=None), is_late=True)
    member_id, is_shared = signing_in.half()
    form = CodeForm()
    if not form.validate_on_submit():
        return _code_page(form, status=422)
    if wait := limits.take_try(str(member_id), "second step"):
        return _code_page(_with_wait(form, "code", wait), status=429)

    member = queries.locked(member_id)
    if not member.has_second_step or not member.accepts(form.code.data):
        limits.count_failure()
        form.refuse("code", _("This code is not right, or was used. Take the newest one."))
        return _code_page(form, status=422)
    limits.forget_tries(str(member_id), "second step")
    admit(member, is_shared=is_shared)
    db.session.commit()

    return _go_on()


@bp.post("/sign-out")
def sign_out():
    then = replay.leads_to(url_for("home.index"))
    if current_user.is_authenticated:
        signing_in.current_sign_in().end()
        db.session.commit()
        logout_user()
    session.clear()

    response = redirect(then, code=303)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@bp.after_app_request
def note_seen(response):
    """Once an hour, not at each page: reading pages must not become writing them."""
    sign_in = g.get("sign_in")
    if sign_in is None or g.get("writes", True) or not sign_in.is_long_unseen:
        return response
    try:
        begin_write()
        sign_in.see()
        db.session.commit()
        session.modified = session.permanent
    except SQLAlchemyError:
        db.session.rollback()
        current_app.logger.exception("a sign-in could not be noted as seen")
    return response


@bp.after_app_request
def leave_nothing_behind(response):
    """On a shared device the browser keeps no page: who comes next would go back to it."""
    if g.get("device_is_shared") and response.mimetype == "text/html":
        response.headers["Cache-Control"] = "no-store"
    return response


def _find_by_password(identifier, password):
    """The member whose password this is. The hashing holds no lock; what it found is read again."""
    member = queries.find_by_identifier(identifier)
    kept_hash, member_id = (member.password_hash, member.id) if member else (None, None)
    if not passwords.is_right(kept_hash, password):
        return None
    renewed = passwords.hashed(password) if passwords.is_outdated(kept_hash) else None
    begin_write()
    member = queries.locked(member_id)
    if member is None or member.password_hash != kept_hash:
        return None
    member.password_hash = renewed or kept_hash
    return member


def _let_in(member, *, is_shared):
    if member.has_second_step:
        signing_in.begin_half(member, is_shared=is_shared)
        db.session.commit()
        return _code_page(CodeForm(formdata=None))
    admit(member, is_shared=is_shared)
    db.session.commit()

    return _go_on()


def _go_on():
    """To the form whose text was kept, else to the page that asked for signing in."""
    return kept.finish() or redirect(_then(), code=303)


def _then():
    return local_path(request.values.get("next")) or url_for("home.index")


def _page(form, *, status=200, is_late=False):
    return hx.answer(
        "members/sign_in.html", status=status, form=form, carried=kept.carried(),
        next=local_path(request.values.get("next")), is_late=is_late,
    )  # fmt: skip


def _code_page(form, *, status=200):
    return hx.answer(
        "members/code.html", status=status, form=form, carried=kept.carried(),
        next=local_path(request.values.get("next")),
    )  # fmt: skip


def _refuse_for_now(form, wait):
    response = _page(_with_wait(form, "password", wait), status=429)
    response.headers["Retry-After"] = str(wait)
    return response


def _with_wait(form, field, wait):
    minutes = -(-wait // 60)
    form.refuse(
        field,
        ngettext(
            "Too many tries. Please try again in one minute.",
            "Too many tries. Please try again in %(num)s minutes.",
            minutes,
        ),
    )
    return form
