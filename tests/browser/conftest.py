"""A real server with the demonstration network, and Chromium in front of it."""

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import sync_playwright

from portal import create_app
from portal.core.settings import ROOT, SETTINGS
from tests.browser.stage import standing

BIN = Path(sys.executable).parent
PHONE = {"width": 360, "height": 740}
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def environment(tmp_path_factory):
    """The settings of the served portal, for `flask` commands beside it too."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    own = {setting.name for setting in SETTINGS}
    kept = {name: value for name, value in os.environ.items() if name not in own}
    return {
        **kept, "PORT": port, "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "INSTANCE_PATH": str(tmp_path_factory.mktemp("served")),
        "SIGN_IN_PER_ADDRESS": "1000", "PATH": f"{BIN}:{os.environ['PATH']}",
    }  # fmt: skip


@pytest.fixture(scope="session")
def served(environment):
    """The address of the portal, served by gunicorn as bin/serve does, with its demonstration."""
    subprocess.run(["flask", "init", "--with-demo"], cwd=ROOT, env=environment, check=True)
    server = subprocess.Popen(["gunicorn"], cwd=ROOT, env=environment)
    try:
        _wait_for(environment["PUBLIC_URL"], server)
        yield environment["PUBLIC_URL"]
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(address, server):
    end = time.monotonic() + 30
    while time.monotonic() < end and server.poll() is None:
        try:
            urlopen(address, timeout=5).close()
            return
        except HTTPError:
            return
        except URLError:
            time.sleep(0.1)
    pytest.fail("the portal did not answer within 30 seconds")


@pytest.fixture(scope="session")
def stage(served, environment):
    """What tests/browser/pages.py shows, in the served portal's database."""
    settings = {s.name: environment.get(s.name, s.default) for s in SETTINGS}
    with standing(create_app({**settings, "RUN_TASKS": "no"})) as made:
        yield made


@pytest.fixture(scope="session")
def chromium():
    """The running Chromium of the system."""
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    program = next(filter(None, (shutil.which(name) for name in names if name)), None)
    if program is None:
        pytest.fail("There is no Chromium: install the package chromium, or name one in CHROMIUM.")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def open_page(chromium, served):
    """`open_page("ar", viewport=…, java_script_enabled=False)`: a new person's page."""
    contexts = []

    def open_it(language="fr", **options):
        context = chromium.new_context(
            base_url=served, locale=language, **{"viewport": PHONE, **options}
        )
        contexts.append(context)
        return context.new_page()

    yield open_it
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page):
    """A phone's page, in French."""
    return open_page()
