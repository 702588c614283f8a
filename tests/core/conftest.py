"""A served portal for the tests that need real processes, and what they post to it."""

import pytest

from tests.databases import own_database
from tests.running import Running


@pytest.fixture
def a_served_portal(tmp_path):
    """Not yet started, its tables made."""
    with own_database(tmp_path, "served") as url:
        running = Running(tmp_path, url)
        running.make_tables()
        yield running
        running.stop()


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """Served for all tests of a file."""
    folder = tmp_path_factory.mktemp("served")
    with own_database(folder, "shared") as url:
        running = Running(folder, url, SIGN_IN_PER_ACCOUNT="1000")
        running.make_tables()
        running.start()
        yield running
        running.stop()
