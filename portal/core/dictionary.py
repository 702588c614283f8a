"""The shared dictionary (RFC 9842): what all pages of a language have in common, sent once.

A browser that keeps it names it in `Available-Dictionary`, and is answered with `dcz`: zstandard
that may copy from the dictionary. It is made of pages that hold no member's data.
"""

import hashlib
import re
from base64 import b64encode
from collections import deque
from fnmatch import fnmatch
from pathlib import Path
from threading import Lock

import zstandard
from flask import current_app, request, url_for
from flask_babel import gettext

from portal.core.assets import HAS_STYLE, Asset, write_whole
from portal.core.etag import without_tokens

MAGIC = b"\x5e\x2a\x4d\x18\x20\x00\x00\x00"
LEVEL = 12
_JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_TEXT = re.compile(r'_\(\s*"((?:[^"\\]|\\.)*)"')
_GAPS = re.compile(r"\n\s*\n+")
_SOURCES = {".py", ".html", ".mo", ".css", ".js", ".svg"}


class Prepared:
    """A dictionary ready to compress with; compressors are handed round, as none serves two."""

    def __init__(self, language: str, body: bytes):
        self.language = language
        self.digest = hashlib.sha256(body).digest()
        self._data = zstandard.ZstdCompressionDict(body, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
        self._data.precompute_compress(level=LEVEL)
        self._idle: deque[zstandard.ZstdCompressor] = deque()

    @property
    def header(self) -> str:
        return f":{b64encode(self.digest).decode()}:"

    def compress(self, body: bytes) -> bytes:
        compressor = self._take()
        try:
            return MAGIC + self.digest + compressor.compress(body)
        finally:
            self._idle.append(compressor)

    def _take(self) -> zstandard.ZstdCompressor:
        try:
            return self._idle.pop()
        except IndexError:
            return zstandard.ZstdCompressor(
                dict_data=self._data, write_dict_id=False, write_content_size=False
            )


class Dictionaries:
    """One per language, made when the first page is asked for, kept on disk for every process.

    `sample_pages` holds (endpoint, values) of public pages, and callables that are given a
    language within a request and return a page's HTML.
    """

    def __init__(self, app, languages: tuple[str, ...]):
        self._app = app
        self._languages = languages
        self._lock = Lock()
        self._assets: dict[str, Asset] | None = None
        self._prepared: dict[str, Prepared] = {}
        self.sample_pages: list = []

    def asset(self, language: str) -> Asset | None:
        return self._made().get(language)

    def is_brought(self, language: str) -> bool:
        brought = self.named(request.headers.get("Available-Dictionary"))
        return brought is not None and brought.language == language

    def named(self, header: str | None) -> Prepared | None:
        """The one that the browser brings; also of another language, as pages share their shape."""
        if not header:
            return None
        self._made()
        return self._prepared.get(header)

    def _made(self) -> dict[str, Asset]:
        if self._assets is None and self._lock.acquire(blocking=False):
            languages = self._languages if self.sample_pages else ()
            try:
                self._assets = {code: self._make(code) for code in languages}
            except Exception:
                self._app.logger.exception("No shared dictionary: pages go out with brotli")
                self._assets = {}
            finally:
                self._lock.release()
        return self._assets or {}

    def _make(self, language: str) -> Asset:
        name = f"dictionary-{language}"
        file = Path(self._app.instance_path) / "assets" / f"{name}.{self._version()}"
        if not file.exists():
            write_whole(file, self._render(language))
        body = file.read_bytes()
        prepared = Prepared(language, body)
        self._prepared[prepared.header] = prepared
        return self._app.extensions["assets"].add(
            f"{name}.dict", body, {"Use-As-Dictionary": 'match="/*"'}
        )

    def _version(self) -> str:
        """Changes with the code, its templates, texts and style, so that all processes agree."""
        root = Path(self._app.root_path)
        digest = hashlib.sha256(str(self._app.config.get("PORTAL_NAME")).encode())
        for file in sorted(root.rglob("*")):
            if file.suffix in _SOURCES:
                digest.update(file.read_bytes())
        return digest.hexdigest()[:16]

    def _render(self, language: str) -> bytes:
        pages = [self._sample(sample, language) for sample in self.sample_pages]
        return "\n".join(without_tokens(page) for page in pages).encode()

    def _sample(self, sample, language: str) -> str:
        # In a context of its own: Flask would lend it `g`, and with it the member who is signed in.
        with self._app.app_context():
            return self._shown(sample, language)

    def _shown(self, sample, language: str) -> str:
        asked = {"Accept-Language": language, "Cookie": self._cookies(language)}
        if callable(sample):
            with self._app.test_request_context("/", headers=asked):
                return sample(language)
        endpoint, values = sample
        with self._app.test_request_context("/"):
            address = url_for(endpoint, **values)
        response = self._app.test_client(use_cookies=False).get(address, headers=asked)
        if response.status_code != 200:
            raise LookupError(f"{address} answered {response.status}")
        return response.text

    def _cookies(self, language: str) -> str:
        style = self._app.extensions["assets"]["app.css"].digest
        return f"{HAS_STYLE}={style}; lang={language}"


def shape_of(*patterns: str):
    """A sample of templates whose pages need data: their markup and texts without the values."""

    def shape(language: str) -> str:
        loader = current_app.jinja_env
        names = [name for name in loader.list_templates() for p in patterns if fnmatch(name, p)]
        return "".join(_shape(loader.loader.get_source(loader, name)[0]) for name in names)

    return shape


def _shape(template: str) -> str:
    bare = _JINJA.sub(lambda tag: "\n".join(map(gettext, _TEXT.findall(tag[0]))), template)
    return _GAPS.sub("\n", bare)
