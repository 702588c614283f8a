"""Profiles: one's own and others', editing one's own, the code that a coordinator hands over."""

from flask import flash, make_response, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.core import codes, hx, i18n, links, replay
from portal.core.db import db
from portal.core.forms import Form
from portal.core.guard import allow, found_or_404
from portal.core.qr import drawn
from portal.members import actions, policy, queries
from portal.members.forms import ProfileForm
from portal.members.models import PROFILE
from portal.members.views import bp

_PLAIN = ("name", "job", "about", "languages", "is_open_to_connections", "is_listed", "language")


@bp.get("/me")
def profile():
    return _page(queries.find_member(current_user, current_user.id))


@bp.get("/members/<int:member_id>")
def show(member_id):
    return _page(found_or_404(queries.find_member(current_user, member_id)))


@bp.get("/me/edit")
def edit():
    return hx.answer("members/edit.html", form=_filled(current_user))


@bp.post("/me/edit")
def update():
    form = ProfileForm()
    if not form.validate_on_submit():
        return hx.answer("members/edit.html", form=form, status=422)
    member = queries.locked(current_user.id)
    if member.version != form.version.data:
        return _conflict(member, form)

    values = {name: form[name].data for name in _PLAIN} | {"visibility": form.visibility}
    member.edit_profile(actions.skills_named(form.skills.data), values)
    then = replay.leads_to(url_for(".profile"))
    db.session.commit()

    i18n.forget_language()
    flash(_("Your profile is saved."), "good")
    return _keep_language(hx.done(then), member.language)


@bp.post("/members/<int:member_id>/activation")
def hand_over_code(member_id):
    member = found_or_404(queries.find_member(current_user, member_id))
    allow(policy.may_hand_over_code(current_user, member))

    code = actions.hand_over_code(member, current_user)
    replay.leads_to(url_for(".show", member_id=member.id))
    db.session.commit()

    address = links.outside("members.activation")
    response = hx.answer(
        "members/activation_code.html", member=member, code=codes.spaced(code), address=address,
        picture=drawn(f"{address}?code={code}"),
    )  # fmt: skip
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(member):
    return hx.answer(
        "members/show.html", member=member, is_me=member.id == current_user.id, form=Form(),
        seen=policy.fields_seen_by(current_user, member),
    )  # fmt: skip


def _filled(member, **more):
    """The form as the member stands now."""
    values = {name: getattr(member, name) for name in _PLAIN}
    values["language"] = member.language or i18n.language()
    values["skills"] = i18n.listed([skill.name for skill in member.skills])
    seen_by = {f"{field}_seen_by": member.visibility_of(field) for field in PROFILE}
    return ProfileForm(version=member.version, **values, **seen_by, **more)


def _conflict(member, form):
    """Two devices at once: both texts, and the form to send mine again over theirs."""
    theirs = _filled(member, formdata=None)
    differences = [
        (field.label.text, _words(theirs[field.name]), _words(field))
        for field in form
        if field.name not in ("version", "submission_id", "csrf_token")
        and _words(field) != _words(theirs[field.name])
    ]
    form.version.data, form.version.raw_data = member.version, None
    form.submission_id.data = theirs.submission_id.data
    return hx.answer("members/conflict.html", status=409, differences=differences, form=form)


def _words(field):
    """A field's value as its reader sees it."""
    chosen = field.data if isinstance(field.data, list) else [field.data]
    named = dict(field.choices) if getattr(field, "choices", None) else {}
    if field.type == "BooleanField":
        return _("Yes") if field.data else _("No")
    return i18n.listed([str(named.get(value, value or "")) for value in chosen])


def _keep_language(answer, language):
    response = make_response(answer)
    response.set_cookie(
        "lang", language, max_age=365 * 86400, samesite="Lax", httponly=True,
        secure=request.is_secure,
    )  # fmt: skip
    return response
