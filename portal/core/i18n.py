"""Languages: which one a page speaks, and how it writes days, numbers and telephones."""

from contextlib import contextmanager
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import format_decimal
from flask import current_app, g, has_request_context, request
from flask_babel import Babel, force_locale, get_domain, get_locale, ngettext
from flask_login import current_user
from markupsafe import Markup

from portal.core import clock, phones

LANGUAGES = {"fr": "Français", "ar": "العربية", "en": "English"}
_LOCALES = {"fr": "fr_MA", "ar": "ar_MA", "en": "en_GB"}


def init_app(app) -> None:
    Babel(
        app,
        locale_selector=lambda: _LOCALES[_chosen()],
        default_locale=_LOCALES[app.config["DEFAULT_LANGUAGE"]],
        timezone_selector=lambda: clock.CASABLANCA,
        default_translation_directories=str(app.root_path) + "/translations",
    )
    app.jinja_env.install_gettext_callables(
        lambda text: _texts().ugettext(text),
        lambda one, many, number: _texts().ungettext(one, many, number),
        newstyle=True,
    )
    app.jinja_env.filters.update(
        day=day, moment=moment, clock_time=clock_time, phone=phone, number=number, listed=listed,
        waited=waited, country=lambda code: get_locale().territories[code],
        age_in_days=lambda value: (clock.now() - value).days,
    )  # fmt: skip
    app.context_processor(_language_of_page)


def _texts():
    """The translations of this answer, looked up once for a page's many texts."""
    code = language()
    if g.get("texts_of") != code:
        g.texts, g.texts_of = get_domain().get_translations(), code
    return g.texts


def language() -> str:
    """The language of this answer: fr, ar or en. Asked for each word of a page, so kept."""
    if "language" not in g:
        g.language = get_locale().language
    return g.language


@contextmanager
def speaking(code: str):
    """A context in which texts come in that language (mails to somebody else)."""
    before = g.pop("language", None)
    try:
        with force_locale(_LOCALES.get(code, _LOCALES["fr"])):
            yield
    finally:
        g.pop("language", None)
        if before:
            g.language = before


def _chosen() -> str:
    """The member's own setting, then the cookie, then what the browser asks for."""
    if not has_request_context():
        return current_app.config["DEFAULT_LANGUAGE"]
    if current_user and current_user.is_authenticated and current_user.language in LANGUAGES:
        return current_user.language
    if (kept := request.cookies.get("lang")) in LANGUAGES:
        return kept
    default = current_app.config["DEFAULT_LANGUAGE"]
    return request.accept_languages.best_match(LANGUAGES, default) or default


def _language_of_page() -> dict:
    code = language()
    return {
        "lang": code,
        "direction": "rtl" if code == "ar" else "ltr",
        "languages": list(LANGUAGES.items()),
    }


def forget_language() -> None:
    """After the member's setting has changed within a request."""
    g.pop("_flask_babel", None)
    g.pop("language", None)


def day(value: date | datetime | None, *, year: bool | None = None) -> str:
    """The day as 21 novembre 2026, 21 نونبر 2026; this year's days go without it, if not told."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(clock.CASABLANCA).date()
    is_short = year is False or (year is None and value.year == clock.today().year)
    words = format_date(value, "d MMMM" if is_short else "d MMMM y", locale=get_locale())
    return f"1er{words[1:]}" if value.day == 1 and language() == "fr" else words


def clock_time(value: datetime) -> str:
    return format_datetime(value.astimezone(clock.CASABLANCA), "HH:mm", locale=get_locale())


def moment(value: datetime | None) -> Markup:
    """A <time>: "12 minutes ago" up to a day, then "17 November", with the year if not this one."""
    if value is None:
        return Markup()
    age = clock.now() - value
    if 0 <= age.total_seconds() < 86400:
        words = format_timedelta(-age, add_direction=True, locale=get_locale())
    else:
        words = day(value)
    return Markup('<time datetime="{}">{}</time>').format(
        value.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%MZ"), words
    )


def waited(since: datetime) -> str:
    """How long ago, alone: "7 days", "2 hours"."""
    age = clock.now() - since
    if age.days >= 1:
        return ngettext("%(num)d day", "%(num)d days", age.days)
    return format_timedelta(age, threshold=1, locale=get_locale())


def phone(e164: str | None) -> Markup:
    """+212661234567 as 06 61 23 45 67, never turned round by Arabic beside it."""
    words = phones.to_national(e164 or "")
    return Markup('<span class="ltr">{}</span>').format(words) if words else Markup()


def number(value: int | float) -> str:
    return format_decimal(value, locale=get_locale())


def listed(words: list[str]) -> str:
    """ "a, b" with the comma of the page's language."""
    return ("، " if language() == "ar" else ", ").join(words)


def of_two(french: str, arabic: str) -> str:
    """The one of two names that the reader of this page reads first; the other if it is missing."""
    first, second = (arabic, french) if language() == "ar" else (french, arabic)
    return first or second
