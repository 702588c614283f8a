"""Fields and checks that several forms share: places, dates, whole numbers, digits."""

from flask_babel import gettext as _
from wtforms import DateField, IntegerField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, StopValidation, ValidationError

from portal.associations import terms


def places() -> list[SelectChoice]:
    """Provinces and prefectures in the groups of their regions, after an empty first choice."""
    return [
        SelectChoice("", _("Choose…")),
        *(
            SelectChoice(code, name, optgroup=region)
            for region, provinces in terms.place_choices()
            for code, name in provinces
        ),
    ]


class Day(DateField):
    """A date; what is none gets a sentence with an example."""

    def process_formdata(self, valuelist) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            example = "2024-11-21"
            raise ValueError(_("This is not a date. Example: %(day)s", day=example)) from None


class Whole(IntegerField):
    """A whole number, in any digits, from `least` to `most` (a function, for this year's)."""

    def __init__(self, label=None, validators=(), *, least=0, most=lambda: 0, **kwargs):
        super().__init__(label, [Optional(), *validators], **kwargs)
        self._least, self._most = least, most

    def process_formdata(self, valuelist) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Write a number, in digits.")) from None

    def post_validate(self, form, validation_stopped) -> None:
        least, most = self._least, self._most()
        if self.data is not None and not least <= self.data <= most:
            raise ValidationError(
                _("Write a number between %(least)s and %(most)s.", least=least, most=most)
            )


def digits(count: int | None = None):
    """Digits alone: exactly `count`, or any number up to 15; spaces between them pass."""

    def check(_form, field) -> None:
        text = "".join(str(int(c)) if c.isdecimal() else c for c in field.data if c not in " -.")
        if text and not (text.isascii() and text.isdigit()):
            raise StopValidation(_("Write digits only."))
        if text and count and len(text) != count:
            raise StopValidation(
                _("%(count)s digits are needed, %(given)s are given.", count=count, given=len(text))
            )
        field.data = text

    return check


def at_most(count: int):
    def check(_form, field) -> None:
        if len(field.data or ()) > count:
            raise StopValidation(_("Choose %(count)s at most.", count=count))

    return check
