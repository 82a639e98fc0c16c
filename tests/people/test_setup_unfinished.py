"""A set-up that was cut off is begun again; a store whose key file is lost is never deleted."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from welfare_desktop.actions import access
from welfare_desktop.app import practice
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.domain.errors import Trouble
from welfare_desktop.security import keyslots

CLOCK = SetClock(datetime(2026, 10, 1))


def test_a_set_up_cut_off_is_begun_again(tmp_path: Path) -> None:
    (tmp_path / access.UNFINISHED).touch()
    (tmp_path / "store.db").write_bytes(b"half a store")
    practice.create(tmp_path, CLOCK).close()
    assert not (tmp_path / access.UNFINISHED).exists()


def test_a_store_without_its_key_file_is_not_touched(tmp_path: Path) -> None:
    practice.create(tmp_path, CLOCK).close()
    for path in tmp_path.glob(f"{keyslots.FILE_NAME}*"):
        path.unlink()
    before = (tmp_path / "store.db").read_bytes()
    for _ in range(2):
        with pytest.raises(Trouble, match="用备份恢复"):
            practice.create(tmp_path, CLOCK)
    assert (tmp_path / "store.db").read_bytes() == before
