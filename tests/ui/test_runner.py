"""Results come back on the main thread; slow work shows itself and can be cancelled."""

from __future__ import annotations

import threading
from functools import partial

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from welfare_desktop.domain.errors import Trouble
from welfare_desktop.ui.shell.messages import ProgressBarRow
from welfare_desktop.ui.shell.runner import ImmediateRunner, Task, ThreadRunner
from welfare_desktop.ui.shell.theme import Theme


def test_result_returns_on_the_main_thread(qtbot: QtBot) -> None:
    runner = ThreadRunner()
    main = QThread.currentThread()
    seen: list[tuple[bool, bool]] = []
    runner.run(
        lambda: QThread.currentThread() is main,
        lambda was_main: seen.append((was_main, QThread.currentThread() is main)),
    )
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(False, True)]


def test_store_work_is_serial(qtbot: QtBot) -> None:
    runner = ThreadRunner()
    order: list[int] = []
    done: list[int] = []

    def work(number: int) -> int:
        order.append(number)
        return number

    for number in range(20):
        runner.run(partial(work, number), done.append)
    qtbot.waitUntil(lambda: len(done) == 20)
    assert order == done == list(range(20))


def test_trouble_is_delivered(qtbot: QtBot) -> None:
    runner = ThreadRunner()
    failures: list[Exception] = []

    def fail() -> None:
        raise Trouble("磁盘已满。")

    runner.run(fail, lambda _: None, failed=failures.append)
    qtbot.waitUntil(lambda: bool(failures))
    assert str(failures[0]) == "磁盘已满。"


def test_slow_work_shows_and_cancels(qtbot: QtBot) -> None:
    runner = ThreadRunner()
    started = threading.Event()
    results: list[str] = []

    def slow(task: Task) -> str:
        started.set()
        while True:
            task.progress(0.5, "第1份")
            QThread.msleep(5)

    with qtbot.waitSignal(runner.busy, timeout=3000):
        task = runner.run_long(slow, results.append, label="打包")
    with qtbot.waitSignal(runner.idle, timeout=3000):
        task.cancel()
    assert started.is_set()
    assert results == []


def test_immediate_runner_raises_bugs_and_gives_trouble() -> None:
    seen: list[Exception] = []
    runner = ImmediateRunner(seen.append)

    def fail() -> None:
        raise Trouble("断网。")

    runner.run(fail, lambda _: None)
    assert [str(e) for e in seen] == ["断网。"]
    with pytest.raises(ZeroDivisionError):
        runner.run(lambda: 1 // 0, lambda _: None)


def test_only_work_that_can_be_stopped_offers_it(qtbot: QtBot, look: Theme) -> None:
    """A record handed in is written all the same: its page must hear of it."""
    runner, bar = ThreadRunner(), ProgressBarRow()
    qtbot.addWidget(bar)
    runner.busy.connect(bar.busy)
    go_on = threading.Event()
    results: list[str] = []

    def write() -> str:
        go_on.wait(10)
        return "written"

    with qtbot.waitSignal(runner.busy, timeout=3000):
        task = runner.run(write, results.append, label="提交")
    assert not bar.cancel.isVisibleTo(bar)
    task.cancel()
    go_on.set()
    qtbot.waitUntil(lambda: results == ["written"])
    bar.busy(Task("打包", can_stop=True))
    assert bar.cancel.isVisibleTo(bar)
