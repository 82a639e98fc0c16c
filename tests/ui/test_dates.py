"""Dates as people type them."""

from datetime import date, datetime

import pytest

from welfare_desktop.ui.form.dates import read_date, read_moment

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, 5)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("20261123", "2026-11-23"), ("1123", "2026-11-23"), ("昨天", "2026-11-23"),
        ("-1", "2026-11-23"), ("+2", "2026-11-26"), ("11-3", "2026-11-03"),
        ("2026年7月2日", "2026-07-02"), ("1340", "1340"), ("胡说", "胡说"),
    ],
)  # fmt: skip
def test_date(typed: str, meant: str) -> None:
    assert read_date(typed, TODAY) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("8:20", "2026-11-24T08:20"), ("昨天 23:5", "2026-11-23T23:05"),
        ("1123 0820", "2026-11-23T08:20"), ("2026-11-23T08:20", "2026-11-23T08:20"),
        ("8时20分", "2026-11-24T08:20"), ("现在", "2026-11-24T09:05"), ("25:00", "25:00"),
    ],
)  # fmt: skip
def test_moment(typed: str, meant: str) -> None:
    assert read_moment(typed, NOW) == meant
