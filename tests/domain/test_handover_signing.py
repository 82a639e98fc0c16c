"""Typed times of day."""

from __future__ import annotations

from datetime import datetime

import pytest

from welfare_desktop.domain.clock import next_time

NOW = datetime(2026, 11, 24, 23, 30)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("0200", datetime(2026, 11, 25, 2, 0)),
        ("2:05", datetime(2026, 11, 25, 2, 5)),
        ("2点", datetime(2026, 11, 25, 2, 0)),
        ("23：45", datetime(2026, 11, 24, 23, 45)),
        ("2460", None),
        ("明早", None),
        ("", None),
    ],
)
def test_a_typed_time_is_the_next_one(typed: str, expected: datetime | None) -> None:
    assert next_time(typed, NOW) == expected
