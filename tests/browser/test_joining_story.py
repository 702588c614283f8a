"""The whole story, on a telephone in Arabic, with script and without."""

import re
import time
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

PASSWORD = "zaytoun-atlas-77"
DEMONSTRATION = "atlas-olivier-2026"


@pytest.fixture
def mailbox(environment):
    """`mailbox(address, words)`: waits for the mail to that address that holds the words."""
    folder = Path(environment["INSTANCE_PATH"]) / "mail"

    def find(address, words):
        end = time.monotonic() + 30
        while time.monotonic() < end:
            for text in _texts(folder, address):
                if words in text:
                    return text
            time.sleep(0.3)
        pytest.fail(f"no mail to {address} with {words}")

    return find


def _texts(folder, address):
    for file in sorted(folder.glob("*.eml")):
        message = message_from_bytes(file.read_bytes(), policy=default)
        if message["To"] == address:
            yield message.get_body(("plain",)).get_content()


def send(page):
    page.locator("main form[method=post] button[type=submit]").last.click()
    page.wait_for_load_state()


def sign_in(page, identifier, password):
    page.goto("/sign-in")
    page.fill("[name=identifier]", identifier)
    page.fill("[name=password]", password)
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/$"))


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without script"])
def test_an_association_applies_is_admitted_and_edits_its_sheet(open_page, mailbox, has_script):
    number = "1" if has_script else "2"
    address, name = f"naima{number}@exemple.ma", f"جمعية الضفة رقم {number}"
    applicant = open_page("ar", java_script_enabled=has_script)

    status_url = _apply(applicant, address, name)
    assert status_url.rsplit("/", 1)[1] in mailbox(address, "/join/")

    reviewer = open_page("fr", java_script_enabled=has_script)
    sign_in(reviewer, "coordination@exemple.ma", DEMONSTRATION)
    _ask_for_complement(reviewer, name)
    mailbox(address, "كم عدد المستفيدات؟")

    _complete(applicant, status_url)
    _admit(reviewer, name)

    link = re.search(r"http://\S+/password/new/\S+", mailbox(address, "/password/new/"))[0]
    _set_password(applicant, link)
    _sign_in_again(applicant, address)
    _edit_sheet(applicant, name)


def _apply(page, address, name):
    page.goto("/")
    assert page.get_attribute("html", "dir") == "rtl"
    page.locator("a[href='/join']").first.click()
    page.fill("[name=name_ar]", name)
    page.select_option("[name=domain]", "education")
    page.select_option("[name=province]", "MA-CAS-CHO")
    page.locator("[name=members_size][value='20-49']").check(force=True)
    send(page)
    page.fill("[name=contact_name]", "نعيمة")
    page.fill("[name=contact_role]", "الرئيسة")
    page.fill("[name=contact_email]", address)
    page.fill("[name=contact_phone]", "06 12 34")
    send(page)
    assert page.locator("#contact_phone-error").count() == 1
    assert page.input_value("[name=contact_name]") == "نعيمة"
    page.fill("[name=contact_phone]", "")
    send(page)
    page.fill("[name=motivation]", "نرافق شباب الحي ونبحث عن مكونين.")
    page.check("[name=charter]")
    send(page)
    assert page.locator("main .banner--good").count() == 1
    return page.url


def _ask_for_complement(page, name):
    page.goto("/applications")
    _open(page, name)
    page.locator("summary").first.click()
    page.locator("[name=fields][value=motivation]").check()
    page.fill("[name=question]", "كم عدد المستفيدات؟")
    page.locator("form[action$='/complement'] button[type=submit]").click()
    page.wait_for_load_state()


def _complete(page, status_url):
    page.goto(status_url)
    page.locator("a[href$='/complement']").click()
    assert page.locator("[name=contact_email]").count() == 0
    page.fill("[name=motivation]", "خمس وعشرون مستفيدة.")
    send(page)
    assert page.locator("main .banner--good").count() == 1


def _admit(page, name):
    page.goto("/applications")
    _open(page, name)
    assert page.get_by_text("خمس وعشرون مستفيدة.").count() == 1
    page.locator("form[action$='/acceptance'] button[type=submit]").click()
    page.wait_for_load_state()
    assert page.locator("main a[href^='/associations/']").count() >= 1


def _set_password(page, link):
    page.goto(link)
    page.fill("[name=password]", PASSWORD)
    send(page)
    page.goto("/me")
    assert page.get_by_text("نعيمة").count() >= 1


def _sign_in_again(page, address):
    page.locator("form[action='/sign-out'] button[type=submit]").click()
    page.wait_for_load_state()
    sign_in(page, address, PASSWORD)


def _edit_sheet(page, name):
    page.goto("/associations/mine")
    page.locator("a[href$='/edit']").first.click()
    _unfold(page, "locality")
    page.fill("[name=locality]", "سيدي معروف")
    _unfold(page, "summary")
    page.fill("[name=summary]", "دعم مدرسي لشباب الحي.")
    send(page)
    assert page.get_by_text("سيدي معروف").count() >= 1
    assert page.get_by_role("heading", name=name).count() == 1


def _unfold(page, field):
    section = page.locator(f"details:has([name={field}])")
    if section.get_attribute("open") is None:
        section.locator("summary").click()


def _open(page, name):
    page.locator("main a:visible", has_text=name).first.click()
    page.wait_for_load_state()
