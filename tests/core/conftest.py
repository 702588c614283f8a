"""A served portal for the tests that need real processes."""

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.databases import own_database
from tests.running import Running


@contextmanager
def _tables_made():
    """In memory where that is possible: the disk's speed is no part of what is tested."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as name, own_database(Path(name), "served") as url:
        running = Running(Path(name), url, SIGN_IN_PER_ACCOUNT="1000")
        running.make_tables()
        yield running
        running.stop()


@pytest.fixture
def a_served_portal():
    """Not yet started, its tables made."""
    with _tables_made() as running:
        yield running


@pytest.fixture(scope="module")
def served():
    """Served for all tests of a file."""
    with _tables_made() as running:
        running.start()
        yield running
