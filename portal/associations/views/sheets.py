"""The associations' sheets: the list, one, writing it, saying that it is still exact."""

from flask import flash, g, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.associations import policy, terms
from portal.associations.forms.sheets import SECTIONS, SheetForm, differences
from portal.associations.models.association import CONTACTS
from portal.associations.queries import mandates, sheets
from portal.associations.views import bp
from portal.core import hx, pages, replay
from portal.core.db import db
from portal.core.forms import Form
from portal.core.guard import allow, found_or_404

pages.add_place("associations.index", "book", "Directory", is_open=policy.may_browse, order=20)
pages.add_place(
    "associations.mine", "people", "My association", is_open=mandates.has_mandate, order=30
)


@bp.get("/associations")
def index():
    allow(policy.may_browse(current_user))
    place = request.args.get("place", "")
    domain = request.args.get("domain", "")
    place = place if place in terms.territories() else ""
    domain = domain if domain in terms.terms("domains") else ""
    return hx.answer(
        "associations/index.html", place=place, domain=domain,
        listed=sheets.associations_for(current_user, place, domain, request.args.get("after")),
        count=sheets.count_for(current_user, place, domain), counted=sheets.COUNTED,
        places_to_choose=terms.place_choices(), domains=terms.choices("domains"),
        regions=[t for t in terms.territories().values() if t.kind == "region"],
    )  # fmt: skip


@bp.get("/associations/<int:association_id>")
def show(association_id):
    association = found_or_404(sheets.find_association(current_user, association_id))
    g.place = _place_of(association)
    return hx.answer("associations/show.html", **_shown(association))


@bp.get("/associations/mine")
def mine():
    association = mandates.acting_for(current_user, session.get("acting"))
    if association is None:
        return redirect(url_for(".index"))
    return redirect(url_for(".show", association_id=association.id))


@bp.get("/associations/acting")
def choose_acting():
    g.place = "associations.mine"
    return hx.answer(
        "associations/choose_acting.html", own=mandates.associations_of(current_user),
        acting=mandates.acting_for(current_user, session.get("acting")), form=Form(),
    )  # fmt: skip


@bp.post("/associations/<int:association_id>/acting")
def act_for(association_id):
    association = found_or_404(sheets.find_association(current_user, association_id))
    allow(policy.may_act_for(current_user, association))

    session["acting"] = association.id
    then = replay.leads_to(url_for(".show", association_id=association.id))
    db.session.commit()

    flash(_("You now act for %(association)s.", association=association.name), "good")
    return hx.done(then)


@bp.get("/associations/<int:association_id>/edit")
def edit(association_id):
    association = found_or_404(sheets.find_association(current_user, association_id))
    allow(policy.may_edit(current_user, association))
    return _edit_page(association, SheetForm.of(association, formdata=None))


@bp.post("/associations/<int:association_id>/edit")
def update(association_id):
    association = found_or_404(sheets.lock_association(current_user, association_id))
    allow(policy.may_edit(current_user, association))

    form = SheetForm.of(association)
    theirs = SheetForm.of(association, formdata=None)
    form.keep_theirs(theirs, request.form.getlist("theirs"))
    if not form.validate_on_submit():
        return _edit_page(association, form, status=422)
    if form.version.data != association.version:
        return _conflict(association, form, theirs)

    association.change(form.values(), current_user)
    then = replay.leads_to(url_for(".show", association_id=association.id))
    db.session.commit()

    flash(_("The sheet is saved."), "good")
    return hx.done(then)


@bp.post("/associations/<int:association_id>/confirmation")
def confirm(association_id):
    association = found_or_404(sheets.lock_association(current_user, association_id))
    allow(policy.may_confirm(current_user, association))

    association.confirm()
    then = replay.leads_to(url_for(".show", association_id=association.id))
    db.session.commit()

    return hx.done(
        then, "associations/_confirmation.html", association=association, form=Form(), is_new=True
    )


def _shown(association):
    sees = [c for c in CONTACTS if policy.may_see_contact(current_user, association, c)]
    sees_people = policy.may_see_people(current_user, association)
    return {
        "association": association,
        "contacts": [(c, getattr(association, c)) for c in sees if getattr(association, c)],
        "people": mandates.current_people(association) if sees_people else [],
        "form": Form(),
        "is_new": False,
    }


def _place_of(association):
    """The entry of the bar: one's own association, or the directory."""
    is_own = policy.holds(current_user, association)
    return "associations.mine" if is_own else "associations.index"


def _edit_page(association, form, status=200):
    g.place = _place_of(association)
    form.version.data = form.version.data or association.version
    return hx.answer(
        "associations/edit.html", status=status, association=association, form=form,
        sections=SECTIONS, localities=sheets.localities_in(current_user, association.province),
    )  # fmt: skip


def _conflict(association, form, theirs):
    """Both texts of each field that differs; mine can be sent again over the new version."""
    return hx.answer(
        "associations/conflict.html", status=409, association=association,
        differences=differences(theirs, form), again=Form(formdata=None),
        sent=[(n, v) for n, v in request.form.items(multi=True) if n in form.sent_again()],
    )  # fmt: skip
