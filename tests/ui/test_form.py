"""Every declared form renders; values, errors, drafts and submission go through the real store."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.conftest import NOW
from welfare_desktop.actions import drafts
from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.forms.declare import Field
from welfare_desktop.domain.record import Paper
from welfare_desktop.ui.form.choice import ManyEditor
from welfare_desktop.ui.form.dates import DateEditor
from welfare_desktop.ui.form.editor import Surroundings
from welfare_desktop.ui.form.record_page import RecordPage
from welfare_desktop.ui.form.tables import ChecklistEditor, TableEditor
from welfare_desktop.ui.form.text import LineEditor
from welfare_desktop.ui.form.view import FormView
from welfare_desktop.ui.shell.theme import Theme
from welfare_desktop.ui.shell.window import MainWindow


def _choices(field: Field) -> Sequence[tuple[str, str]]:
    return [("a" * 32, "甲"), ("b" * 32, "乙")]


def _attach(field: Field, path: Path) -> Paper:
    return Paper("A02", "0" * 64, path.name)


AROUND = Surroundings(
    lambda: NOW, _choices, _attach, lambda title: None, lambda what, done, who: None
)


@pytest.mark.parametrize("form_id", sorted(f for f in FORMS if not FORMS[f].internal))
def test_every_form_renders_in_paper_order(form_id: str, look: Theme, qtbot: QtBot) -> None:
    form = FORMS[form_id]
    view = FormView(form, AROUND)
    qtbot.addWidget(view)
    assert list(view.rows) == [*(f.name for f in form.fields), "remark"]
    assert view.read() == ({}, {})
    for field in form.fields:
        row = view.rows[field.name]
        assert row.label.text() == field.label
        assert (row.required.text() == "必填") == (field.req == "Y" and not field.calc)


VALUES: dict[str, Any] = {
    "text": "李𬱖", "long": "一\n二", "date": "2026-11-23", "dt": "2026-11-23T08:20",
    "month": "2026-10", "int": 3, "dec": 36.5, "money": 1250, "bool": False, "ref": "a" * 32,
    "staff": "b" * 32, "refs": ["a" * 32], "staffs": ["b" * 32], "div": "110105",
}  # fmt: skip


def _kinds() -> list[tuple[str, Field]]:
    seen: dict[str, tuple[str, Field]] = {}
    for form in FORMS.values():
        for field in form.fields:
            if field.kind in VALUES and not field.calc and not form.internal:
                seen.setdefault(field.kind, (form.id, field))
    return list(seen.values())


@pytest.mark.parametrize(("form_id", "field"), _kinds(), ids=lambda x: getattr(x, "kind", x))
def test_editor_gives_back_what_was_put(
    form_id: str, field: Field, look: Theme, qtbot: QtBot
) -> None:
    view = FormView(FORMS[form_id], AROUND)
    qtbot.addWidget(view)
    view.put({field.name: VALUES[field.kind]})
    assert view.raw()[field.name] in (VALUES[field.kind], str(VALUES[field.kind]))


def test_table_and_checklist(look: Theme, qtbot: QtBot) -> None:
    table = Field(
        name="t", label="表", kind="table",
        columns=(Field(name="a", label="甲", kind="text"), Field(name="b", label="乙", kind="date")),
    )  # fmt: skip
    editor = TableEditor(
        table,
        lambda f: DateEditor(f, AROUND.now) if f.kind == "date" else LineEditor(f),
    )
    qtbot.addWidget(editor)
    rows = [{"a": "一", "b": "2026-11-23"}, {"a": "二"}]
    editor.put(rows)
    assert editor.value() == rows
    editor.add()
    assert editor.value() == rows
    editor.remove(editor.rows[0])
    assert editor.value() == [{"a": "二"}]
    points = Field(
        name="c", label="查", kind="checklist", points=(("1", "门"), ("2", "窗"), ("3", "灯"))
    )
    check = ChecklistEditor(points)
    qtbot.addWidget(check)
    answers = {"1": True, "2": "窗扣坏了，已报修", "3": "不适用"}
    check.put(answers)
    assert check.value() == answers


def _page(window: MainWindow) -> RecordPage:
    page = window.page
    assert isinstance(page, RecordPage)
    return page


def _type(page: RecordPage, name: str, text: str) -> None:
    assert page.view is not None
    editor = page.view.rows[name].editor
    assert isinstance(editor, LineEditor)
    editor.line.setText(text)
    editor.line.textEdited.emit(text)


def test_draft_is_kept_within_two_seconds_and_restored(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    window.go("record", form="F01")
    page = _page(window)
    _type(page, "name", "李𬱖")
    qtbot.waitUntil(lambda: drafts.load_draft(desk, "F01") is not None, timeout=2600)
    window.go("today")
    window.go("record", form="F01")
    assert page.view is not None
    assert page.view.raw()["name"] == "李𬱖"
    assert page.banner.isVisible()


def test_veil_keeps_the_draft(window: MainWindow, desk: Desk) -> None:
    window.go("record", form="F01")
    page = _page(window)
    _type(page, "name", "王小")
    window.draw_veil()
    assert page.view is None
    kept = drafts.load_draft(desk, "F01")
    assert kept is not None
    assert kept.values["name"] == "王小"


def test_refusal_stands_beside_the_field(window: MainWindow, desk: Desk) -> None:
    before = desk.revision
    window.go("record", form="F01")
    page = _page(window)
    page.hand_in()
    assert page.view is not None
    row = page.view.rows["name"]
    assert row.note.text().startswith("✕")
    assert row.editor.target().accessibleDescription()
    assert not desk.house().children
    assert desk.revision == before


HOLIDAYS = {
    "year": 2027, "rest_days": [{"on": "2027-01-01", "name": "元旦"}],
    "work_days": [{"on": "2027-02-20", "name": "春节调休"}],
    "notice_no": "国办发明电〔2026〕1号", "notice_on": "2026-11-20",
}  # fmt: skip


def test_submit_correct_void(window: MainWindow, desk: Desk) -> None:
    window.go("record", form="X03", values=HOLIDAYS)
    page = _page(window)
    page.hand_in()
    found = [r for r in desk.house().of("X03") if r.get("year") == 2027]
    assert len(found) == 1, window.message.text.text()
    page._switch("correct")
    page.why.setText("抄错年份")
    assert page.view is not None
    page.view.put({"year": 2028})
    page.hand_in()
    assert desk.record(found[0].id).get("year") == 2028
    assert not page.foot.void.isEnabled(), "voiding is the approver's"
    window._desk = desk.seated(desk.find_account("yuan"))
    window.go("record", record=found[0].id)
    page = _page(window)
    page.foot.void.click()
    assert page.why.isVisible() and "写明原因" in page.state.text()
    assert desk.record(found[0].id).state == "submitted", "the first press only asks"
    page.why.setText("重复录入")
    page.foot.void.click()
    assert desk.record(found[0].id).state == "void"


def test_many_children_are_found_by_typing(look: Theme, qtbot: QtBot) -> None:
    field = FORMS["F31"].field("children")
    many = [(str(n), f"儿童{n:02d}") for n in range(40)]
    around = Surroundings(
        lambda: NOW, lambda _: many, _attach, lambda title: None, lambda what, done, who: None
    )
    view = FormView(FORMS["F31"], around)
    qtbot.addWidget(view)
    editor = view.rows[field.name].editor
    assert isinstance(editor, ManyEditor)
    editor.put(["3"])
    editor.more.put("7")
    editor.more.chosen.emit()
    assert view.raw()["children"] == ["3", "7"]
    editor._remove("3")
    assert editor.value() == ["7"]
