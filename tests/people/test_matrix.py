"""Every role × every form × view, create, approve, export, through the actions.

The table is the handbook's (lifecycle.md §6.3), read here anew: a cell that the program reads
otherwise fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.practised import practised
from welfare_desktop.actions import (
    child_file,
    exporting,
    overview,
    records,
    search,
    seeing,
    today,
    views,
)
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.exporting import Approval
from welfare_desktop.actions.records import Step
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.forms import FORMS

ROLES = "NMWTRFAKDS"
TABLE = """
F01 child master | v | V | Vc | v | v | – | V | Vca | Va | –
F02–F06 entry | c (arrival) | Vc | Vc | – | – | – | V | Vca | Va | –
F07 DNA (S4) | – | c | c | – | – | – | v* | Va | Va | –
F08 approval | – | – | c | – | – | – | V | Vc | Vax | –
F09–F10 hukou, insurance | – | v | Vc | – | – | Vc | V | Va | V | –
F11–F13 plan, self-care | vc | Vc | Vc | vc | vc | – | v | Va | Va | –
F14–F19 family, foster | – | v | Vc | – | – | v (allowance) | V | Vca | Va | –
F20–F29 health | v (allergy, orders, care notes) | Vc, doctor a | v | – | v | v (fees) | v* | V | V | –
F30–F32 rounds | vc | Vc | v | – | v | – | – | Va | V | –
F33–F36 rehab | v | v | v | v | Vc | v (fees) | V | Va | V | –
F37–F40 education | v | – | v | Vc | v | v (aid) | V | Va | V | –
F41–F42 social work | – (talk log c) | v | Vc | v (talk c) | – | – | – | V summary | V | –
F43–F44 adulthood | – | c part | c | c part | c part | – | V | Vc | Va | –
F45–F48 adoption/donation (S4) | – | c part | c | – | – | c donation | v* | Vc | Va | –
F49–F51 exit, death | – | c death | c | – | – | – | V | Vc | Va | –
F52–F53 archive | – | – | – | – | – | – | Vcx | Va | Va | –
F54–F55 funds | – | – | – | – | – | Vcx | – | V | Va | –
F56–F56 equipment | v | v | – | v | v | Vc | – | Vca | Va | –
F57–F60 safety | vc | vc | vc | vc | vc | v | v | Vca | Va | –
F62–F63 safety | vc | vc | vc | vc | vc | v | v | Vca | Va | –
F61 harm report (S4) | c always | c | c | c | c | c | – | V | Va | –
F64–F68 staff, roster | own | own | own | own | own | own | – | Vc | Va | accounts only
F69–F69 outside children | – | – | v | c | c | – | – | Va | V | –
F70–F74 authority, package | – | – | c | – | – | c | – | Vcx | Vax | –
X01–X06 profile, … | v | v | v | v | v | v (X04 c) | v | Vc | Va | c (X05)
X07–X09 absence, … | c (X08, X09) | c (X08, X09) | c (X08) | c (X08) | c (X08) | – | – | Vca | V | –
"""
#: Records of the institution's own, which the handbook's table does not know.
OWN = """
X10–X10 doctor's care orders | v | Vc | v | v | v | – | – | V | V | –
X11–X11 carers' notes | vc | Vc | v | v | v | – | – | Va | V | –
"""
#: What a remark in brackets, or the form's own line where the matrix is silent, makes of a cell.
FILLS = {
    ("F03", "N"): False, ("F04", "N"): False, ("F05", "N"): False, ("F06", "N"): False,  # arrival
    ("F74", "W"): False, ("F74", "F"): False,  # 业务科长 builds the package
    ("F30", "K"): True, ("F30", "D"): True,  # 带班领导 looks at the whole house (§4.2)
    ("F09", "K"): True, ("F10", "K"): True, ("F12", "K"): True,  # 业务科 fills these by their line
    **{("F31", role): True for role in ROLES}, **{("F61", role): True for role in ROLES},  # always
    **{("F44", role): False for role in "MTR"},  # the plan is 业务科's and 社工's
    **{(f"F4{n}", "M"): False for n in (6, 7, 8)}, ("F49", "M"): False, ("F50", "M"): False,
    **{(f"F4{n}", "F"): False for n in (5, 6, 7)},
    ("F35", "N"): True, ("F36", "K"): True,  # 护理员, 业务科 by their line
    ("F37", "K"): True, ("F38", "K"): True, ("F40", "K"): True,
    ("F42", "N"): True, ("F42", "T"): True,  # talk log, talk
    ("F54", "K"): True, ("F68", "W"): True,  # 业务科, 社工 fill these by their line
    ("F26", "K"): True, ("F27", "K"): True, ("F28", "K"): True, ("F27", "F"): True,
    **{("X07", role): False for role in "NMWTR"},
    **{("X09", role): False for role in "WTR"},
    ("X04", "F"): True, **{(f"X0{n}", "F"): False for n in (1, 2, 3, 5, 6)},
    **{(f"X0{n}", "S"): False for n in (1, 2, 3, 4, 6)},
}  # fmt: skip
SEATS = dict(zip(ROLES, ("huli1", "hushi1", "shegong", "jiaoshi", "kangfu", "caiwu", "dangan",
                         "kezhang", "yuanzhang", "xitong"), strict=True))  # fmt: skip
BODIES: dict[str, dict[str, Any]] = {
    "F01": {"sex": "1", "adm_cause": "A1"},
    "F32": {"by_in": {"by": "x", "name": "某", "at": "2025-07-28T08:00", "sha256": "0"},
            "handover_at": "2025-07-28T08:00"},
    "F51": {"died_at": "2025-07-28T23:00"},  # later than all that is asked here
    "F02": {"decision": "1", "arrived_at": "2025-07-27T10:00"}, "F67": {"shift": "D", "planned_from": "2025-07-28T08:00"},
}  # fmt: skip


def _cells() -> dict[tuple[str, str], str]:
    out = {}
    for line in (TABLE.strip() + OWN.rstrip()).splitlines():
        area, *cells = (part.strip() for part in line.split("|"))
        first, _, last = area.split()[0].partition("–")
        for number in range(int(first[1:]), int((last or first)[1:]) + 1):
            for role, cell in zip(ROLES, cells, strict=True):
                out[f"{first[0]}{number:02}", role] = cell
    return out


CELLS = _cells()
DECLARED = [form for form in FORMS.values() if not form.internal]
PAIRS = [(form.id, role) for form in DECLARED for role in ROLES]


def cell_of(form: str, role: str) -> str:
    """The cell of a form: the row of its number, the same for both record types of one form."""
    return CELLS[FORMS[form].number, role]


def _letters(form: str, role: str) -> str:
    return "".join(re.findall(r"^[vVcax]+(?=$|[ ,*])|(?<=, doctor )a", cell_of(form, role)))


def fills(form: str, role: str) -> bool:
    return FILLS.get((form, role), "c" in _letters(form, role) or "c (X" in cell_of(form, role))


def sees(form: str, role: str, *, near: bool) -> bool:
    """Whether a record that others made is opened, of a child of the own ward or of another."""
    cell = cell_of(form, role)
    if cell.startswith("v*"):
        return False
    return "V" in _letters(form, role) or (near and "v" in _letters(form, role))


class House:
    """A practice store: a child in each of two wards, one record of every form about each."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        wards = desk.house().wards
        everybody = [desk.find_account(login).staff for login in SEATS.values()]
        self.records: dict[tuple[str, bool], str] = {}
        self._write("F67", True, {"ward": wards[0].id, "staff_list": everybody}, None)
        for near, ward in ((True, wards[0].id), (False, wards[1].id)):
            child = self._write("F01", near, {"ward_id": ward, "name": f"儿童{near}"}, None)
            for form in DECLARED:
                if form.id in ("F01", "X02", "F67"):
                    continue
                own = {"ward": ward} if "ward" in form and form.about == "ward" else {}
                if form.id == "X09":
                    own = {"child": child, "to_ward": ward}
                self._write(form.id, near, own, child if form.about == "child" else None)
            self.records["X02", near] = ward
        self._write("F67", False, {"ward": wards[1].id}, None)

    def _write(self, form: str, near: bool, own: dict[str, Any], child: str | None) -> str:
        names = [f for f in FORMS[form].fields if f.kind in ("text", "long") and not f.calc]
        body = {f.name: "某事" for f in names[:1]} | BODIES.get(form, {}) | own
        made = records.submit(
            self.desk, form, body, child=child, step=Step(first_run=True, late_reason="x")
        )
        self.records[form, near] = made.id
        return made.id

    def doctor(self) -> Desk:
        return self.desk.seated(self.desk.find_account("yisheng"))

    def seat(self, role: str) -> Desk:
        return self.desk.seated(self.desk.find_account(SEATS[role]))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("matrix") / "store"
    desk = practised(folder, SetClock(datetime(2025, 7, 28, 9, 0)))
    yield House(desk.seated(desk.find_account("yuanzhang")))
    desk.close()


