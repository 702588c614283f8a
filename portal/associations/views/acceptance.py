"""Taking up an invitation, with an account or without one, and what to do when it is over."""

from flask import flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.associations import policy
from portal.associations.actions import invitations as actions
from portal.associations.forms.invitations import AcceptanceForm, AgainForm, CodeForm, FinishForm
from portal.associations.queries import invitations as queries
from portal.associations.views import bp
from portal.core import codes, hx, i18n, replay
from portal.core.db import db
from portal.core.forms import Form
from portal.core.guard import limiter

# Codes are short: who guesses is stopped, whether by the form or by the address.
_guessing = limiter.shared_limit(
    "20 per hour", scope="invitations", deduct_when=lambda response: response.status_code == 404
)
_asking = limiter.shared_limit(
    "20 per hour", scope="accounts", deduct_when=lambda response: response.status_code == 409
)


@bp.get("/code")
def enter_code():
    return hx.answer("associations/code.html", form=CodeForm(formdata=None))


@bp.post("/code")
@_guessing
def read_code():
    form = CodeForm()
    if not form.validate_on_submit():
        return hx.answer("associations/code.html", form=form, status=422)
    code = codes.read_code(form.code.data)
    if queries.find_by_secret(code) is None:
        form.refuse("code", _("We know no invitation with this code. Check each letter."))
        return hx.answer("associations/code.html", form=form, status=404)
    return hx.done(url_for(".show_invitation", token=code))


@bp.get("/invitation/<token>")
@_guessing
def show_invitation(token):
    invitation = queries.find_by_secret(token)
    if invitation is None or not policy.may_accept(invitation):
        return _closed(invitation, token)
    form = AcceptanceForm(formdata=None, name=invitation.name, email=invitation.email)
    return _page(invitation, token, Form() if current_user.is_authenticated else form)


@bp.post("/invitation/<token>")
@_guessing
@_asking
def accept_invitation(token):
    invitation = queries.find_by_secret(token, locks=True)
    if invitation is None:
        return _closed(None, token)
    if current_user.is_authenticated:
        return _accept_as_me(invitation, token)
    form = AcceptanceForm()
    if not form.validate_on_submit():
        return _page(invitation, token, form, status=422)

    try:
        secret = actions.open_account(
            invitation, form.name.data, email=form.email.data, phone=form.phone.data,
            language=i18n.language(),
        )  # fmt: skip
    except actions.Closed:
        return _closed(invitation, token)
    except actions.AccountExists:
        return _page(invitation, token, form, status=409, has_account=True)
    return _to_password(secret)


@bp.post("/invitation/<token>/completion")
@_guessing
@_asking
def finish_account(token):
    """Whose line broke between accepting and choosing a password goes on from here."""
    invitation = queries.find_by_secret(token, locks=True)
    form = FinishForm()
    if invitation is None or not form.validate_on_submit():
        return _closed(invitation, token, finish=form, status=422)
    who = form.person.data
    email, phone = (who, "") if "@" in who else ("", who)
    member = queries.find_unfinished(invitation, email, phone)
    if member is None:
        form.refuse("person", _("No account waits for its password with this. Try to sign in."))
        return _closed(invitation, token, finish=form, status=409)
    return _to_password(actions.ticket_for(member, invitation))


@bp.post("/invitation/<token>/renewal")
@_guessing
@limiter.limit("10 per hour")
def ask_for_invitation(token):
    invitation = queries.find_by_secret(token, locks=True)
    form = AgainForm()
    if invitation is None or not form.validate_on_submit():
        return _closed(invitation, token, again=form, status=422)

    actions.ask_again(invitation, form.who.data)
    then = replay.leads_to(url_for(".show_invitation", token=token))
    db.session.commit()

    flash(_("Your request is on its way to the association."), "good")
    return hx.done(then)


def _accept_as_me(invitation, token):
    if not Form().validate_on_submit():
        return _page(invitation, token, Form(formdata=None), status=422)
    try:
        mandate = actions.accept(invitation, current_user)
    except actions.Closed:
        return _closed(invitation, token)
    then = replay.leads_to(url_for(".show", association_id=invitation.association_id))
    db.session.commit()

    name = invitation.association.name
    flash(
        _("Welcome to %(association)s.", association=name)
        if mandate
        else _("You are in %(association)s already.", association=name),
        "good",
    )
    return hx.done(then)


def _to_password(secret):
    then = replay.leads_to(url_for("members.new_password", token=secret))
    db.session.commit()
    return hx.done(then)


def _page(invitation, token, form, *, status=200, has_account=False):
    return hx.answer(
        "associations/accept.html", status=status, invitation=invitation, token=token, form=form,
        association=invitation.association, has_account=has_account,
    )  # fmt: skip


def _closed(invitation, token, *, again=None, finish=None, status=410):
    """Why it cannot be used, in its own words, and what can be done now."""
    if invitation is None:
        return hx.answer("associations/no_invitation.html", status=404)
    state = "revoked" if invitation.association.suspended_at else invitation.state
    return hx.answer(
        "associations/closed_invitation.html", status=status, invitation=invitation, token=token,
        state=state, association=invitation.association,
        again=again or AgainForm(formdata=None, who=_known(invitation)),
        finish=finish or FinishForm(formdata=None),
    )  # fmt: skip


def _known(invitation):
    return " · ".join(text for text in (invitation.name, invitation.email) if text)
