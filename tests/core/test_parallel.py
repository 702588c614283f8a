"""The same form ten times at the same instant, against the served portal: one act, ten equal
answers. What one sending does is measured first, in another world; ten must do no more."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from portal.associations.models import Application, Association, Mandate
from portal.core.db import db
from tests.core.acts import ACTS, ASSOCIATION, PASSWORD, world
from tests.running import at_once

pytestmark = pytest.mark.slow


def totals(served) -> dict:
    """How many rows each table has, and how often its rows were changed."""
    with served.rows() as session:
        found = {t.name: session.scalar(select(func.count()).select_from(t)) for t in _tables()}
        for table in (t for t in _tables() if "version" in t.c):
            found[f"{table.name}.version"] = session.scalar(select(func.sum(table.c.version))) or 0
    return found


def _tables():
    return db.metadata.sorted_tables


def prepared(served, act) -> tuple:
    """In a new world: the visitor with the form's page open, the path and the form."""
    with served.rows() as session:
        path, fields, *who = act(world(session))
        visitor = served.visitor()
        if who:
            visitor.sign_in(who[0].email, PASSWORD)
    token = visitor.token("/me/edit" if who else "/join")
    return visitor, path, {"csrf_token": token, "submission_id": str(uuid4()), **fields}


def sent(served, times: int, visitor, path: str, form: dict) -> SimpleNamespace:
    before = totals(served)
    answers = at_once(lambda _: visitor.post(path, form), range(times))
    after = totals(served)
    return SimpleNamespace(
        answers=answers, change={n: after[n] - before[n] for n in after if after[n] != before[n]}
    )


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_ten_at_once_are_one(served, act):
    first, second = prepared(served, act), prepared(served, act)
    one, ten = sent(served, 1, *first), sent(served, 10, *second)

    assert [a.status for a in one.answers] == [303], one.answers[0].text
    assert {a.status for a in ten.answers} == {303}
    assert len({a.location for a in ten.answers}) == 1
    assert ten.change == one.change
    assert ten.change["receipt"] == 1


def test_ten_different_forms_at_once_are_ten(served):
    visitor = served.visitor()
    token = visitor.token("/join")

    def apply(_):
        form = {**ASSOCIATION, "csrf_token": token, "submission_id": str(uuid4())}
        return visitor.post("/join", form)

    answers = at_once(apply, range(10))

    assert {a.status for a in answers} == {303}
    assert len({a.location for a in answers}) == 10


def test_two_reviewers_at_the_same_instant_decide_once(served):
    """Five admit, five refuse: one is heard, the others read what was decided."""
    with served.rows() as session:
        w = world(session)
        version, number, email = w.sent.version, w.sent.id, w.coordinator.email
    reviewer = served.visitor()
    reviewer.sign_in(email, PASSWORD)
    token = reviewer.token("/me/edit")
    before = totals(served)
    refusal = {"reason": "outside_scope", "text": "Non."}

    def decide(turn):
        act, words = ("acceptance", {}) if turn % 2 else ("refusal", refusal)
        form = {"csrf_token": token, "submission_id": str(uuid4()), "version": version, **words}
        return reviewer.post(f"/applications/{number}/{act}", form)

    statuses = sorted(answer.status for answer in at_once(decide, range(10)))

    after = totals(served)
    assert statuses == [303] + [409] * 9
    assert after["receipt"] - before["receipt"] == 1
    with served.rows() as session:
        application = session.get(Application, number)
        is_in = application.state == "accepted"
        assert application.state in ("accepted", "refused")
        assert (application.association_id is not None) is is_in
    assert after["association"] - before["association"] == is_in
    assert after["mandate"] - before["mandate"] == is_in


def test_an_invitation_for_nine_takes_nine_of_twelve(served):
    with served.rows() as session:
        w = world(session)
        secret, association = w.secret, w.amal.id

    def accept(number):
        guest = served.visitor()
        token = guest.token(f"/invitation/{secret}")
        form = {"name": "Zineb", "email": f"zineb-{w.number}-{number}@exemple.ma"}
        return guest.post(
            f"/invitation/{secret}",
            {"csrf_token": token, "submission_id": str(uuid4()), **form},
        )

    statuses = sorted(answer.status for answer in at_once(accept, range(12), 12))

    assert statuses == [303] * 9 + [410] * 3
    with served.rows() as session:
        mandates = session.query(Mandate).filter_by(association_id=association, role="volunteer")
        assert mandates.count() == 9
        assert session.get(Association, association)