def refused(do: Callable[[], object]) -> str:
    try:
        do()
    except Refused as error:
        return error.sentence
    return ""


def test_the_table_speaks_of_every_declared_form() -> None:
    assert {form for form, _ in CELLS} >= {form.number for form in DECLARED}


@pytest.mark.parametrize(("form", "role"), PAIRS)
def test_who_sees_it(form: str, role: str, house: House) -> None:
    desk = house.seat(role)
    for near in (True, False):
        record = house.records[form, near]
        # What concerns the whole house has no ward, a family without a child is nobody's case
        # alone; the own staff record is the own one.
        anybody = FORMS[form].about in ("house", "staff", "family")
        expected = sees(form, role, near=near or anybody)
        if form in ("X02", "X09"):
            expected = sees(form, role, near=True) and (near or "V" in _letters(form, role))
        if form == "F67" and near and cell_of(form, role) == "own":
            expected = True  # the roster that names them
        told = refused(lambda record=record: views.viewed(desk, record))  # type: ignore[misc]
        assert (not told) == expected, (near, told)


@pytest.mark.parametrize(("form", "role"), PAIRS)
def test_who_fills_it(form: str, role: str, house: House) -> None:
    child = house.records["F01", True]
    told = refused(lambda: records.submit(house.seat(role), form, {}, child=child))
    assert told, "an empty form is never taken"
    assert ("填写，请换用" not in told) == fills(form, role), told
    before = house.desk.record(house.records[form, True])
    again = refused(
        lambda: records.correct(house.seat(role), before.id, {"no_such_field": 1}, "看错")
    )
    assert ("填写，请换用" not in again) == fills(form, role), again


