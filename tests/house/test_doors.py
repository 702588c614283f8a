"""The table of every URL for every role leaves no URL out."""

import importlib.util

import pytest

from portal.core.settings import ROOT

DOORS = ROOT / "tests/test_doors.py"


def test_every_url_stands_in_the_table_of_doors(portal):
    if not DOORS.exists():
        pytest.skip("there is no table of doors yet")
    specification = importlib.util.spec_from_file_location("doors", DOORS)
    doors = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(doors)
    endpoints = {rule.endpoint for rule in portal.url_map.iter_rules()}

    assert endpoints - set(doors.ENDPOINTS) == set()
