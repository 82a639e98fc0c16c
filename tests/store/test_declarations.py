"""A form of a later version: journal bodies, records, drafts and history follow it, whole."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.practised import practised
from welfare_desktop.actions import access, drafts, records, views
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.records import Step
from welfare_desktop.app import practice
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.domain.errors import Trouble
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.forms.declare import Field, Form, Section
from welfare_desktop.store import projection

NOW = datetime(2026, 11, 2, 9, 0)
Declare = Callable[[Form], None]


@pytest.fixture
def declare() -> Iterator[Declare]:
    """Puts a form in the place of the declared one for a test."""
    (held,) = (one for one in gc.get_referents(FORMS) if isinstance(one, dict))
    before = dict(held)
    yield lambda form: held.update({form.id: form})
    held.clear()
    held.update(before)


def _later(form: Form) -> Form:
    """医院 and 医师 become one field 就诊于, as a later version might have it."""

    def together(body: dict[str, Any]) -> dict[str, Any]:
        parts = [body.pop(name) for name in ("hospital", "doctor") if body.get(name)]
        return body | ({"seen_at": " ".join(parts)} if parts else {})

    kept = tuple(f for f in form.fields if f.name not in ("hospital", "doctor"))
    fields = (*kept, Field(name="seen_at", label="就诊于", kind="text"))
    return msgspec.structs.replace(
        form, version=2, upgrades=(together,), sections=(Section("诊断登记", fields),)
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A closed store with a diagnosis of two versions and a draft, from before the change."""
    place = tmp_path / "store"
    desk = practised(place, SetClock(NOW))
    child = records.submit(desk, "F01", {"name": "甲"}, step=Step(first_run=True))
    doctor = desk.seated(desk.find_account("yisheng"))
    body = {"kind": "1", "name": "脑瘫", "hospital": "市医院", "doctor": "郑医生",
            "diag_on": "2026-11-01"}  # fmt: skip
    made = records.submit(doctor, "F23", body, child=child.id, step=Step(first_run=True))
    records.correct(doctor, made.id, {"hospital": "省医院"}, "看错")
    drafts.save_draft(doctor, "F23", {"hospital": "县医院"}, child=child.id)
    desk.close()
    return place


def _opened(folder: Path) -> Desk:
    return access.open_desk(folder, "yisheng", practice.PASSWORD, SetClock(NOW))


def test_records_drafts_and_history_are_brought_to_the_later_version(
    folder: Path, declare: Declare
) -> None:
    declare(_later(FORMS["F23"]))
    desk = _opened(folder)
    (found,) = desk.house().of("F23")
    assert found.form_version == 2 and found.version == 2
    assert found.get("name") == "脑瘫" and found.get("hospital") is None
    assert found.get("seen_at") == "省医院", "each entry in the shape of today, the last one stands"
    findings: list[str] = []
    assert desk.store.check(findings.append), findings
    told = views.versions(desk, found.id)
    assert [one.new.get("seen_at") for one in told] == ["市医院 郑医生", "省医院"]
    (draft,) = drafts.my_drafts(desk)
    assert draft.values == {"seen_at": "县医院"}
    made = sorted((folder / "before-upgrade").glob("*.backup"))
    assert len(made) == 1, "a verified backup first"
    desk.close()
    _opened(folder).close()
    assert sorted((folder / "before-upgrade").glob("*.backup")) == made, "once"


def test_a_store_of_a_later_declaration_is_refused_untouched(
    folder: Path, declare: Declare
) -> None:
    first = FORMS["F23"]
    declare(_later(first))
    _opened(folder).close()
    declare(first)
    before = (folder / "store.db").read_bytes()
    with pytest.raises(Trouble, match="更新的版本"):
        _opened(folder)
    assert (folder / "store.db").read_bytes() == before


def test_a_step_that_fails_leaves_everything_as_it_was(folder: Path, declare: Declare) -> None:
    later = _later(FORMS["F23"])

    def broken(body: dict[str, Any]) -> dict[str, Any]:
        raise ZeroDivisionError

    declare(msgspec.structs.replace(later, upgrades=(broken,)))
    with pytest.raises(Trouble, match="升级前的样子"):
        _opened(folder)
    declare(later)
    desk = _opened(folder)
    assert desk.house().of("F23")[0].get("seen_at") == "省医院"
    desk.close()


def test_a_changed_fold_folds_every_record_anew(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(projection, "VERSION", 2)
    desk = _opened(folder)
    assert desk.store.check(lambda _: None)
    assert len(list((folder / "before-upgrade").glob("*.backup"))) == 1
    desk.close()