@pytest.mark.parametrize(("form", "role"), PAIRS)
def test_who_approves_it(form: str, role: str, house: House) -> None:
    nurse = role == "M" and "doctor a" in cell_of(form, role)
    signers = [(house.seat(role), not nurse), *([(house.doctor(), True)] if nurse else [])]
    for desk, able in signers:
        signer = desk.by_password()
        told = refused(lambda: records.approve(house.desk, house.records[form, True], signer))  # noqa: B023
        # F31 and F61 stay with their table's approver, whoever fills them.
        assert ("审批，请换用" not in told) == (able and "a" in _letters(form, role)), told


def test_health_papers_are_approved_and_voided_by_the_doctor_not_the_nurse(house: House) -> None:
    made = house._write("F24", True, {}, house.records["F01", True])
    nurse = refused(lambda: records.void(house.seat("M"), made, "重复"))
    assert nurse == "作废《门诊住院就医记录》由医生办理，请换用有此岗位的账号。"
    assert not refused(lambda: records.void(house.doctor(), made, "重复"))


@pytest.mark.parametrize(("form", "role"), PAIRS)
def test_who_exports_it(form: str, role: str, house: House, tmp_path: Path) -> None:
    desk, director = house.seat(role), house.seat("D").by_password()
    told = refused(
        lambda: exporting.export(
            desk,
            form,
            tmp_path,
            Approval(purpose="报民政", phrase="十二位以上的口令ABCDEF", director=director),
        )
    )
    assert (not told) == ("x" in _letters(form, role)), told
    assert bool(list(tmp_path.iterdir())) == (not told)


def test_sealed_content_needs_a_grant_a_reason_and_leaves_a_line(house: House) -> None:
    nurse, record = house.seat("K"), house.records["F07", True]
    child = house.records["F01", True]
    shown = views.viewed(nurse, record)
    assert shown.sealed and not shown.record.body, "class S4 withheld without a grant"
    assert "授权" in refused(lambda: views.open_sealed(nurse, record, "核对"))
    director = house.seat("D").by_password()
    seeing.grant(house.desk, child, "kezhang", "核对比对结果", "2025-08-01", director)
    assert "原因" in refused(lambda: views.open_sealed(nurse, record, " "))
    opened = views.open_sealed(nurse, record, "核对比对结果")
    assert opened.record.get("police_unit") == "某事" and not opened.sealed
    entry = house.desk.store.acts(seeing.OPENED)[-1]
    assert (entry.actor, entry.record) == (nurse.account.id, record)
    assert entry.values == {"reason": "核对比对结果"}
    assert not nurse.seen().of_child("F07", child), "on a list it stays sealed"
    (given,) = seeing.grants(nurse)
    seeing.withdraw(house.desk, given.id, director)
    assert views.viewed(nurse, record).sealed, "taken back at once"


