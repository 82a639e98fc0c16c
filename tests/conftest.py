"""Shared by all tests: a clock that stands still, practice stores, no stray log records."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.practised import practised
from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain.clock import SetClock

_MEMORY, _PLENTY = Path("/dev/shm"), 4 << 30


def pytest_configure() -> None:
    """Temporary folders lie in memory where there is plenty: thousands of stores come and go, and
    each `fsync` of theirs would wait for the disk."""
    if "TMPDIR" in os.environ or not os.access(_MEMORY, os.W_OK):
        return
    if shutil.disk_usage(_MEMORY).free >= _PLENTY:
        os.environ["TMPDIR"], tempfile.tempdir = str(_MEMORY), None


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
