"""A session of a whole group, by keys alone; keys are counted."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import Houses, Sit
from tests.ui.hands import commit, name, seen
from welfare_desktop.actions import drafts, group_session, records
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.records import Step
from welfare_desktop.domain.errors import Refused
from welfare_desktop.ui.registers.group import GroupPage
from welfare_desktop.ui.registers.page import RegistersPage
from welfare_desktop.ui.shell.window import MainWindow

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
_CHILDREN = 12


def _planned(desk: Desk, item: str = "1") -> None:
    """Every child has a plan in force of this item and another."""
    day = desk.now().date() - timedelta(days=10)
    items = [
        {"item": one, "minutes": 30, "per_week": 2, "place": "康复室",
         "therapist": desk.find_account("kangfu").staff} for one in (item, "9")
    ]  # fmt: skip
    for child in desk.house().children:
        told = {"from_on": day.isoformat(), "to_on": (day + timedelta(days=90)).isoformat(),
                "items": items}  # fmt: skip
        records.submit(desk, "F34", told, child=child.id, step=Step(first_run=True))


@pytest.fixture
def therapist(houses: Houses) -> Desk:
    boss = houses(_CHILDREN)
    _planned(boss)
    return boss.seated(boss.find_account("kangfu"))


class Keys:
    """Presses and counts."""

    def __init__(self, window: MainWindow) -> None:
        self.window, self.count = window, 0

    def press(self, *keys: Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            self.count += 1
            QTest.keyClick(seen(), key, held)
            QApplication.processEvents()

    def type(self, text: str, pinyin: str) -> None:
        """What an input method commits after these letters and a space."""
        self.count += len(pinyin) + 1
        commit(text)


def _page(window: MainWindow) -> GroupPage:
    page = window.page
    assert isinstance(page, GroupPage), window.message.text.text()
    return page


def test_a_group_of_twelve_is_entered_within_forty_keys(sit: Sit, therapist: Desk) -> None:
    _, members = group_session.known(therapist)
    before = [msgspec.structs.replace(one, joins=True) for one in members]
    held = {"start_at": "2026-10-30T08:00", "minutes": 30, "delivery": "1", "performance": "2",
            "reaction": "平稳", "therapist": therapist.account.staff}  # fmt: skip
    group_session.enter(therapist, held, before, "补录")
    window = sit(therapist)
    window.go("today")
    keys = Keys(window)
    keys.press(Key.Key_G, held=CTRL)
    page = _page(window)
    shared = {n: row.editor.value() for n, row in page.rows.items()}
    assert (shared["start_at"], shared["minutes"]) == ("2026-11-02T08:00", "30"), "as last time"
    assert "performance" not in {n for n, v in shared.items() if v}, "nobody saw it yet"
    keys.press(Key.Key_Space)
    while name(seen()) != "反应":
        keys.press(Key.Key_Tab)
    keys.type("配合", "peihe")
    while seen() is not page.list.table:
        keys.press(Key.Key_Tab)
    keys.press(Key.Key_Down, Key.Key_Down, Key.Key_0)
    keys.type("发热", "fare")
    keys.press(Key.Key_Return, Key.Key_Down, Key.Key_3, Key.Key_Return)
    keys.type("哭闹", "kunao")  # handed in without Enter: it counts all the same
    keys.press(Key.Key_Return, held=CTRL)
    assert isinstance(window.page, RegistersPage), window.message.text.text()
    assert "12名儿童" in window.message.text.text()
    made = [r for r in therapist.house().of("F35") if r.text("start_at") == "2026-11-02T08:00"]
    assert len(made) == _CHILDREN == len({r.child for r in made}) == len({r.form_no for r in made})
    absent, other = (next(r for r in made if r.child == members[n].child) for n in (2, 3))
    assert (absent.get("minutes"), absent.get("not_done_reason")) == (0, "发热")
    assert not absent.get("performance") and not absent.get("reaction")
    assert (other.get("performance"), other.get("reaction")) == ("3", "哭闹")
    assert all(r.get("plan") for r in made)
    assert keys.count <= 40, keys.count


def test_all_of_them_or_none(therapist: Desk) -> None:
    told, members = group_session.known(therapist)
    joining = [msgspec.structs.replace(one, joins=True) for one in members]
    joining[5] = msgspec.structs.replace(joining[5], item="3")
    with pytest.raises(Refused, match=f"{joining[5].name}：方案里没有这个项目"):
        group_session.enter(therapist, told | {"performance": "1", "reaction": "好"}, joining)
    assert not therapist.house().of("F35")
    with pytest.raises(Refused, match="还没有选参加的儿童"):
        group_session.enter(therapist, told, members)


def test_what_is_missing_is_asked_at_its_field_and_nothing_typed_is_lost(
    sit: Sit, therapist: Desk
) -> None:
    window = sit(therapist)
    window.go("registers", form="F35")
    keys = Keys(window)
    keys.press(Key.Key_G, held=CTRL)
    page = _page(window)
    assert not any(one.joins for one in page.list.members), "no group yet: nobody is chosen"
    page.list.table.setFocus()
    keys.press(Key.Key_A, Key.Key_Down, Key.Key_Space, Key.Key_I)
    keys.press(Key.Key_Return, held=CTRL)
    assert page.rows["performance"].sentence, "said at the field"
    assert page.rows["performance"].isAncestorOf(seen())
    window.draw_veil()
    assert not page.list.members
    assert [d.form for d in drafts.my_drafts(therapist)] == ["F35"]
    window.go("today")
    window.go("group")
    joins = [one.joins for one in page.list.members]
    assert joins == [True, False] + [True] * 10 and page.list.members[1].item == "9"
    page.drop.click()
    assert not drafts.my_drafts(therapist) and not any(m.joins for m in page.list.members)


def test_who_does_not_train_has_no_such_key(sit: Sit, therapist: Desk) -> None:
    window = sit(therapist.seated(therapist.find_account("shegong")))
    window.go("today")
    Keys(window).press(Key.Key_G, held=CTRL)
    assert not isinstance(window.page, GroupPage)