def test_the_checker_withholds_the_facts_not_the_verdict(house: House) -> None:
    from datetime import date

    from welfare_desktop.actions.checks import WITHHELD, check_on

    told = [v for v in check_on(house.seat("F"), date(2025, 7, 28)) if v.clause == "C1.04"]
    assert told and {v.arithmetic for v in told} == {WITHHELD} and not any(v.facts for v in told)
    full = [v for v in check_on(house.seat("K"), date(2025, 7, 28)) if v.clause == "C1.04"]
    assert [(v.verdict, v.due) for v in full] == [(v.verdict, v.due) for v in told]
    assert all(v.arithmetic != WITHHELD for v in full)


def test_identity_numbers_are_starred_until_asked_for(house: House) -> None:
    social = house.seat("W")
    child = records.submit(
        house.desk, "F01", {"name": "乙", "id_no": "341000202005011014"},
        step=Step(first_run=True),
    )  # fmt: skip
    shown = views.viewed(social, child.id)
    assert shown.record.get("id_no") == "341000********1014" and "id_no" in shown.masked
    assert social.seen().of("F01")[-1].get("id_no") == "341000********1014"
    assert views.show_ids(social, child.id).record.get("id_no") == "341000202005011014"
    assert house.desk.store.acts(seeing.SHOWN)[-1].record == child.id
    version = views.versions(house.seat("M"), child.id)[0]
    assert version.new["id_no"] == "341000********1014", "nor by the versions"


def test_reading_what_is_sensitive_is_logged_one_line_a_record(house: House) -> None:
    reader = house.seat("M")
    before = len(house.desk.store.acts(seeing.VIEWED))
    views.viewed(reader, house.records["F23", True])
    lines = house.desk.store.acts(seeing.VIEWED)
    assert len(lines) == before + 1 and lines[-1].record == house.records["F23", True]
    assert lines[-1].values == {}, "ids only"
    views.viewed(reader, house.records["X01", True])
    assert len(house.desk.store.acts(seeing.VIEWED)) == before + 1


def test_an_export_opens_with_its_phrase_alone(house: House, tmp_path: Path) -> None:
    import io

    import openpyxl
    import pyrage

    made = exporting.export(
        house.seat("K"), "F70", tmp_path,
        Approval(purpose="民政核对", phrase="一个很长的口令一个很长的",
                 director=house.seat("D").by_password()),
    )  # fmt: skip
    sealed = made.path.read_bytes()
    assert "某事".encode() not in sealed
    with pytest.raises(pyrage.DecryptError):
        pyrage.passphrase.decrypt(sealed, "另一个口令")
    book = openpyxl.load_workbook(
        io.BytesIO(pyrage.passphrase.decrypt(sealed, "一个很长的口令一个很长的"))
    )
    assert book.worksheets[0].max_row >= 2
    told = msgspec.json.decode(house.desk.store.acts(exporting.EXPORTED)[-1].body)
    assert told["rows"] == made.rows == 2 and told["purpose"] == "民政核对"


def test_the_systems_keeper_meets_no_child_anywhere(house: House) -> None:
    keeper, carer = house.seat("S"), house.seat("N")
    names = {child.name for child in house.desk.house().children}
    assert {hit.title for hit in search.find(carer, "儿童")} & names == {"儿童True"}
    assert not {hit.title for hit in search.find(keeper, "儿童")} & names
    assert not child_file.children(keeper)
    assert not {duty.subject for duty in today.duties(keeper)} & names
    told = overview.overview(keeper)
    assert not told.special and not told.events
    assert not keeper.seen().of("F23") and not keeper.seen().of("F31")


def test_a_carer_has_the_children_of_the_own_ward(house: House) -> None:
    carer = house.seat("N")
    listed = {child.id for child in child_file.children(carer)}
    assert house.records["F01", True] in listed and house.records["F01", False] not in listed
    there = {duty.child for duty in today.duties(carer) if duty.child}
    assert house.records["F01", False] not in there
    other = carer.seen().child(house.records["F01", False])
    assert other is not None and other.name and not other.record.get("birth_date"), "the name alone"
