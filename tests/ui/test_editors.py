"""Each kind of field filled as a person does it: with keys, a mouse, an input method."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.conftest import NOW
from tests.ui.hands import commit
from welfare_desktop.domain import divisions
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.forms.declare import Field
from welfare_desktop.domain.record import Paper
from welfare_desktop.ui.form.attached import FileEditor
from welfare_desktop.ui.form.choice import ChipsEditor, ComboEditor, SegmentEditor
from welfare_desktop.ui.form.editor import Surroundings
from welfare_desktop.ui.form.tables import ChecklistEditor, TableEditor
from welfare_desktop.ui.form.view import FormView
from welfare_desktop.ui.shell.theme import Theme

LEFT, SPACE, TAB, ENTER = (
    Qt.MouseButton.LeftButton, Qt.Key.Key_Space, Qt.Key.Key_Tab, Qt.Key.Key_Return,
)  # fmt: skip


def _choices(field: Field) -> Sequence[tuple[str, str]]:
    if field.kind == "div":
        return divisions.near("341002")
    return [("a" * 32, "王秀英"), ("b" * 32, "李桂兰")]


def _attach(field: Field, path: Path) -> Paper:
    return Paper(field.papers[0] if field.papers else "A99", path.name * 2, path.name)


AROUND = Surroundings(
    lambda: NOW, _choices, _attach, lambda title: None, lambda what, done, who: None
)


@pytest.fixture
def view(request: pytest.FixtureRequest, look: Theme, qtbot: QtBot) -> FormView:
    made = FormView(FORMS[request.param], AROUND)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    made.activateWindow()
    QTest.qWaitForWindowActive(made)
    return made


def editor(view: FormView, name: str) -> Any:
    return view.rows[name].editor


@pytest.mark.parametrize("view", ["F02"], indirect=True)
def test_a_choice_is_made_with_the_mouse_and_with_space(view: FormView) -> None:
    decision: SegmentEditor = editor(view, "decision")
    QTest.mouseClick(decision.buttons["2"], LEFT)
    assert decision.value() == "2"
    QTest.keyClick(decision.buttons["1"], SPACE)
    assert decision.value() == "1" and not decision.buttons["2"].isChecked()
    harmed: SegmentEditor = editor(view, "injury_signs")
    QTest.mouseClick(harmed.buttons[False], LEFT)
    assert harmed.value() is False
    QTest.mouseClick(harmed.buttons[False], LEFT)
    assert harmed.value() is None, "pressing again clears"


@pytest.mark.parametrize("view", ["F30"], indirect=True)
def test_a_checklist_asks_what_is_wrong(view: FormView) -> None:
    around: ChecklistEditor = editor(view, "environment")
    first, second = list(around._buttons)[:2]
    QTest.mouseClick(around._buttons[first]["是"], LEFT)
    QTest.mouseClick(around._buttons[second]["否"], LEFT)
    assert around.value() == {first: True, second: ""}
    values, wrong = view.read()
    assert "environment" not in values and "要写明情况" in wrong["environment"]
    view.show_errors(wrong)
    assert around._notes[second].property("wrong") and not around._notes[first].property("wrong")
    commit("东窗插销坏", around._notes[second])
    assert view.read()[0]["environment"] == {first: True, second: "东窗插销坏"}


@pytest.mark.parametrize("view", ["F06"], indirect=True)
def test_several_are_chosen_as_chips(view: FormView) -> None:
    channel: ChipsEditor = editor(view, "channel")
    codes = list(channel.buttons)
    for code in (codes[2], codes[0]):
        QTest.mouseClick(channel.buttons[code], LEFT)
    assert channel.value() == [codes[0], codes[2]]


@pytest.mark.parametrize("view", ["F01"], indirect=True)
def test_a_long_list_is_searched_by_typing(view: FormView) -> None:
    nation: ComboEditor = editor(view, "ethnic")
    line = nation.combo.lineEdit()
    assert line is not None
    line.setFocus()
    commit("维吾", line)
    QTest.keyClick(QApplication.activePopupWidget() or line, TAB)
    assert nation.combo.currentText() == "维吾尔族", "only one has these characters"
    line.setFocus()
    line.selectAll()
    commit("族", line)
    QTest.keyClick(QApplication.activePopupWidget() or line, TAB)
    assert view.read()[1]["ethnic"].startswith("“民族”没有“族”这一项")


@pytest.mark.parametrize("view", ["F01"], indirect=True)
def test_enter_shows_the_first_of_several_before_it_takes_it(view: FormView) -> None:
    basis: ComboEditor = editor(view, "birth_basis")
    basis.combo.setFocus()
    commit("推", basis.combo)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    QTest.keyClick(popup, ENTER)
    assert popup.isVisible() and basis.combo.currentText().startswith("医学推断")
    QTest.keyClick(popup, ENTER)
    assert not popup.isVisible() and basis.value() == "4"


@pytest.mark.parametrize("view", ["F03"], indirect=True)
def test_a_division_is_typed_by_its_name_or_its_code(view: FormView) -> None:
    for typed, code in (("歙", "341021"), ("110105", "110105"), ("341002", "341002")):
        found: ComboEditor = editor(view, "found_div")
        found.put(None)
        found.combo.setFocus()
        commit(typed, found.combo)
        QTest.keyClick(QApplication.activePopupWidget() or found.combo, TAB)
        assert view.read()[0]["found_div"] == code


@pytest.mark.parametrize("view", ["F05"], indirect=True)
def test_tab_goes_through_a_new_row_and_on_to_the_next_field(view: FormView) -> None:
    table = editor(view, "infect_panel")
    QTest.keyClick(table.button, SPACE)
    seen: list[str] = []
    while (at := QApplication.focusWidget()) is not None and len(seen) < 8:
        seen.append(at.accessibleName().rpartition("：")[2])
        QTest.keyClick(at, TAB)
    rest = ["报告", "删除这一行传染病检查结果", "添加一行", "未见异常"]
    assert seen == ["项目", "方法", "检查日期", "打开日历", "结果", *rest[:3]]
    assert at is not None and at.accessibleName().endswith(rest[3])


@pytest.mark.parametrize("view", ["F01"], indirect=True)
def test_rare_characters_stay_and_backspace_takes_a_whole_one(view: FormView) -> None:
    line = cast(QLineEdit, editor(view, "name").line)
    line.setFocus()
    commit("李䶮𫖯𬱖", line)
    QTest.keyClick(line, Qt.Key.Key_Backspace)
    assert view.raw()["name"] == "李䶮𫖯"
    line.setText("𬱖" * 31)
    assert "最多30个字，现有31个" in view.read()[1]["name"], "counted as people count"


@pytest.mark.parametrize("view", ["F05"], indirect=True)
def test_a_row_of_a_table_carries_its_scan(view: FormView, tmp_path: Path) -> None:
    panel: TableEditor = editor(view, "infect_panel")
    QTest.mouseClick(panel.button, LEFT)
    assert panel.rows[0].editors["item"].target().hasFocus(), "on with the new row"
    cells = panel.rows[0].editors
    cells["item"].put("1")
    scan = cells["report"]
    assert isinstance(scan, FileEditor)
    scan.attach(tmp_path / "乙肝.pdf")
    (row,) = panel.value()
    assert row["report"] == [{"sha256": "乙肝.pdf乙肝.pdf", "name": "乙肝.pdf"}]
    assert [p.type for p in view.papers] == ["A04"]


@pytest.mark.parametrize("view", ["F31"], indirect=True)
def test_rows_of_a_record_are_kept_and_blank_cells_filled(view: FormView) -> None:
    view.keep_rows({"timeline": [{"at": "2026-11-24T08:00", "action": "1"}]})
    view.put({"timeline": [{"at": "2026-11-24T08:00", "action": "1"}]})
    timeline: TableEditor = editor(view, "timeline")
    row = timeline.rows[0]
    at, note = (cast(QLineEdit, row.editors[name].target()) for name in ("at", "note"))
    assert row.remove.isHidden() and at.isReadOnly()
    assert not note.isReadOnly(), "what is empty may be filled"
    timeline.add()
    assert not timeline.rows[1].remove.isHidden()


@pytest.mark.parametrize("view", ["X02"], indirect=True)
def test_a_locked_table_takes_nothing(view: FormView) -> None:
    beds: TableEditor = editor(view, "beds")
    beds.lock()
    beds.put([{"bed_no": "1", "in_use": True}])
    number = cast(QLineEdit, beds.rows[0].editors["bed_no"].target())
    assert number.isReadOnly() and beds.rows[0].remove.isHidden()
    assert beds.button.isHidden()


@pytest.mark.parametrize("view", ["F24"], indirect=True)
def test_one_of_four_times_is_enough_and_says_so(view: FormView) -> None:
    view.show_asked(())
    assert {view.rows[name].required.text() for name in FORMS["F24"].one_of} == {"至少填一项"}
    assert view.rows["hospital"].required.text() == "必填"


@pytest.mark.parametrize("form_id", sorted(f for f in FORMS if not FORMS[f].internal))
def test_every_missing_field_is_edged_and_says_what_to_do(
    form_id: str, look: Theme, qtbot: QtBot
) -> None:
    view = FormView(FORMS[form_id], AROUND)
    qtbot.addWidget(view)
    fields = [f for f in FORMS[form_id].fields if f.req == "Y" and not f.calc]
    view.show_errors({f.name: f.ask for f in fields})
    for field in fields:
        row = view.rows[field.name]
        assert row.note.text() == f"✕ {field.ask}" and field.label in field.ask
        target = row.editor.target()
        assert target.property("wrong") is True, field.name
        assert target.accessibleDescription() == field.ask
    view.show_errors({})
    assert not any(view.rows[f.name].editor.target().property("wrong") for f in fields)
