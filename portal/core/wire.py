"""Bytes on the wire: compression, validators, the style's way to the page, security headers."""

import gzip
import hashlib
import re
from base64 import b64encode

import brotli
from flask import Response, current_app, request, session
from markupsafe import Markup

from portal.core import hx
from portal.core.assets import HAS_STYLE
from portal.core.dictionary import Dictionaries
from portal.core.etag import weak_etag

LANGUAGES = ("fr", "ar", "en")
SMALLEST = 200

_STYLE_PLACE = "<style></style>"
_LANGUAGE = re.compile(r'<html\b[^>]*?\blang="(\w+)')
_POLICY = (
    "default-src 'none';script-src 'self';style-src 'self'{hash};img-src 'self' data:;"
    "connect-src 'self';form-action 'self';base-uri 'none';"
    "frame-ancestors 'none'"
)
_OF_A_PAGE = {
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(),geolocation=(),microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_OF_ANY_OTHER = "default-src 'none';frame-ancestors 'none'"
_NOT_IN_304 = ("Content-Type", "Content-Length", "Content-Language", "Link")
_TEXTS = ("text/", "application/json", "application/manifest+json", "image/svg+xml")


def init_app(app) -> None:
    """After `assets.init_app`; rooms add to `app.extensions["wire"].sample_pages`."""
    app.extensions["wire"] = Dictionaries(app, LANGUAGES)
    app.jinja_env.globals["style"] = style
    app.after_request(_finish)


def style(room: str | None = None) -> Markup:
    """Where the style goes: a link, or on a first visit the rules that this page needs."""
    return Markup(_STYLE_PLACE)


def _finish(response: Response) -> Response:
    if response.status_code < 200 or response.direct_passthrough or response.is_streamed:
        return response
    if response.content_encoding or request.endpoint == "static":
        return response
    _finish_text(response)
    return response


def _finish_text(response: Response) -> None:
    is_page = response.mimetype == "text/html"
    response.headers.setdefault("Cache-Control", "private, no-cache")
    if is_page:
        response.vary.update(("Cookie", "Accept-Language"))
        if _is_unchanged(response):
            return _empty(response)
    _secure(response, is_page)
    if is_page:
        _put_style(response)
    _compress(response)


def _is_unchanged(response: Response) -> bool:
    if response.status_code != 200 or request.method not in ("GET", "HEAD"):
        return False
    if response.cache_control.no_store:
        return False
    tag, _ = response.get_etag()
    tag = tag or weak_etag(
        response.get_data(as_text=True),
        current_app.extensions["assets"]["app.css"].digest,
        request.cookies.get("w", ""),
        session.get("csrf_token", ""),
    )
    response.set_etag(tag, weak=True)
    return request.if_none_match.contains_weak(tag)


def _empty(response: Response) -> None:
    """The kept copy is right, and so are the headers that came with it."""
    response.status_code = 304
    response.set_data(b"")
    _vary_by_encoding(response)
    for name in _NOT_IN_304:
        response.headers.pop(name, None)


def _secure(response: Response, is_page: bool) -> None:
    headers = response.headers
    headers["X-Content-Type-Options"] = "nosniff"
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if not is_page:
        headers.setdefault("Content-Security-Policy", _OF_ANY_OTHER)
    elif not hx.wants_fragment() and not response.location:
        headers.setdefault("Content-Security-Policy", _POLICY.format(hash=""))
        for name, value in _OF_A_PAGE.items():
            headers.setdefault(name, value)
        if not request.cookies:  # a robot brings none, and every page pays for its headers
            headers.setdefault("X-Robots-Tag", "noindex")


def _put_style(response: Response) -> None:
    page = response.get_data(as_text=True)
    language = _LANGUAGE.search(page[:500])
    if language is None:
        return
    assets = current_app.extensions["assets"]
    has_style = request.cookies.get(HAS_STYLE) == assets["app.css"].digest
    if _STYLE_PLACE in page:
        put = _linked if has_style else _inlined
        page = put(response, page, assets.url("app.css"))
        response.set_data(page)
    if has_style or "/htmx." not in page:
        _offer_dictionary(response, language[1])


def _linked(response: Response, page: str, address: str) -> str:
    return page.replace(_STYLE_PLACE, f'<link rel="stylesheet" href="{address}">')


def _inlined(response: Response, page: str, address: str) -> str:
    """The page with the rules that it needs; the whole stylesheet comes last and blocks nothing.

    As a style for print it waits in the browser's cache; whole-style.js makes it this page's too.
    """
    rules = current_app.extensions["assets"].style.for_page(page)
    digest = b64encode(hashlib.sha256(rules.encode()).digest()).decode()
    response.headers["Content-Security-Policy"] = _POLICY.format(hash=f" 'sha256-{digest}'")
    last = f'<whole-style><link rel="stylesheet" media="print" href="{address}"></whole-style>'
    before, close, after = page.rpartition("</body>")
    page = f"{before}{last}{close}{after}" if close else page + last
    return page.replace(_STYLE_PLACE, f"<style>{rules}</style>")


def _offer_dictionary(response: Response, language: str) -> None:
    """The page's dictionary, to a browser that does not bring it; not on a heavy first visit."""
    dictionaries = current_app.extensions["wire"]
    asset = dictionaries.asset(language)
    if asset and not dictionaries.is_brought(language):
        response.headers.add("Link", f'</static/{asset.path}>;rel="compression-dictionary"')


def _compress(response: Response) -> None:
    if not response.mimetype.startswith(_TEXTS):
        return
    _vary_by_encoding(response)
    body = response.get_data()
    if len(body) < SMALLEST:
        return
    encoding, body = _encoded(body)
    if encoding:
        response.content_encoding = encoding
        response.set_data(body)


def _vary_by_encoding(response: Response) -> None:
    response.vary.update(("Accept-Encoding", "Available-Dictionary"))


def _encoded(body: bytes) -> tuple[str | None, bytes]:
    accepted = request.accept_encodings
    brought = current_app.extensions["wire"].named(request.headers.get("Available-Dictionary"))
    if brought and accepted.quality("dcz") > 0:
        return "dcz", brought.compress(body)
    if accepted.quality("br") > 0:
        return "br", brotli.compress(body, quality=5, lgwin=18)
    if accepted.quality("gzip") > 0:
        return "gzip", gzip.compress(body, 6, mtime=0)
    return None, body
