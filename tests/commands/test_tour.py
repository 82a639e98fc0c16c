"""The main job, headless, as ``make run`` plays it where there is no display."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from welfare_desktop.app import tour


def test_the_tour_ends_with_an_accepted_package(
    qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tour.tour(tmp_path / "tour") == 0
    said = capsys.readouterr().out
    assert "回执accepted" in said and "Traceback" not in said
    names = {path.name for path in (tmp_path / "tour").iterdir()}
    assert "cover.pdf" in names and any(n.endswith(".receipt.p7m") for n in names)
    pictures = {path.stem for path in (tmp_path / "tour" / "screens").iterdir()}
    pages = (
        "today",
        "children",
        "rounds",
        "staffing",
        "registers",
        "compliance",
        "packages",
        "admin",
    )
    assert pictures == {f"{page}-{light}" for page in pages for light in ("day", "night")}
