"""A device in words that its owner recognises."""

from flask_babel import lazy_gettext

_DEVICES = [
    ("iPhone", lazy_gettext("iPhone")),
    ("iPad", lazy_gettext("iPad")),
    ("KAIOS", lazy_gettext("KaiOS phone")),
    ("Android", lazy_gettext("Android phone or tablet")),
    ("CrOS", lazy_gettext("Chromebook")),
    ("Windows", lazy_gettext("Windows computer")),
    ("Macintosh", lazy_gettext("Mac")),
    ("Linux", lazy_gettext("Linux computer")),
]
# Those who name another browser beside their own come before it.
_BROWSERS = [
    ("SamsungBrowser", "Samsung Internet"), ("OPR/", "Opera"), ("Opera Mini", "Opera Mini"),
    ("UCBrowser", "UC Browser"), ("Edg", "Edge"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
]  # fmt: skip


def device_of(agent: str) -> object:
    unknown = lazy_gettext("Unknown device")
    return next((words for sign, words in _DEVICES if sign in agent), unknown)


def browser_of(agent: str) -> str:
    return next((name for sign, name in _BROWSERS if sign in agent), "")
