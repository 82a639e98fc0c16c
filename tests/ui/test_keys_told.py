"""F1 tells every key of a page, and every key it tells does something there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QWidget,
)

from tests import scanned
from tests.ui.hall import Hall, night_hall
from tests.ui.hands import whole
from welfare_desktop.ui.children.catalogue import CatalogueList
from welfare_desktop.ui.children.page import ChildrenPage
from welfare_desktop.ui.compliance.page import CompliancePage
from welfare_desktop.ui.filing.page import IntakePage
from welfare_desktop.ui.pages import PAGES
from welfare_desktop.ui.registers.group import GroupPage
from welfare_desktop.ui.rounds.page import RoundsPage
from welfare_desktop.ui.shell import theme
from welfare_desktop.ui.shell.help import EVERYWHERE
from welfare_desktop.ui.shell.keys import called, sequences
from welfare_desktop.ui.shell.page import Page
from welfare_desktop.ui.shell.tokens import DAY, NIGHT
from welfare_desktop.ui.staffing.page import StaffingPage

_UI = Path(called.__code__.co_filename).parents[1]
_NIGHT = datetime(2026, 11, 24, 23, 50)
_IDS = [entry.id for entry in PAGES]
#: Keys with a meaning that every list, line or button gives them, and what is only held.
_PLAIN = {"Up", "Down", "Left", "Right", "Home", "End", "PageUp", "PageDown", "Return", "Enter",
          "Escape", "Space", "Control", "Shift", "Alt", "Meta"}  # fmt: skip
#: Where other keys are read, and why F1 need not tell them.
_OWN = {
    "rounds/asks.py": "a question writes its keys in its own hint",
    "shell/veil.py": "F9 of everywhere, where a dialog keeps it from the window",
}
#: Keys as they are written on buttons and in what is read aloud.
_WRITTEN = re.compile(
    r"(?:Ctrl|Alt)\+(?:Shift\+)?(?:F?\d|[A-Z↵]|Enter)(?![A-Za-z])|\bF[1-9]\b(?!\d)"
)


@pytest.fixture(scope="module")
def hall(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    yield from night_hall(qapp, tmp_path_factory.mktemp("night"))


def _views(hall: Hall, name: str) -> Iterator[Page]:
    """A page, and each of its tabs that tells keys of its own."""
    page = hall.at(name)
    yield page
    if isinstance(page, RoundsPage | StaffingPage):
        for number in range(1, page.tabs.count()):
            page.tabs.setCurrentIndex(number)
            hall.settle()
            yield page


def _known(page: Page) -> set[str]:
    return {one for key in (*page.keys, *EVERYWHERE) for one in sequences(key.shown)}


@pytest.mark.parametrize("name", _IDS)
def test_each_key_a_page_is_bound_to_is_told(hall: Hall, name: str) -> None:
    for page in _views(hall, name):
        bound = {s.key().toString().replace("Enter", "Return") for s in page.findChildren(QShortcut)
                 if (owner := s.parent()) is page or (isinstance(owner, QWidget)
                 and owner.isVisible())}  # fmt: skip
        bound |= {b.shortcut().toString() for b in page.findChildren(QAbstractButton)} - {""}
        assert sorted(bound - _known(page)) == []
        assert [one for one in _known(page) if QKeySequence(one).toString() != one] == []


@pytest.mark.parametrize("name", _IDS)
def test_each_key_written_on_a_page_is_told(hall: Hall, name: str) -> None:
    for page in _views(hall, name):
        here = (page, *page.findChildren(QWidget), *hall.window.header.findChildren(QWidget))
        for widget in filter(QWidget.isVisible, here):
            said = [widget.toolTip(), widget.accessibleName()]
            if isinstance(widget, QLabel | QAbstractButton):
                said.append(widget.text())
            written = {one for text in said for told in _WRITTEN.findall(text)
                       for one in sequences(told)}  # fmt: skip
            assert sorted(written - _known(page)) == [], said


def test_keys_with_a_meaning_of_their_own_are_read_from_the_lines_of_f1() -> None:
    for path in sorted(_UI.rglob("*.py")):
        found = set(re.findall(r"\bKey\.Key_(\w+)", path.read_text(encoding="utf-8"))) - _PLAIN
        assert not found or str(path.relative_to(_UI)) in _OWN, (path, found)


def test_f1_reads_on_to_the_last_key_and_closes(hall: Hall) -> None:
    """In the largest type and the smallest window of the night, on each page."""
    theme.theme().use(NIGHT, "特大")
    hall.window.resize(1080, 570)
    for name in _IDS:
        for page in _views(hall, name):
            panel, met = hall.window.help, set[str]()
            for _ in range(12):
                hall.hit("F1")
                hall.settle()
                met |= {w.text() for w in panel.findChildren(QLabel) if whole(w)}
                if not panel.isVisible():
                    break
            assert not panel.isVisible()
            assert {text for key in (*page.keys, *EVERYWHERE) for text in key[:2]} <= met, name
    theme.theme().use(DAY, "标准")
    hall.window.resize(1366, 728)


# --- every told key, pressed ---

#: Brings the page into a state in which a key has something to do.
Ready = Callable[[Hall, Page], object]


def _opened(_: Hall, __: Page) -> None:
    """The page as it opens."""


def _hits(*keys: str) -> Ready:
    def ready(hall: Hall, _: Page) -> None:
        for key in keys:
            hall.hit(key)

    return ready


def _tab(number: int, *keys: str) -> Ready:
    def ready(hall: Hall, page: Page) -> None:
        assert isinstance(page, RoundsPage | StaffingPage)
        page.tabs.setCurrentIndex(number)
        hall.settle()
        _hits(*keys)(hall, page)

    return ready


def _later(*keys: str) -> Ready:
    """The next round of the night, its first child under the cursor."""

    def ready(hall: Hall, page: Page) -> None:
        hall.clock.at += timedelta(hours=1)
        hall.window.go("rounds", start=True)
        hall.settle()
        _hits(*keys)(hall, page)

    return ready


def _new_event(*keys: str) -> Ready:
    """An event that has just been noted."""

    def ready(hall: Hall, page: Page) -> None:
        hall.clock.at += timedelta(hours=1)
        hall.window.go("rounds", tab="board")
        hall.settle()
        hall.hit("F3")
        assert hall.window.page is page
        _hits(*keys)(hall, page)

    return ready


def _at_post(hall: Hall, page: Page) -> None:
    """The cursor on who leads a shift."""
    _tab(1)(hall, page)
    assert isinstance(page, StaffingPage) and page.plan.month is not None
    month = page.plan.month
    row = next(n for n, one in enumerate(month.rows) if month.is_post(one))
    _hits(*["Down"] * row)(hall, page)


def _at_catalogue(hall: Hall, page: Page) -> None:
    """The keyboard on a paper of the child's file that has its record."""
    assert isinstance(page, ChildrenPage)
    page.file.tabs.setCurrentIndex(2)
    hall.settle()
    page.findChildren(CatalogueList)[0].setFocus()


