"""The clock knows Morocco's rule of 2026."""

from datetime import UTC, datetime

import pytest

from portal.core import clock


def test_the_zone_data_pass_their_own_test():
    assert clock.is_right()


@pytest.mark.parametrize(
    "local, utc_hour",
    [
        (datetime(2026, 12, 1, 12), 12),
        (datetime(2026, 6, 1, 12), 11),
        (datetime(2026, 9, 21, 12), 12),
        (datetime(2025, 3, 10, 12), 12),  # Ramadan of 2025: the clock had gone back to UTC
        (datetime(2025, 5, 10, 12), 11),
    ],
)
def test_noon_in_casablanca(local, utc_hour):
    assert local.replace(tzinfo=clock.CASABLANCA).astimezone(UTC).hour == utc_hour


def test_zone_data_come_from_the_package_alone():
    import zoneinfo

    assert zoneinfo.TZPATH == ()
