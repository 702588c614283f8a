"""Chromium as it is measured: fresh profiles, counted bytes, an emulated 2G line."""

import subprocess
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

PHONE = {"width": 360, "height": 780}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NO_DICTIONARY = (
    "--disable-features=CompressionDictionaryTransport,CompressionDictionaryTransportBackend"
)
SLOW_LINE = {
    "offline": False,
    "latency": 800,
    "downloadThroughput": 280_000 / 8,
    "uploadThroughput": 256_000 / 8,
}


@contextmanager
def browser(*flags: str):
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program_file(), args=[*FLAGS, *flags])
        try:
            yield running
        finally:
            running.close()


def program_file() -> str:
    finder = Path(__file__).parents[1] / "bin/chromium"
    return subprocess.run([finder], check=True, capture_output=True, text=True).stdout.strip()


def fresh(running, language: str, cookies=()):
    """A profile with an empty cache, which may already be signed in."""
    profile = running.new_context(locale=f"{language}-MA", viewport=PHONE, color_scheme="light")
    profile.add_cookies(list(cookies))
    return profile


def slow_down(tab) -> None:
    protocol = tab.context.new_cdp_session(tab)
    protocol.send("Network.enable")
    protocol.send("Network.emulateNetworkConditions", SLOW_LINE)
    protocol.send("Emulation.setCPUThrottlingRate", {"rate": 4})


class Meter:
    """The bytes that a tab's requests brought over the wire, headers included."""

    def __init__(self, tab):
        self._tab = tab
        self._addresses: dict[str, str] = {}
        self._bytes: dict[str, int] = {}
        self._encodings: dict[str, str] = {}
        protocol = tab.context.new_cdp_session(tab)
        protocol.on("Network.requestWillBeSent", self._asked)
        protocol.on("Network.responseReceivedExtraInfo", self._answered)
        protocol.on("Network.loadingFinished", self._finished)
        protocol.send("Network.enable")

    def visit(self, address: str, quiet: int = 1500) -> None:
        """Go there and wait until nothing more comes, what the browser fetches when idle too."""
        for kept in (self._addresses, self._bytes, self._encodings):
            kept.clear()
        self._tab.goto(address, wait_until="load")
        self._tab.wait_for_load_state("networkidle")
        self._tab.wait_for_timeout(quiet)

    @property
    def total(self) -> int:
        return sum(self._bytes.values())

    @property
    def document(self) -> int:
        return sum(size for key, size in self._bytes.items() if self._is_document(key))

    @property
    def encoding(self) -> str:
        found = [name for key, name in self._encodings.items() if self._is_document(key)]
        return found[-1] if found else ""

    @property
    def each(self) -> dict[str, int]:
        return {self._addresses.get(key, "?"): size for key, size in self._bytes.items()}

    def needed_to_paint(self) -> int:
        """The page and what Chromium says that painting waited for."""
        blocking = self._tab.evaluate(
            "() => performance.getEntriesByType('resource')"
            ".filter(r => r.renderBlockingStatus === 'blocking').map(r => r.name)"
        )
        return self.document + sum(self.each.get(address, 0) for address in blocking)

    def _is_document(self, key: str) -> bool:
        return self._addresses.get(key) == self._tab.url.split("#")[0]

    def _asked(self, event) -> None:
        if event["request"]["url"].startswith("http"):
            self._addresses[event["requestId"]] = event["request"]["url"]

    def _answered(self, event) -> None:
        headers = {name.lower(): value for name, value in event["headers"].items()}
        self._encodings[event["requestId"]] = headers.get("content-encoding", "")

    def _finished(self, event) -> None:
        if event["requestId"] in self._addresses:
            self._bytes[event["requestId"]] = int(event["encodedDataLength"])
