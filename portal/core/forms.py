"""The form that every form is made from: replay-safe, its texts cleaned."""

import unicodedata
from uuid import uuid4

from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict
from wtforms import HiddenField, StringField, TelField, TextAreaField
from wtforms.validators import Length, StopValidation

from portal.core import phones

# Characters that turn the direction of what follows, or hide: a name must not carry them.
_UNSEEN = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200B, 0xFEFF, 0x61C])
# Sorting a heap of marks on one letter takes the square of their number: minutes for a megabyte.
_LONGEST_NORMALIZED = 10_000


def clean(text: str | None) -> str:
    """NFC, line ends as LF, without bidi control, zero-width and control characters, trimmed.

    A field that was not sent at all is an empty one. What no form takes for its length is left in
    whatever normal form it came.
    """
    text = (text or "").translate(_UNSEEN).replace("\r\n", "\n")
    if len(text) <= _LONGEST_NORMALIZED:
        text = unicodedata.normalize("NFC", text)
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc").strip()


def clean_line(text: str | None) -> str:
    """The same on one line: a name with line ends would write paragraphs into a mail."""
    return " ".join(clean(text).replace("\t", " ").splitlines())


class Form(FlaskForm):
    """Fields, the CSRF token and the `submission_id` that makes a repeat harmless."""

    submission_id = HiddenField(default=lambda: str(uuid4()))

    class Meta(FlaskForm.Meta):
        def wrap_formdata(self, form, formdata):
            """Texts alone: a file in a text's place is as nothing sent."""
            sent = super().wrap_formdata(form, formdata)
            return request.form if isinstance(sent, CombinedMultiDict) else sent

        def bind_field(self, form, unbound_field, options):
            if issubclass(unbound_field.field_class, StringField):
                is_text = issubclass(unbound_field.field_class, TextAreaField)
                options.setdefault("filters", []).insert(0, clean if is_text else clean_line)
            return unbound_field.bind(form=form, **options)

        def render_field(self, field, render_kw):
            """Hidden fields have no id: a page of several forms would hold each more than once."""
            if getattr(field.widget, "input_type", "") == "hidden":
                render_kw.setdefault("id", False)
            return super().render_field(field, render_kw)

    def refuse(self, field: str, message: str) -> None:
        """Put an error at a field that only the database could find."""
        self[field].errors = [*self[field].errors, message]


class PhoneField(TelField):
    """A telephone number, shown as people write it though it is kept as +212…"""

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else phones.to_national(self.data or "")


class Bounded(Length):
    """At most `most` characters; the message says how many there are."""

    def __init__(self, most: int):
        super().__init__(max=most)

    def __call__(self, form, field):
        from flask_babel import gettext as _

        length = len(field.data or "")
        if length > self.max:
            raise StopValidation(
                _(
                    "Too long: %(length)s characters, %(most)s at most.",
                    length=length,
                    most=self.max,
                )
            )
