"""A telephone number is read however it is written."""

import pytest

from portal.core import phones


@pytest.mark.parametrize(
    "written",
    [
        "0661-23-45-67",
        "06 61 23 45 67",
        "+212 661234567",
        "00212661234567",
        "661234567",
        "+212 (0) 661 23 45 67",
        "٠٦٦١٢٣٤٥٦٧",
        "۰۶۶۱۲۳۴۵۶۷",
        "‎0661.23.45.67",
    ],
)
def test_each_form_is_the_same_number(written):
    assert phones.to_e164(written) == "+212661234567"


def test_a_landline_is_taken():
    assert phones.to_e164("05 22 98 76 54") == "+212522987654"


@pytest.mark.parametrize("written, missing", [("06 61 23 45", 2), ("0661", 6)])
def test_missing_digits_are_counted(written, missing):
    with pytest.raises(phones.NotAPhone) as wrong:
        phones.to_e164(written)

    assert wrong.value.missing == missing


@pytest.mark.parametrize("written", ["", "allo", "06612345678901", "+212 0000", "amina@x.ma"])
def test_anything_else_is_refused(written):
    with pytest.raises(phones.NotAPhone):
        phones.to_e164(written)


@pytest.mark.parametrize(
    "text, is_one", [("06 61 23 45 67", True), ("٠٦٦١٢٣٤٥", True), ("amina@exemple.ma", False)]
)
def test_an_identifier_is_told_from_an_address(text, is_one):
    assert phones.looks_like_phone(text) is is_one
