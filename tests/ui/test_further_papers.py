"""Papers that no field of a form asks for: added with their archive type, shown, sealed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import scanned
from tests.ui.conftest import Houses, Sit
from welfare_desktop.actions import papers, records
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.records import Step
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.ui.form.record_page import RecordPage
from welfare_desktop.ui.form.view import further_papers
from welfare_desktop.ui.shell.widgets import Button
from welfare_desktop.ui.shell.window import MainWindow


@pytest.fixture
def house(houses: Houses) -> Desk:
    return houses(1)


@pytest.fixture
def window(sit: Sit, house: Desk) -> MainWindow:
    return sit(house.seated(house.find_account("kezhang")))


def _scan(tmp_path: Path, name: str) -> Path:
    path = tmp_path / name
    path.write_bytes(b"%PDF-1.4\n%%EOF\n" + name.encode())
    return path


def test_what_a_field_takes_is_not_offered_twice() -> None:
    for form in FORMS.values():
        named = {kind for field in form.fields for kind in field.papers}
        assert not named & set(further_papers(form).papers)
    assert {"C34", "C36"} <= set(further_papers(FORMS["F43"]).papers)


def test_a_paper_of_the_archive_hangs_on_any_record(
    window: MainWindow, house: Desk, tmp_path: Path
) -> None:
    child = house.house().children[0].id
    window.go("record", form="F43", child=child)
    page = window.page
    assert isinstance(page, RecordPage) and page.view is not None
    extra = page.view.extra
    assert extra.type is not None
    extra.type.put("B30")
    extra.attach(_scan(tmp_path, "诊断证明.pdf"))
    page.save_draft()
    window.go("today")
    window.go("record", form="F43", child=child)
    assert page.view is not None
    assert [(p.type, p.name) for p in page.view.papers] == [("B30", "诊断证明.pdf")]
    made = records.submit(window.desk, "F43", {"assessed_on": "2026-11-02"}, child=child,
                          step=Step(first_run=True, papers=page.view.papers))  # fmt: skip
    window.go("record", form="F43", record=made.id)
    assert page.sheet is not None
    shown = [b.text().strip() for b in page.sheet.findChildren(Button)]
    assert any("诊断证明.pdf" in text and "　" in text for text in shown)


def test_a_scan_behind_a_password_is_refused_beside_the_field(
    window: MainWindow, house: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = scanned.pdf(tmp_path / "锁.pdf", password="x")
    monkeypatch.setattr(window, "ask_open_file", lambda title, kinds: locked)
    window.go("record", form="F43", child=house.house().children[0].id)
    page = window.page
    assert isinstance(page, RecordPage) and page.view is not None
    extra = page.view.extra
    extra.button.click()
    assert "请先去掉密码" in extra.names.text() and extra.papers == [] and locked.exists()


def test_a_sealed_form_seals_its_further_papers(house: Desk, tmp_path: Path) -> None:
    desk, child = house.seated(house.find_account("kezhang")), house.house().children[0].id
    paper = papers.take_in(desk, _scan(tmp_path, "材料.pdf"), "A99")
    for form, count in (("F43", 1), ("F47", 0)):
        made = records.submit(
            desk, form, {}, child=child, step=Step(first_run=True, papers=(paper,))
        )
        assert len(desk.viewer().seen(made).record.papers) == count
