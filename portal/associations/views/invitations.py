"""Inviting people into an association: by mail, by a link, by a code on paper."""

from flask import flash, g, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.associations import policy
from portal.associations.actions import invitations as actions
from portal.associations.forms.invitations import FORMS
from portal.associations.queries import invitations as queries
from portal.associations.queries import sheets
from portal.associations.views import bp
from portal.core import codes, hx, links, replay
from portal.core.db import db
from portal.core.forms import Form
from portal.core.guard import allow, found_or_404, limiter
from portal.core.qr import drawn

SHOWN = 5


def _inviter():
    """Strangers are written to in a member's name, wherever that member sits."""
    return f"member {current_user.id}"


@bp.get("/associations/<int:association_id>/invitations")
def invitations(association_id):
    association = _association(association_id)
    return hx.answer(
        "associations/invitations.html", association=association, form=Form(),
        invitations=queries.invitations_for(current_user, association),
    )  # fmt: skip


@bp.get("/associations/<int:association_id>/invitations/<any(mail, link, code):kind>")
def new_invitation(association_id, kind):
    association = _association(association_id)
    return _form_page(association, kind, FORMS[kind](formdata=None))


@bp.post("/associations/<int:association_id>/invitations/<any(mail, link, code):kind>")
@limiter.limit("60 per hour")
@limiter.limit("60 per day", key_func=_inviter)
def invite(association_id, kind):
    association = _association(association_id)
    form = FORMS[kind]()
    if not form.validate_on_submit():
        return _form_page(association, kind, form, status=422)

    given = {n: v for n, v in form.data.items() if n not in ("csrf_token", "submission_id")}
    invitation, secret = actions.invite(association, kind, by=current_user, **given)
    then = replay.leads_to(_address(invitation))
    db.session.commit()

    if kind == "mail":
        flash(_("The invitation is on its way to %(email)s.", email=invitation.email), "good")
    else:
        _keep_secret(invitation, secret)
    return hx.done(then)


@bp.get("/associations/<int:association_id>/invitations/<int:invitation_id>")
def invitation(association_id, invitation_id):
    association = _association(association_id)
    invitation = found_or_404(queries.find_invitation(current_user, association, invitation_id))
    secret = session.get("invitations", {}).get(str(invitation.id), "")
    address = actions.address_of(secret) if secret else ""
    response = hx.answer(
        "associations/invitation.html", association=association, invitation=invitation,
        form=Form(), address=address, code=codes.spaced(secret),
        code_page=links.outside("associations.enter_code"),
        picture=drawn(address) if secret and invitation.kind == "code" else "",
    )  # fmt: skip
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.post("/associations/<int:association_id>/invitations/<int:invitation_id>/revocation")
def revoke_invitation(association_id, invitation_id):
    association = _association(association_id)
    invitation = found_or_404(
        queries.find_invitation(current_user, association, invitation_id, locks=True)
    )

    invitation.revoke()
    then = replay.leads_to(url_for(".invitations", association_id=association.id))
    db.session.commit()

    flash(_("The invitation is revoked: nobody can use it any more."), "good")
    return hx.done(then)


def _association(association_id):
    association = found_or_404(sheets.find_association(current_user, association_id))
    allow(policy.may_invite(current_user, association))
    g.place = "associations.mine"
    return association


def _address(invitation):
    if invitation.kind == "mail":
        return url_for(".invitations", association_id=invitation.association_id)
    return url_for(
        ".invitation", association_id=invitation.association_id, invitation_id=invitation.id
    )


def _keep_secret(invitation, secret):
    """The database knows only a digest: this browser alone can show it again, until signed out."""
    kept = [*session.get("invitations", {}).items(), (str(invitation.id), secret)]
    session["invitations"] = dict(kept[-SHOWN:])


def _form_page(association, kind, form, status=200):
    return hx.answer(
        "associations/invite.html", status=status, association=association, kind=kind, form=form
    )
