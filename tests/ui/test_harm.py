"""疑似侵害 of several children: each gets its report, and who has none yet is told (§4.5, C11.12)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.event import asked, event_of, night, page_of, several
from tests.ui.ward import CTRL, Ward
from welfare_desktop.actions import events, records
from welfare_desktop.ui.form.record_page import RecordPage

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def ward(qtbot: QtBot, tmp_path: Path) -> Iterator[Ward]:
    yield from night(qtbot, tmp_path / "store")


def victim(ward: Ward) -> str:
    """Whose F61 is open."""
    page = ward.window.page
    assert isinstance(page, RecordPage) and page.presenter is not None and page.view is not None
    assert page.presenter.form.id == "F61"
    return str(page.view.raw()["victim"])


def handed_in(ward: Ward) -> None:
    """The report is handed in with what it was opened with: nothing more is needed (§2.1)."""
    page = ward.window.page
    assert isinstance(page, RecordPage) and page.presenter is not None
    ward.press(Key.Key_Return, modifier=CTRL)
    assert page.presenter.mode == "view", ward.window.message.text.text()


def owed(ward: Ward) -> list[tuple[str, str]]:
    """Reports on the ladder of the event."""
    steps = events.state(ward.desk, event_of(ward)).steps
    return [
        (s.words.partition("：")[2], s.state) for s in steps if s.words.startswith("强制报告：")
    ]


def test_each_of_several_children_gets_its_report(ward: Ward) -> None:
    children = several(ward, 1, 2, 3)
    names = [c.name for c in ward.desk.house().children[1:4]]
    assert owed(ward) == []
    ward.press(Key.Key_Q)
    assert event_of(ward).get("harm_suspected") is True, "written before anything is asked"
    assert owed(ward) == [(name, "now") for name in names]
    title, *answers = asked(ward)
    assert "强制报告" in title and [a.split()[-1] for a in answers] == names
    ward.press(Key.Key_2)
    assert victim(ward) == children[1]
    told = ward.window.message.text.text()
    assert names[0] in told and names[2] in told and names[1] not in told
    handed_in(ward)
    ward.window.go("event")
    assert owed(ward) == [(names[0], "now"), (names[1], "done"), (names[2], "now")]
    labels = [label.text() for label in page_of(ward).work.level.findChildren(type(
        page_of(ward).work.level.until)) if label.text().startswith("强制报告：")]  # fmt: skip
    assert labels == [f"强制报告：{name}" for name in names]
    ward.press(Key.Key_Q)
    assert [a.split()[-1] for a in asked(ward)[1:]] == [names[0], names[2]]
    ward.press(Key.Key_1)
    assert victim(ward) == children[0]
    handed_in(ward)
    ward.window.go("event")
    ward.press(Key.Key_Q)
    assert victim(ward) == children[2], "the last one needs no choice"
    assert not ward.window.message.isVisible()
    handed_in(ward)
    reports = ward.desk.house().of("F61")
    assert [r.get("victim") for r in reports] == [children[1], children[0], children[2]]


def test_what_is_owed_is_still_reported_after_the_event_has_ended(ward: Ward) -> None:
    children = several(ward, 1, 2)
    ward.press(Key.Key_Q, Key.Key_Escape)
    records.continue_record(ward.desk, event_of(ward).id, {"desc": "有淤青"})
    events.close(ward.desk, event_of(ward).id, "1")
    ward.window.go("event", record=event_of(ward).id)
    ward.press(Key.Key_Q, Key.Key_2)
    assert victim(ward) == children[1]


def test_while_closing_every_child_is_asked_for_too(ward: Ward) -> None:
    children = several(ward, 1, 2)
    records.continue_record(ward.desk, event_of(ward).id, {"desc": "有淤青"})
    ward.press(Key.Key_Return, modifier=CTRL)
    assert "疑似侵害" in asked(ward)[0]
    ward.press(Key.Key_1)
    assert "强制报告" in asked(ward)[0]
    ward.press(Key.Key_1)
    assert victim(ward) == children[0]


def test_where_no_child_is_named_yet_it_is_asked_for_first(ward: Ward) -> None:
    ward.window.go("today")
    ward.press(Key.Key_F3, Key.Key_Q)
    assert event_of(ward).get("harm_suspected") is True
    ward.type("2")
    ward.press(Key.Key_Return)
    assert event_of(ward).get("children") == [victim(ward)]
    handed_in(ward)
    assert owed(ward)[0][1] == "done"
