"""紧急记录: written on the locked PC, unreadable there, taken in after unlocking, confirmed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.conftest import HEAD_PIN, PIN
from welfare_desktop.actions import emergency
from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain.errors import Refused
from welfare_desktop.ui.shell.runner import ImmediateRunner
from welfare_desktop.ui.shell.sources import desk_sources
from welfare_desktop.ui.shell.theme import Theme
from welfare_desktop.ui.start.emergency import EmergencyNote
from welfare_desktop.ui.start.login import LoginWindow


def test_a_note_is_sealed_from_the_login_window(
    qtbot: QtBot, look: Theme, desk: Desk, tmp_path: Path
) -> None:
    people = [("ke", "程科长"), ("yuan", "方院长")]

    def keep(**written: str) -> None:
        emergency.write(desk.store_dir, clock=desk.store.clock, **written)

    login = LoginWindow(people, lambda *_: None, ImmediateRunner(), note=keep)
    qtbot.addWidget(login)
    login.show()
    login.emergency.click()
    (note,) = login.findChildren(EmergencyNote)
    QTest.keyClicks(note.text, "choked on bread, back blows, breathing again")
    QTest.keyClick(note.seal, Qt.Key.Key_Space)
    assert "请选书写人" in note.error.text() and note.text.toPlainText()
    note.person.setCurrentIndex(2)
    note.when.setText("2571")
    note.seal.click()
    assert "读不懂" in note.error.text()
    note.when.setText("0850")
    note.seal.click()
    assert emergency.waiting(desk)[0].when == "2026-11-24T08:50"
    for path in desk.store_dir.rglob("*"):
        assert not path.is_file() or b"choked on bread" not in path.read_bytes()


def test_it_is_an_alarm_until_taken_in_and_confirmed(desk: Desk) -> None:
    emergency.write(desk.store_dir, writer="yuan", text="呛咳，拍背后好转", when="0850",
                    place="餐厅", child="无名", clock=desk.store.clock)  # fmt: skip
    gone: list[tuple[str, dict[str, object]]] = []
    sources = desk_sources(desk, lambda _: [], lambda page, **a: gone.append((page, a)))
    chip = sources.chips()["alarm"]
    assert len(chip.rows) == 1 and "呛咳" not in chip.rows[0].text
    open_it = chip.rows[0].open
    assert open_it is not None
    open_it()
    (page, arguments) = gone[0]
    assert page == "event" and emergency.waiting(desk) == []
    record = desk.record(str(arguments["record"]))
    assert record.text("found_at") == "2026-11-24T08:50" and "儿童：无名" in record.text("desc")
    assert "待本人确认" in record.text("remark")
    # The event itself rings from now on: nobody has acted yet.
    rows = sources.chips()["alarm"].rows
    assert sorted(row.state == "待确认" for row in rows) == [False, True]
    assert any("异常" in row.text for row in rows)
    with pytest.raises(Refused, match="本人确认"):
        emergency.confirm(desk, record.id, desk.signer("ke", PIN))
    emergency.confirm(desk, record.id, desk.signer("yuan", HEAD_PIN))
    assert not any(row.state == "待确认" for row in sources.chips()["alarm"].rows)


def test_a_power_cut_while_taking_in_enters_it_once(desk: Desk) -> None:
    emergency.write(desk.store_dir, writer="ke", text="发热", clock=desk.store.clock)
    (note,) = emergency.waiting(desk)
    emergency._entered(desk, note)
    emergency.take_in(desk, note)
    assert len(desk.house().of("F31")) == 1 and emergency.waiting(desk) == []
