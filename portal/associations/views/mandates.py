"""Mandates: who does what in an association; given, changed, ended, handed over."""

from flask import flash, g, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.associations import policy
from portal.associations.actions import mandates as actions
from portal.associations.forms.mandates import ChangeForm, EndForm, HandOverForm, MandateForm
from portal.associations.queries import mandates as queries
from portal.associations.queries import sheets
from portal.associations.views import bp
from portal.core import hx, replay
from portal.core.db import db
from portal.core.guard import allow, found_or_404, limiter
from portal.members import queries as members


@bp.get("/associations/<int:association_id>/mandates")
def mandates(association_id):
    association = found_or_404(sheets.find_association(current_user, association_id))
    allow(policy.may_see_mandates(current_user, association))
    return _mandates_page(association, MandateForm(formdata=None))


@bp.post("/associations/<int:association_id>/mandates")
@limiter.limit("60 per hour", deduct_when=lambda response: response.status_code == 422)
def give_mandate(association_id):
    association = _managed(association_id)
    form = MandateForm()
    if not form.validate_on_submit():
        return _mandates_page(association, form, status=422)
    member = members.find_by_identifier(form.person.data)
    if member is None or not member.is_active:
        form.refuse("person", _("Nobody has an account with this. Invite them instead."))
        return _mandates_page(association, form, status=422)

    try:
        actions.give_mandate(
            association, member, form.role.data, by=current_user, title=form.title.data,
            starts_on=form.starts_on.data, ends_on=form.ends_on.data,
        )  # fmt: skip
    except actions.Overlap:
        form.refuse("role", _("%(name)s has this role already.", name=member.name))
        return _mandates_page(association, form, status=422)
    then = replay.leads_to(url_for(".mandates", association_id=association.id))
    db.session.commit()

    flash(_("The mandate of %(name)s is given.", name=member.name), "good")
    return hx.done(then)


@bp.get("/associations/<int:association_id>/mandates/<int:mandate_id>")
def show_mandate(association_id, mandate_id):
    association = found_or_404(sheets.find_association(current_user, association_id))
    mandate = _mandate(association, mandate_id)
    return _mandate_page(mandate)


@bp.post("/associations/<int:association_id>/mandates/<int:mandate_id>")
def change_mandate(association_id, mandate_id):
    mandate = _mandate(_locked(association_id), mandate_id)
    allow(policy.may_change(current_user, mandate))

    form = ChangeForm()
    if not form.validate_on_submit():
        return _mandate_page(mandate, change=form, status=422)
    try:
        actions.change_mandate(
            mandate, by=current_user, role=form.role.data, title=form.title.data,
            ends_on=form.ends_on.data,
        )  # fmt: skip
    except actions.LastFocalPoint:
        return _mandate_page(mandate, change=form, status=409, is_last=True)
    except actions.Overlap:
        form.refuse("role", _("%(name)s has this role already.", name=mandate.member.name))
        return _mandate_page(mandate, change=form, status=422)
    then = replay.leads_to(url_for(".mandates", association_id=association_id))
    db.session.commit()

    flash(_("The mandate is changed."), "good")
    return hx.done(then)


@bp.post("/associations/<int:association_id>/mandates/<int:mandate_id>/ending")
def end_mandate(association_id, mandate_id):
    mandate = _mandate(_locked(association_id), mandate_id)
    form = EndForm()
    if not form.validate_on_submit():
        return _mandate_page(mandate, ending=form, status=422)

    try:
        actions.end_mandate(mandate, by=current_user, note=form.why.data)
    except actions.LastFocalPoint:
        return _mandate_page(mandate, status=409, is_last=True)
    then = replay.leads_to(_after(mandate))
    db.session.commit()

    flash(_("The mandate has ended."), "good")
    return hx.done(then)


@bp.post("/associations/<int:association_id>/mandates/<int:mandate_id>/handover")
def hand_over(association_id, mandate_id):
    mandate = _mandate(_locked(association_id), mandate_id)
    allow(policy.may_hand_over(current_user, mandate))
    form = _hand_over_form(mandate)
    if not form.validate_on_submit():
        return _mandate_page(mandate, handover=form, status=422)

    heir = next(m.member for m in _heirs(mandate) if str(m.member_id) == form.heir.data)
    actions.hand_over(mandate, heir, by=current_user, stays_as=form.role_kept, note=form.note.data)
    then = replay.leads_to(_after(mandate))
    db.session.commit()

    flash(_("%(name)s is the focal point now.", name=heir.name), "good")
    return hx.done(then)


def _locked(association_id):
    return found_or_404(sheets.lock_association(current_user, association_id))


def _managed(association_id):
    association = _locked(association_id)
    allow(policy.may_manage(current_user, association))
    return association


def _mandate(association, mandate_id):
    """The mandate, when the member may end or change it."""
    mandate = found_or_404(next((m for m in association.mandates if m.id == mandate_id), None))
    allow(policy.may_end(current_user, mandate))
    return mandate


def _after(mandate):
    """Whoever has just left sees the sheet, no longer the mandates."""
    may_see = policy.may_see_mandates(current_user, mandate.association)
    view = ".mandates" if may_see else ".show"
    return url_for(view, association_id=mandate.association_id)


def _heirs(mandate):
    """Those who may follow: the others with a mandate in force, each once."""
    others = {
        other.member_id: other
        for other in mandate.association.mandates
        if other.is_current and other.member.is_active and other.member_id != mandate.member_id
    }
    return list(others.values())


def _hand_over_form(mandate, **kwargs):
    heirs = [(other.member_id, other.member.name) for other in _heirs(mandate)]
    needs_proof = not policy.holds(current_user, mandate.association, "focal_point")
    return HandOverForm(heirs, needs_proof, **kwargs)


def _mandates_page(association, form, status=200):
    g.place = "associations.mine"
    return hx.answer(
        "associations/mandates.html", status=status, association=association, form=form,
        mandates=queries.mandates_for(current_user, association),
        history=queries.history_of(current_user, association),
    )  # fmt: skip


def _mandate_page(mandate, *, change=None, ending=None, handover=None, status=200, is_last=False):
    g.place = "associations.mine"
    return hx.answer(
        "associations/mandate.html", status=status, mandate=mandate,
        association=mandate.association, is_last=is_last,
        change=change or ChangeForm(obj=mandate, formdata=None),
        ending=ending or EndForm(formdata=None), heirs=_heirs(mandate),
        handover=handover or _hand_over_form(mandate, formdata=None),
    )  # fmt: skip
