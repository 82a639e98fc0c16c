"""Wristband labels: who, what must not be given, and a code that jumps to the child."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pypdfium2

from tests.practised import practised
from tests.ui.ward import admitted
from welfare_desktop.actions import labels, search, seeing
from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.domain.names import SCANNED
from welfare_desktop.reports.labels import Label, wristbands


def words(pdf: bytes) -> str:
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


def test_a_label_says_who_it_is_and_what_it_does_not_bear(desk: Desk, child: str) -> None:
    known = desk.house().child(child)
    assert known is not None and known.birth_date is not None
    told = words(labels.child_label(desk, known))
    for part in (known.name, known.file_no, f"{known.birth_date:%Y-%m-%d}"):
        assert part in told
    assert ("过敏" in told.replace("腕带标签", "")) == (known.record.text("allergy") != "无")
    assert [e.record for e in desk.store.acts(seeing.PRINTED)] == [child]


def test_what_the_code_says_finds_the_child(desk: Desk, child: str) -> None:
    known = desk.house().child(child)
    assert known is not None
    found = search.find(desk, f"{SCANNED}{known.file_no}")
    assert [hit.id for hit in found] == [child]


def test_a_ward_has_a_label_for_everybody_in_it(tmp_path: Path) -> None:
    clock = SetClock(datetime(2026, 11, 24, 12, 0))
    desk = practised(tmp_path / "store", clock)
    ward = desk.house().wards[0].id
    for number in range(3):
        admitted(desk, number, date(2015, 6, 1), number == 1, clock.at.date())
    told = words(labels.ward_labels(desk, ward))
    children = desk.house().children
    assert len(children) == 3 and all(c.name in told and c.file_no in told for c in children)
    assert [e.record for e in desk.store.acts(seeing.PRINTED)] == [ward]
    desk.close()


def test_sixty_labels_fill_sheets_and_none_is_torn() -> None:
    made = [
        Label(name=f"儿童{n:02}", number=f"341000-2026-{n:04}", sex="女", birth_date=None,
              allergy="青霉素" if n % 7 == 0 else "", code=f"/341000-2026-{n:04}")
        for n in range(60)
    ]  # fmt: skip
    told = words(wristbands("某儿童福利院", "一区", made))
    assert all(told.count(label.number) == 1 for label in made)
    assert told.count("过敏：青霉素") == 9 and told.count("出生日期不详") == 60