def _book(form: str) -> Ready:
    def ready(hall: Hall, _: Page) -> None:
        hall.window.go("registers", form=form)
        hall.settle()

    return ready


def _with_records(hall: Hall, page: Page) -> None:
    """The cursor on a row that rests on records."""
    assert isinstance(page, CompliancePage)
    for _ in range(40):
        if page.records.isEnabled():
            return
        hall.hit("Down")


def _brought(*keys: str) -> Ready:
    """Two scans lie in the tray."""

    def ready(hall: Hall, page: Page) -> None:
        files = [scanned.picture(hall.papers / f"{n}.jpg", shade=90 + 40 * n) for n in range(2)]
        hall.window.go("intake", child=hall.child, files=files)
        hall.settle()
        _hits(*keys)(hall, page)

    return ready


def _in_tray(hall: Hall, page: Page) -> None:
    _brought("Ctrl+Up")(hall, page)
    assert isinstance(page, IntakePage)
    page.tray.setFocus()


def _at_members(hall: Hall, page: Page) -> None:
    assert isinstance(page, GroupPage)
    page.list.table.setFocus()


def _given(*keys: str) -> Ready:
    """The giver has signed."""

    def ready(hall: Hall, page: Page) -> None:
        _tab(1)(hall, page)
        assert isinstance(page, RoundsPage)
        if page.handover.given is None:
            hall.type(str(len(hall.desk.house().children)))
            hall.hit("Ctrl+Return")
            hall.sign()
            hall.settle()
        assert page.handover.given is not None, hall.window.message.text.text()
        _hits(*keys)(hall, page)

    return ready


#: Page, and tab of it → states in which its keys are pressed, one after the other.
_READY: dict[str, list[Ready]] = {
    "rounds": [_later(), _later("Down"), _later("Space"), _later("Right")],
    "rounds 1": [_tab(1, "Ctrl+Down"), _tab(1, "Ctrl+Down", "A"), _given(), _given("Ctrl+Down")],
    "event": [_new_event(), _new_event("2"), _new_event("H", "Esc", "Esc")],
    "staffing": [_opened, _hits("Down")],
    "staffing 1": [_tab(1, "Home"), _tab(1, "Home", "Down", "D"), _tab(1, "Home", "N"), _at_post],
    "staffing 2": [_tab(2), _tab(2, "Down")],
    "children": [_opened, _hits("Down"), _at_catalogue, _hits("Ctrl+G", "2")],
    "registers": [_opened, _hits("Down"), _book("F31"), _book("F35")],
    "compliance": [_opened, _hits("Down"), _with_records],
    "intake": [_brought(), _brought("Down"), _brought("Ctrl+Down"), _in_tray],
    "group": [_opened, _at_members],
}
#: Digits beyond the three persons who may lead here.
_MORE = {"staffing 1": "456789"}


def _does_nothing(hall: Hall, name: str, keys: list[str], ready: Ready) -> list[str]:
    """Keys that change nothing; the page is made ready anew where one led away from it."""
    idle = []
    fresh = False
    for key in keys:
        if not fresh:
            page = hall.at(name)
            ready(hall, page)
        before = hall.seen()
        hall.hit(key)
        hall.settle()
        after = hall.seen()
        if before == after:
            idle.append(key)
        fresh = after[2] == before[2] and hall.window.page is page and len(after) == len(before)
    return idle


@pytest.mark.parametrize("name", [*_IDS, "rounds 1", "staffing 1", "staffing 2"])
def test_each_told_key_does_something(hall: Hall, name: str) -> None:
    idle: list[str] | None = None
    page = name.partition(" ")[0]
    for ready in _READY.get(name, [_opened, _hits("Down")]):
        if idle is None:
            ready(hall, made := hall.at(page))
            idle = [one for key in made.keys for one in sequences(key.shown)]
        idle = _does_nothing(hall, page, idle, ready)
    assert [key for key in idle or () if key not in _MORE.get(name, "")] == []


@pytest.mark.parametrize("key", [one for key in EVERYWHERE for one in sequences(key.shown)])
def test_each_key_of_everywhere_does_something(hall: Hall, key: str) -> None:
    def at_a_button(hall: Hall, _: Page) -> None:
        hall.window.header.night.setFocus()

    for name, ready in (("lead", _opened), ("today", _hits("F6")), ("today", at_a_button)):
        if not _does_nothing(hall, name, [key], ready):
            return
    raise AssertionError(f"{key} does nothing")
