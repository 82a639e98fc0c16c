"""生长曲线 and 预防接种 in a child's file: drawn by day and night, walked by key, told in words, on paper."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.conftest import MORNING, Houses, Sit
from welfare_desktop.actions import health_file, records
from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain.deadlines import addm
from welfare_desktop.domain.house import Child
from welfare_desktop.ui.children.page import ChildrenPage
from welfare_desktop.ui.form.record_page import RecordPage
from welfare_desktop.ui.shell.theme import Theme
from welfare_desktop.ui.shell.tokens import DAY, NIGHT
from welfare_desktop.ui.shell.window import MainWindow

_WEIGHTS = ((24, 86.0, 11.4), (36, 94.5, 13.6), (48, 102.0, 15.9))


def _child(desk: Desk) -> Child:
    """Somebody between four and six."""
    return next(
        c for c in desk.house().children
        if c.birth_date is not None and addm(c.birth_date, 48) < MORNING.date() < addm(c.birth_date, 84)
    )  # fmt: skip


class Shown:
    """The file of a child who was measured three times and vaccinated once."""

    def __init__(self, desk: Desk, sit: Sit) -> None:
        self.desk, self.child = desk, _child(desk)
        nurse = desk.seated(desk.find_account("hushi1"))
        birth = self.child.birth_date
        assert birth is not None
        for months, length, weight in _WEIGHTS:
            day = addm(birth, months)
            records.submit(
                nurse, "F21",
                {"measured_on": f"{day}", "length_cm": length, "posture": "2", "weight_kg": weight,
                 "head_cm": 48 + months / 24},
                child=self.child.id, step=records.Step(late_reason="补录"),
            )  # fmt: skip
        records.submit(
            nurse, "F22",
            {"cert_no": "1", "cert_made_on": f"{birth}", "vaccine": "HEPB", "dose_no": 1,
             "given_on": f"{birth}", "site": "左臂", "batch": "A1", "maker": "某厂", "clinic": "门诊",
             "reaction": "无", "deferred": False, "schedule_version": "2021"},
            child=self.child.id, step=records.Step(late_reason="补录"),
        )  # fmt: skip
        self.window: MainWindow = sit(nurse)
        self.window.go("children", child=self.child.id)
        self.page = self.window.findChildren(ChildrenPage)[0]
        self.tab = self.page.file.growth


@pytest.fixture
def shown(houses: Houses, sit: Sit) -> Iterator[Shown]:
    yield Shown(houses(12), sit)


def _open(shown: Shown) -> None:
    shown.page.table.setFocus()
    QTest.keyClick(shown.page.table, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)


def test_one_key_opens_the_curves_with_the_keyboard_on_them(shown: Shown) -> None:
    _open(shown)
    assert shown.tab.curves.hasFocus() and shown.tab.isVisible()
    made = shown.tab.curves.chart
    assert made is not None and len(made.dots) == 3 and len(made.curves) == 7
    assert "0–7 岁" in shown.tab.view.currentText()
    assert "15.9 kg" in shown.tab.told.text() and "水平：" in shown.tab.told.text()


def test_arrows_walk_the_points_and_tell_them(shown: Shown) -> None:
    _open(shown)
    curves = shown.tab.curves
    QTest.keyClick(curves, Qt.Key.Key_Left)
    assert "13.6 kg" in shown.tab.told.text()
    assert curves.accessibleDescription().startswith("第 2 次，共 3 次。")
    QTest.keyClick(curves, Qt.Key.Key_Home)
    QTest.keyClick(curves, Qt.Key.Key_Left)
    assert "11.4 kg" in shown.tab.told.text(), "it stays at the first"
    QTest.keyClick(curves, Qt.Key.Key_End)
    assert "15.9 kg" in shown.tab.told.text()


def test_digits_change_the_index_and_arrows_the_standard(shown: Shown) -> None:
    _open(shown)
    curves = shown.tab.curves
    seen = []
    for key in (Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_5, Qt.Key.Key_1):
        QTest.keyClick(curves, key)
        assert curves.chart is not None
        seen.append(curves.chart.index)
    assert seen == ["height", "bmi", "head", "wfh", "weight"]
    assert shown.tab.indices[0].isChecked() and not shown.tab.indices[1].isChecked()
    QTest.keyClick(curves, Qt.Key.Key_Down)
    assert curves.chart is not None and curves.chart.view.standard == "WHO"
    QTest.keyClick(curves, Qt.Key.Key_Up)
    assert curves.chart.view.standard == "WS/T 423-2022"


def test_a_click_chooses_the_nearest_point(shown: Shown) -> None:
    _open(shown)
    curves = shown.tab.curves
    plot = curves._plot()
    assert plot is not None
    x, y = plot.at(plot.chart.dots[0].at)
    QTest.mouseClick(curves, Qt.MouseButton.LeftButton, pos=QPoint(round(x) + 3, round(y)))
    assert "11.4 kg" in shown.tab.told.text()


def _colours(image: QImage) -> set[str]:
    return {
        QColor(image.pixel(x, y)).name().upper()
        for x in range(0, image.width()) for y in range(0, image.height(), 2)
    }  # fmt: skip


def test_drawn_in_the_colours_of_day_and_night(shown: Shown, look: Theme) -> None:
    _open(shown)
    for tokens in (DAY, NIGHT):
        look.use(tokens)
        seen = _colours(shown.tab.curves.grab().toImage())
        for token in ("ok", "warn", "bad", "info", "ring", "weak"):
            assert getattr(tokens, token).upper() in seen, (tokens.name, token)


@pytest.mark.parametrize("size", ["标准", "大", "特大"])
def test_the_curves_have_room_at_every_size(shown: Shown, look: Theme, size: str) -> None:
    _open(shown)
    look.use(DAY, size)
    hint = shown.window.minimumSizeHint()
    assert hint.width() <= 1080 and hint.height() <= 570
    assert shown.tab.curves.height() >= shown.tab.curves.minimumSizeHint().height()


def test_the_paper_holds_the_curves_and_is_journalled(
    shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers: list[tuple[str, bytes, str]] = []
    monkeypatch.setattr(shown.window, "show_paper", lambda *told: papers.append(told))
    _open(shown)
    shown.tab.paper.click()
    title, pdf, name = papers[0]
    assert b"/FontFile2" in pdf and b"Helvetica" not in pdf, "its fonts come with it"
    assert b"/Subtype /Image" not in pdf, "curves are lines"
    assert title.endswith("生长曲线") and name.endswith("生长曲线.pdf") and pdf.startswith(b"%PDF")
    assert shown.desk.store.acts("print")[-1].record == shown.child.id
    again = health_file.growth_sheet(shown.window.desk, shown.child)
    assert again == pdf, "the same records give the same bytes"


def test_new_measurings_begin_here(shown: Shown) -> None:
    _open(shown)
    shown.tab.new.click()
    presenter = shown.window.findChildren(RecordPage)[0].presenter
    assert presenter is not None and presenter.form.id == "F21"
    assert presenter.child == shown.child.id


def test_nobody_was_measured_yet(shown: Shown) -> None:
    other = next(c for c in shown.desk.house().children if c.id != shown.child.id)
    shown.window.go("children", child=other.id)
    _open(shown)
    assert "没有测量" in shown.tab.told.text() and not shown.tab.paper.isEnabled()
    assert "先填" in shown.tab.paper.toolTip()
    QTest.keyClick(shown.tab.curves, Qt.Key.Key_Left)
    assert shown.tab.curves.at == -1


def test_who_may_not_read_the_form_sees_no_curves(shown: Shown) -> None:
    money = shown.desk.seated(shown.desk.find_account("caiwu"))
    found = health_file.growth_of(money, shown.child)
    assert found.why_not and not found.measures
    doses = health_file.vaccines_of(money, shown.child)
    assert doses.why_not and not doses.items
    shown.tab.show_growth(found)
    assert shown.tab.none.isVisibleTo(shown.tab) and not shown.tab.card.isVisibleTo(shown.tab)


def test_the_doses_begin_with_what_is_late(shown: Shown) -> None:
    shown.page.file.tabs.setCurrentWidget(shown.page.file.doses)
    tab = shown.page.file.doses
    found = health_file.vaccines_of(shown.window.desk, shown.child)
    assert len(tab.rows) == len(found.items) > 20
    assert [i.state for i in found.items[:3]] == ["overdue"] * 3
    assert "已种 1 剂" in tab.told.text() and "以接种门诊为准" in tab.told.text()
    given = next(i for i in found.items if i.state == "done")
    assert given.dose.vaccine == "HEPB" and given.on == shown.child.birth_date
    tab.new.click()
    record = shown.window.findChildren(RecordPage)[0]
    assert record.presenter is not None and record.presenter.form.id == "F22"
    assert record.view is not None
    assert record.view.rows["schedule_version"].editor.value() == "2025-11"


def test_the_curves_are_forgotten_with_the_child(shown: Shown, qtbot: QtBot) -> None:
    _open(shown)
    shown.page.clear()
    assert shown.tab.curves.chart is None and shown.tab.told.text() == ""
