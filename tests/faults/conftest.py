"""How much of the fault suite is run: a short form in ``make test``, all of it in ``make faults``."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from tests.faults import child
from welfare_desktop.actions import backups
from welfare_desktop.app import practice
from welfare_desktop.domain.clock import SetClock

FULL = os.environ.get("WELFARE_FAULTS") == "full"


class Place(msgspec.Struct, frozen=True):
    """A store, a disk for backups beside it, and the way back to their first state."""

    folder: Path
    begin: Callable[[], None]

    @property
    def disk(self) -> Path:
        """Where backups lie."""
        return self.folder.parent / "disk"

    @property
    def new(self) -> Path:
        """Where a backup is restored to."""
        return self.folder.parent / "new"


@pytest.fixture(scope="session")
def first_state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice store and a backup of it, never changed."""
    kept = tmp_path_factory.mktemp("first")
    desk = practice.create(
        kept / "store", SetClock(child.NOW.replace(month=9)), stretching=practice.THROWN_AWAY
    )
    backups.make(desk, kept / "disk" / "a.backup")
    desk.close()
    return kept


@pytest.fixture
def place(first_state: Path, tmp_path: Path) -> Place:
    """The first state in a folder of this test."""

    def begin() -> None:
        for name in ("store", "disk", "new", "new.restoring"):
            shutil.rmtree(tmp_path / name, ignore_errors=True)
        shutil.copytree(first_state, tmp_path, dirs_exist_ok=True)

    begin()
    return Place(tmp_path / "store", begin)
