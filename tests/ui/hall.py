"""One window for the keys of all pages, and all of it that can be observed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QPoint
from PySide6.QtGui import QImage, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QTableView,
    QWidget,
)

from tests.ui.ward import Ward, event_of, night_house, ordered, rostered, window_of
from welfare_desktop.actions import records
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.records import Step
from welfare_desktop.ui.shell import theme
from welfare_desktop.ui.shell.messages import MessageBar
from welfare_desktop.ui.shell.page import Page
from welfare_desktop.ui.shell.tokens import DAY

_NIGHT = datetime(2026, 11, 24, 23, 50)
#: Who has the page's rights; the nurse of the night else.
_WHO = {"staffing": "kezhang", "children": "kezhang", "registers": "kangfu", "group": "kangfu",
        "compliance": "kezhang", "people": "kezhang", "intake": "dangan", "record": "kezhang",
        "today": "kangfu"}  # fmt: skip


class Hall(Ward):
    """The window of one night for all pages; ``asked``: what was asked of the window system."""

    def __init__(self, boss: Desk, ward: Ward, papers: Path) -> None:
        super().__init__(None, ward.desk, ward.clock, ward.window)
        self.boss, self.papers, self.asked = boss, papers, 0

    def at(self, page: str) -> Page:
        """The page as a person with its rights enters it; nothing from before stays open."""
        for top in QApplication.topLevelWidgets():
            if top is not self.window and top.isVisible():
                top.close()
        if self.window.veiled:
            self.window._lift()
        self.window.message.hide()
        self.window.help.hide()
        login = _WHO.get(page, "hushi1")
        self.window._desk = self.desk = self.boss.seated(self.boss.find_account(login))
        told = {
            "record": {"form": "F31"},
            "intake": {"child": self.child},
            "rounds": {"tab": "board"},
            "staffing": {"tab": "ratio"},
            "children": {"child": self.child},
        }.get(page, {})
        self.window.go(page, **told)
        self.settle()
        assert self.window.page is not None
        return self.window.page

    @property
    def child(self) -> str:
        return self.boss.house().children[0].id

    def settle(self) -> None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
        self.window.activateWindow()
        QApplication.processEvents()

    def hit(self, key: str) -> None:
        """One key, to whatever has the keyboard."""
        one = QKeySequence(key)[0]  # type: ignore[index]
        popup = QApplication.activePopupWidget()
        at = popup or QApplication.focusWidget() or self.window
        QTest.keyClick((popup.focusWidget() or popup) if popup else at, one.key(),
                       one.keyboardModifiers())  # fmt: skip
        QApplication.processEvents()

    def ask(self, *_: object, **__: object) -> None:
        """A file, a folder or an answer was asked for."""
        self.asked += 1

    def seen(self) -> list[object]:
        """All that can be observed: what is open, what stands there, where the keyboard is. A
        refusal is not what a key is told to do."""
        tops = [top for top in QApplication.topLevelWidgets() if top.isVisible()]
        found: list[object] = [self.asked, theme.theme().tokens.name]
        focus = QApplication.focusWidget()
        found.append(focus and (type(focus).__name__, focus.mapToGlobal(QPoint(0, 0)).toTuple()))
        for top in tops:
            found.append((type(top).__name__, top.windowTitle()))
            found += [_told(w) for w in top.findChildren(QWidget) if w.isVisible() and not _bad(w)]
        return found


def _bad(widget: QWidget) -> bool:
    bar: QWidget | None = widget
    while bar is not None and not isinstance(bar, MessageBar):
        bar = bar.parentWidget()
    return bar is not None and bar.property("tone") in ("bad", "warn")


def _told(widget: QWidget) -> tuple[object, ...]:
    told: list[object] = [type(widget).__name__, widget.accessibleName(),
                          widget.accessibleDescription()]  # fmt: skip
    if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
        told.append(widget.text())
    if isinstance(widget, QAbstractButton):
        told.append(widget.isChecked())
    elif isinstance(widget, QComboBox):
        told.append(widget.currentText())
    elif isinstance(widget, QAbstractSlider):
        told.append(widget.value())
    elif isinstance(widget, QAbstractItemView) and widget.selectionModel() is not None:
        model, at = widget.model(), widget.currentIndex()
        told += [at.row(), at.column(), len(widget.selectedIndexes())]
        root = QModelIndex()
        columns = range(model.columnCount(root)) if isinstance(widget, QTableView) else (0,)
        told += [model.index(row, column).data() for row in range(min(model.rowCount(root), 60))
                 for column in columns]  # fmt: skip
    return tuple(told)


def night_hall(app: QApplication, folder: Path) -> Iterator[Hall]:
    """Ten to midnight: a child after a seizure, one with a dose due, one whose growth is known."""
    theme.install(app)
    boss, clock = night_house(folder / "store", 6, _NIGHT, watched=(2,))
    window = window_of(boss.seated(boss.find_account("hushi1")))
    made = Hall(boss, Ward(None, window.desk, clock, window), folder)
    rostered(made, "E", _NIGHT.replace(hour=16, minute=0), ["hushi1"])
    rostered(made, "N", _NIGHT.replace(hour=0, minute=0) + timedelta(days=1), ["huli2"])
    event_of(made, boss.house().children[3].id)
    ordered(made, made.child, "丙戊酸钠", "每日3次")
    _measured(made)
    _planned(made)
    window.resize(1366, 728)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    for asking in ("ask_open_file", "ask_folder", "ask_sure"):
        setattr(window, asking, made.ask)
    app.clipboard().setImage(QImage(600, 800, QImage.Format.Format_RGB32))
    yield made
    window.close()
    boss.close()
    theme.theme().use(DAY, "标准")


def _measured(hall: Hall) -> None:
    """Twice, so that there is a curve to walk."""
    nurse = hall.boss.seated(hall.boss.find_account("hushi1"))
    for day in ("2026-09-01", "2026-10-01"):
        records.submit(
            nurse, "F21", {"measured_on": day, "length_cm": 140.0, "posture": "2", "weight_kg": 33.0},
            child=hall.child, step=Step(late_reason="补录"),
        )  # fmt: skip


def _planned(hall: Hall) -> None:
    """Two children with a plan of training in force."""
    therapist = hall.boss.seated(hall.boss.find_account("kangfu"))
    items = [{"item": one, "minutes": 30, "per_week": 2, "place": "康复室",
              "therapist": therapist.account.staff} for one in ("1", "9")]  # fmt: skip
    for child in hall.boss.house().children[:2]:
        told = {"from_on": "2026-11-01", "to_on": "2027-01-31", "items": items}
        records.submit(therapist, "F34", told, child=child.id, step=Step(first_run=True))
