"""On a line that drops, nothing typed is lost and nothing is sent twice."""

import re
import sqlite3
from pathlib import Path

import pytest

LONG = "Nous accompagnons 35 jeunes du quartier, deux soirs par semaine."


@pytest.fixture
def requests_named(environment):
    """How many requests to join bear that name."""

    def count(name):
        with sqlite3.connect(Path(environment["INSTANCE_PATH"]) / "portal.sqlite3") as database:
            query = "SELECT count(*) FROM application WHERE name_fr = ?"
            return database.execute(query, [name]).fetchone()[0]

    return count


def begin(page, name):
    page.goto("/join")
    page.fill("[name=name_fr]", name)
    page.select_option("[name=domain]", "health")
    page.select_option("[name=province]", "MA-SET")
    page.locator("[name=members_size][value=lt20]").check(force=True)


def send(page):
    page.locator("main form[method=post] button[type=submit]").last.click()


def test_what_was_typed_is_there_after_the_tab_was_closed(open_page):
    page = open_page()
    begin(page, "Tab fermé")
    page.wait_for_timeout(600)

    again = page.context.new_page()
    page.close()
    again.goto("/join")

    assert again.input_value("[name=name_fr]") == "Tab fermé"
    assert again.input_value("[name=province]") == "MA-SET"
    assert again.locator("[name=members_size][value=lt20]").is_checked()
    assert again.locator("draft-keeper .saved").is_visible()


def test_a_form_sent_while_the_line_is_cut_is_sent_once_when_it_is_back(open_page, requests_named):
    page = open_page()
    begin(page, "Ligne coupée")
    page.context.set_offline(True)
    send(page)
    page.wait_for_timeout(500)
    page.context.set_offline(False)

    page.goto("/join")
    assert page.input_value("[name=name_fr]") == "Ligne coupée"
    send(page)
    page.wait_for_url(re.compile("/steps/2"))

    assert requests_named("Ligne coupée") == 1


def test_a_lost_answer_makes_no_second_request(open_page, requests_named):
    page = open_page()
    begin(page, "Réponse perdue")

    def lose_the_answer(route):
        route.fetch(max_redirects=0)
        route.abort("connectionreset")

    page.route("**/join", lose_the_answer, times=1)
    send(page)
    page.wait_for_timeout(800)
    assert requests_named("Réponse perdue") == 1

    page.goto("/join")
    assert page.input_value("[name=name_fr]") == "Réponse perdue"
    send(page)
    page.wait_for_url(re.compile("/steps/2"))

    assert requests_named("Réponse perdue") == 1
    assert page.locator("main .banner--good, .banner--good:visible").count() >= 1


def test_the_copy_goes_once_the_portal_has_taken_the_form(open_page):
    page = open_page()
    begin(page, "Prise")
    page.wait_for_timeout(600)
    send(page)
    page.wait_for_url(re.compile("/steps/2"))

    page.goto("/join")

    assert page.input_value("[name=name_fr]") == ""


def test_the_line_is_said_to_be_cut_and_to_be_back(open_page):
    page = open_page()
    page.goto("/join")
    page.context.set_offline(True)
    page.locator("[data-line=offline]").wait_for(state="visible")

    page.context.set_offline(False)
    page.locator("[data-line=back]").wait_for(state="visible")

    assert page.locator("[data-line=offline]").is_hidden()


def test_a_second_tap_while_sending_does_nothing(open_page, requests_named):
    page = open_page()
    begin(page, "Deux fois")
    page.locator("main form[method=post] button[type=submit]").last.dblclick(no_wait_after=True)
    page.wait_for_url(re.compile("/steps/2"))

    assert requests_named("Deux fois") == 1


def test_an_ended_session_keeps_the_text_and_sends_it_after_signing_in(open_page):
    page = open_page()
    page.goto("/sign-in")
    page.fill("[name=identifier]", "samira@exemple.ma")
    page.fill("[name=password]", "atlas-olivier-2026")
    send(page)
    page.wait_for_url(re.compile(r"/$"))
    page.goto("/me/edit")
    page.fill("[name=about]", LONG)
    page.context.clear_cookies(name="s")
    send(page)
    page.wait_for_load_state()
    assert page.get_by_text(LONG).count() + page.locator(f"[value='{LONG}']").count() >= 1

    send(page)
    page.fill("[name=identifier]", "samira@exemple.ma")
    page.fill("[name=password]", "atlas-olivier-2026")
    send(page)
    page.wait_for_load_state()
    send(page)
    page.wait_for_url(re.compile("/me$"))

    assert page.get_by_text(LONG).count() == 1


def test_two_tabs_of_one_page_are_two_forms(open_page):
    page = open_page()
    page.goto("/sign-in")
    other = page.context.new_page()
    page.goto("/help")
    page.goto("/join/status")
    page.goto("/join")
    other.goto("/join")
    ids = [tab.input_value("main [name=submission_id]") for tab in (page, other)]

    assert len(set(ids)) == 2
