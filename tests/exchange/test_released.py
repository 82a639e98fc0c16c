"""Packages of every released version are still accepted by the office."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from welfare_desktop.office import desk as office

RELEASED = sorted(path for path in (Path(__file__).parent / "released").iterdir() if path.is_dir())


@pytest.mark.parametrize("version", RELEASED, ids=lambda path: path.name)
def test_a_released_package_is_still_accepted(version: Path, tmp_path: Path) -> None:
    shutil.copytree(version / "office", tmp_path / "office")
    (tmp_path / "office" / "accepted").mkdir(exist_ok=True)
    (package,) = version.glob("CWX-*.zip.age")
    for name in version.glob("CWX-*"):
        shutil.copy(name, tmp_path)
    answer = office.receive(
        tmp_path / "office", tmp_path / package.name, tmp_path / "receipts",
        datetime(2026, 11, 2, 9, 0), "usb",
    )  # fmt: skip
    assert answer.accepted and answer.receipt, answer.problems
