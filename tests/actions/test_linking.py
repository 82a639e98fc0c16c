"""What is known is carried from form to form: links offer the right records, a record goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.practised import practised
from welfare_desktop.actions import linking, records
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.records import Step
from welfare_desktop.app import demo
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.domain.codes import code_list
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.forms.declare import Field
from welfare_desktop.domain.record import Record
from welfare_desktop.ui.form.presenter import Presenter

NOW = datetime(2026, 11, 2, 9, 0)
_SIGNAL = code_list("CL-FDIS").items[0][0]


class House:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.one, self.other = (child.id for child in desk.house().children[:2])

    def write(self, form: str, child: str | None = None, **values: Any) -> Record:
        return records.submit(self.desk, form, values, child=child, step=Step(first_run=True))

    def body(self, form: str, child: str | None = None) -> dict[str, Any]:
        """What stands in a new form."""
        return dict(Presenter(self.desk, form, child=child or self.one).body())

    def offered(self, form: str, field: str, child: str | None = None) -> list[str]:
        return [key for key, _ in linking.choices(self.desk, child, FORMS[form].field(field))]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    desk = practised(tmp_path / "store", SetClock(NOW))
    demo._children(desk, 2, date(2026, 11, 2), Random(7))
    yield House(desk)
    desk.close()


def test_a_childs_form_offers_the_childs_own_records_the_newest_first(house: House) -> None:
    mine = [house.write("F43", house.one, assessed_on=f"2026-10-0{n}").id for n in (1, 2)]
    house.write("F43", house.other, assessed_on="2026-10-03")
    assert house.offered("F44", "assessment", house.one) == mine[::-1]


def test_families_are_offered_in_every_childs_form(house: House) -> None:
    family = house.write("F15", householder="周建国", apply_on="2026-10-01")
    ((key, label),) = linking.choices(house.desk, house.one, FORMS["F16"].field("family"))
    assert key == family.id and label.startswith("周建国")


def test_where_a_child_goes_is_chosen_by_name_and_kept_as_text(house: House) -> None:
    house.write("F14", home_no="H1", home_name="向阳之家")
    ward = house.desk.house().wards[0].text("name")
    assert {"向阳之家", ward} <= set(house.offered("F12", "to_ward", house.one))


def _adoption(house: House) -> tuple[str, str, Any]:
    made = house.write("F46", topic="1", children=[house.one], held_at="2026-10-08T09:00")
    return "F47", "meeting", made.id


def _fostered(house: House) -> tuple[str, str, Any]:
    made = house.write("F46", topic="2", children=[house.one], held_at="2026-10-08T09:00")
    return "F16", "meeting_ref", made.id


def _placed(house: House) -> tuple[str, str, Any]:
    made = house.write("F16", house.one, signed_on="2026-10-01")
    return "F12", "basis_ref", [made.id]


def _evaluated(house: House) -> tuple[str, str, Any]:
    return "F18", "agreement", house.write("F16", house.one, signed_on="2026-10-01").id


def _signalled(house: House) -> tuple[str, str, Any]:
    house.write("F17", house.one, visit_at="2026-10-20T10:00", dissolve_signal=[_SIGNAL])
    return "F19", "reasons", [_SIGNAL]


def _assessed(house: House) -> tuple[str, str, Any]:
    return "F44", "assessment", house.write("F43", house.one, assessed_on="2026-10-01").id


def _died(house: House) -> tuple[str, str, Any]:
    house.write("F51", house.one, died_at="2026-11-01T03:00")
    return "F50", "cause", "L9"


def _filed(house: House) -> tuple[str, str, Any]:
    item = house.write("F52", house.one, title="入院登记表", pages=2, original="1")
    return "F53", "list", [{"item": item.id, "title": "入院登记表", "pages": 2, "original": "1"}]


@pytest.mark.parametrize(
    "known",
    [_adoption, _fostered, _placed, _evaluated, _signalled, _assessed, _died, _filed],
)
def test_a_new_form_holds_what_the_childs_records_say(
    house: House, known: Callable[[House], tuple[str, str, Any]]
) -> None:
    form, field, value = known(house)
    assert house.body(form)[field] == value
    assert house.body(form, house.other).get(field) is None


def test_the_day_of_the_signal_is_that_of_the_visit(house: House) -> None:
    house.write("F17", house.one, visit_at="2026-10-20T10:00", dissolve_signal=[_SIGNAL])
    assert house.body("F19")["found_on"] == "2026-10-20"
    house.write("F17", house.one, visit_at="2026-10-28T10:00")
    assert house.body("F19").get("found_on") is None, "the last visit saw nothing"


def test_a_renewal_goes_on_from_the_agreement_in_force(house: House) -> None:
    family = house.write("F15", householder="周建国", apply_on="2026-01-01")
    before = house.write(
        "F16", house.one, family=family.id, signed_on="2026-01-05", start_on="2026-01-05",
        end_on="2026-12-31", allowance=150000,
    )  # fmt: skip
    assert "family" not in {n for n, v in house.body("F16").items() if v is not None}
    house.write("F12", house.one, from_mode="INSTITUTION", to_mode="FOSTER",
                effective_at="2026-11-02T09:00")  # fmt: skip
    child = house.desk.house().child(house.one)
    assert child is not None and child.care_mode == "FOSTER"
    told = house.body("F16")
    assert (told["family"], told["prev_agreement"]) == (family.id, before.id)
    assert told["is_renewal"] is True and told["allowance"] == 150000


def test_a_report_knows_what_it_is_about(house: House) -> None:
    death = house.write("F51", house.one, died_at="2026-11-01T03:00")
    found = {one.form.id: one for one in linking.followers(house.desk, death)}
    assert found["F70"].values == {"about": death.id, "type": "DEATH"}
    carer = house.desk.seated(house.desk.find_account("huli1"))
    told = next(o for o in linking.followers(carer, death) if o.form.id == "F70")
    assert "填写" in told.why_not


def test_what_goes_on_fits_its_field(house: House) -> None:
    """Every declared link that a form follows by holds what the field takes."""
    for form in FORMS.values():
        if form.internal or form.id in ("F01", "F64", "X02", "F30", "F32", "F67"):
            continue
        record = Record(id="r", form=form.id, form_no="1", child=house.one)
        for one in linking.followers(house.desk, record):
            field: Field = one.form.field(next(iter(one.values)))
            assert form.id in field.forms and not field.calc
            assert one.values[field.name] == ("r" if field.kind == "ref" else ["r"])
