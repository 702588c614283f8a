"""One key for each name, however it is spelt (the pairs of the product's own list)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.core.folding import fold


@pytest.mark.parametrize(
    "one, other",
    [
        ("اسفي", "آسفي"),
        ("مراكش", "مَرَّاكُش"),
        ("education", "Éducation"),
        ("ain sebaa", "Aïn Sebaâ"),
        ("الدورى", "الدوري"),
        ("مزرعه", "مزرعة"),
        ("اياب", "ايـــاب"),
        ("Jean-Pierre", "jean pierre"),
        ("الامل", "الأمل"),
        ("٢٠٢٦", "2026"),
        ("ڭلميم", "كلميم"),
        ("مؤسسة", "موسسه"),
    ],
)
def test_both_spellings_have_one_key(one, other):
    assert fold(one) == fold(other)


def test_tifinagh_is_kept():
    assert fold("ⵜⴰⵎⵙⵎⵓⵏⵜ") == "ⵜⴰⵎⵙⵎⵓⵏⵜ"


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
