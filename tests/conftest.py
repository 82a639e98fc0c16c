"""Shared by all tests: a clock that stands still, practice stores, no stray log records."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.practised import practised
from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain.clock import SetClock


@pytest.fixture(autouse=True)
def no_stray_log_records(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A warning in the log that nobody expected fails the test."""
    yield
    bad = [r for r in caplog.get_records("call") if r.levelno >= logging.WARNING]
    assert not bad, [r.getMessage() for r in bad]


@pytest.fixture
def clock() -> SetClock:
    """A clock that stands where it is put."""
    return SetClock(datetime(2025, 7, 28, 9, 0))


@pytest.fixture
def desk(tmp_path: Path, clock: SetClock) -> Iterator[Desk]:
    """An empty practice store, 业务科长 at the desk."""
    made = practised(tmp_path / "store", clock)
    yield made
    made.close()
