"""The catalogue of the file: each type asked for where its condition holds, and held by a paper."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

import msgspec
import pytest

from tests.domain.law.world import World, child, house, rec, state
from welfare_desktop.domain import archive
from welfare_desktop.domain.archive import CATALOGUE
from welfare_desktop.domain.codes import code_list
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.record import Record

CAME = "2025-03-02T09:00"


class Case(NamedTuple):
    """A file that asks for a type at a moment: by these names, the papers of these days held."""

    kind: str
    at: str
    world: World
    names: tuple[str, ...] = ("",)
    days: tuple[str, ...] = ("2025-03-03",)


def of(cause: str, *more: Record, status: str = "IN_CARE", **body: Any) -> World:
    intake = {"admitted_on": "2025-03-02", "referral_source": body.pop("referral_source", "1")}
    return (*child(cause=cause, at=CAME, status=status, intake=intake, **body), *more)


def gone(cause: str, *more: Record) -> World:
    left = state("LEFT_OTHER", "2025-06-01T09:00")
    told = msgspec.structs.replace(
        rec("F50", "2025-06-01T09:00", cause=cause, left_at="2025-06-01T09:00"), state="approved"
    )
    return of("A1", left, told, *more)


def dead(**body: Any) -> World:
    hukou = rec("F09", "2025-04-01T09:00", biz_type="1", done_on="2025-04-01", hukou_type="1")
    there = of("A1", state("DECEASED", "2025-06-01T09:00"), hukou)
    return (*there, rec("F51", "2025-06-01T09:00", **body))


def made(form: str, at: str = "2025-03-20T09:00", /, **body: Any) -> Record:
    return rec(form, at, **body)


SOON, LATER = "2025-03-10T12:00", "2025-05-02T12:00"
#: Two years later: 2025 and 2026 are over.
OVER = "2027-02-01T12:00"
A = of("A1")
FOSTER = (*A, state("FOSTER", "2025-03-10T09:00", "care_mode"))
SCHOOL = made("F38", enrol_on="2025-09-01", leave_reason="1", leave_on="2026-07-10")

CASES: tuple[Case, ...] = (
    *(Case(kind, SOON, A) for kind in ("A01", "A02", "A03", "A04", "A05", "A06", "A07", "A08", "A16")),
    Case("A06", SOON, of("T2", made("F06", "2025-03-04T09:00"))),
    Case("A09", LATER, of("B1", made("F09", biz_type="1", done_on="2025-03-20"))),
    Case("A10", SOON, of("B1")), Case("A11", SOON, of("G1")), Case("A12", SOON, of("G1")),
    Case("A13", SOON, of("D1")), Case("A14", SOON, of("T1", status="TEMP_GUARD")),
    Case("A15", SOON, of("A2")), Case("A17", SOON, of("B2")),
    Case("A18", SOON, of("B1", referral_source="6")), Case("A19", SOON, of("E1")),
    Case("B01", LATER, A), Case("B02", LATER, A), Case("B07", LATER, A),
    Case("B03", OVER, A, ("2025", "2026"), ("2025-07-01", "2026-07-01")),
    Case("B04", LATER, of("A1", made("F10", state="1"))),
    Case("B05", LATER, of("A1", made("F23", kind="2"))),
    Case("B06", LATER, of("A1", id_no="34100020250301991X")),
    Case("B08", OVER, of("A1", made("F42", "2026-03-01T09:00", children=["c"])), ("2026",),
         ("2026-12-31",)),
    Case("B10", SOON, A), Case("B13", SOON, A),
    Case("B11", OVER, A, ("2025", "2026"), ("2025-12-31", "2026-12-31")),
    Case("B36", OVER, A, ("2025", "2026"), ("2025-05-01", "2026-05-01")),
    Case("B12", LATER, of("A1", made("F12"))), Case("B20", LATER, FOSTER),
    Case("B21", LATER, (*FOSTER, made("F16"), made("F16", "2025-04-20T09:00")),
         ("2025-03-20", "2025-04-20"), ("2025-03-20", "2025-04-20")),
    Case("B22", LATER, (*FOSTER, made("F16")), ("2025-03-20",)),
    Case("B23", LATER, FOSTER, ("2025-03", "2025-04"), ("2025-03-10", "2025-04-28")),
    Case("B24", LATER, (*FOSTER, made("F18")), ("2025-03-20",)),
    Case("B25", LATER, (*FOSTER, made("F19")), ("2025-03-20",)),
    Case("B26", LATER, (*FOSTER, made("F19")), ("2025-03-20",)),
    Case("B30", LATER, of("A1", made("F24", visit_type="1"))),
    Case("B31", LATER, of("A1", made("F24", visit_type="3"))),
    Case("B32", OVER, of("A1", made("F23", "2026-02-01T09:00", state="1")), ("2026",), ("2026-09-01",)),
    Case("B33", LATER, of("A1", made("F23"))),
    Case("B34", LATER, of("A1", made("F24", consent_by="院长"))),
    Case("B35", LATER, of("A1", made("F26"))), Case("B37", LATER, of("A1", made("F27"))),
    Case("B38", LATER, of("A1", made("F28", applied_on="2025-03-20"))),
    Case("B39", LATER, of("A1", made("F29", start_at="2025-03-20T08:00"))),
    Case("B40", LATER, of("A1", made("F37", ordinary_edu_able=True))),
    Case("B41", LATER, of("A1", SCHOOL)),
    Case("B42", "2026-08-01T09:00", of("A1", SCHOOL), ("2025-2026第一学期",), ("2026-01-20",)),
    Case("B43", LATER, of("A1", made("F39"))), Case("B44", LATER, of("A1", made("F39", form="4"))),
    Case("B45", LATER, of("A1", made("F40"))), Case("B46", LATER, of("A1", SCHOOL)),
    Case("B50", LATER, of("A1", made("F45"))),
    Case("B51", LATER, of("A1", made("F46", child=None, topic="1", children=["c"]))),
    Case("B52", LATER, of("A1", made("F47", published_on="2025-03-20"))),
    Case("B53", LATER, of("A1", made("F47", fusion_start="2025-03-20"))),
    Case("B54", LATER, of("A1", made("F47", ended_on="2025-03-20"))),
    Case("B55", LATER, of("A1", made("F47"))),
    Case("B60", LATER, of("A1", birth_date="2007-10-01")),
    Case("B61", LATER, of("A1", birth_date="2007-04-01")),
    Case("B70", LATER, of("A1", made("F33"))), Case("B71", LATER, of("A1", made("F34"))),
    Case("B72", LATER, of("A1", made("F35"), made("F35", "2025-05-01T09:00")), ("2025-03",),
         ("2025-03-31",)),
    Case("B73", LATER, of("A1", made("F36", type="1"))),
    Case("B74", LATER, of("A1", made("F36", type="2"))),
    Case("B80", LATER, of("A1", made("F31", child=None, children=["c"], severity="3"))),
    Case("B81", LATER, of("A1", made("F61"))), Case("B82", LATER, of("A1", made("F54"))),
    Case("B84", LATER, of("A1", made("F04", property_list="存折一本"))),
    Case("C01", OVER, gone("L3")), Case("C02", OVER, gone("L3")), Case("C03", OVER, gone("L4")),
    Case("C05", OVER, gone("L6")), Case("C06", OVER, gone("L6")), Case("C11", OVER, gone("L1")),
    Case("C12", OVER, gone("L1")), Case("C13", OVER, gone("L2")),
    Case("C31", OVER, dead(route="A")), Case("C32", OVER, dead(route="C")),
    Case("C33", OVER, dead(route="B", police_at="2025-06-01T10:00")),
    Case("C34", OVER, dead(route="A")), Case("C35", OVER, dead(route="A")),
    Case("C36", OVER, dead(route="A")), Case("C37", OVER, dead(route="A", treated_by_med=True)),
    Case("C38", OVER, dead(route="A")), Case("C40", OVER, gone("L3", made("F53"))),
)  # fmt: skip


def item(kind: str, day: str, **body: Any) -> Record:
    given = {"id": f"{kind}-{day}", "doc_type": kind, "doc_date": day, "filed_on": day} | body
    return rec("F52", f"{day}T09:00", **given)


def known(world: World, at: str) -> tuple[Child, datetime]:
    there = house(world, at).child("c")
    assert there is not None
    return there, datetime.fromisoformat(at)


@pytest.mark.parametrize("case", CASES, ids=[f"{c.kind}-{n}" for n, c in enumerate(CASES)])
def test_a_type_is_asked_for_and_held(case: Case) -> None:
    kind = CATALOGUE[case.kind]
    asked = list(case.names)
    assert kind.lacking(*known(case.world, case.at)) == asked
    held = (*case.world, *(item(case.kind, day) for day in case.days))
    assert kind.lacking(*known(held, case.at)) == []
    if len(asked) > 1:
        one = (*case.world, item(case.kind, case.days[0]))
        assert kind.lacking(*known(one, case.at)) == asked[1:], "the other still lacks"


def test_the_catalogue_is_the_code_list_and_every_row_is_tried() -> None:
    assert list(CATALOGUE) == [code for code, _ in code_list("CL-DOC").items]
    assert {case.kind for case in CASES} | {"B83"} == set(CATALOGUE), "B83 is asked for by nobody"
    retained = dict(code_list("CL-RET").items)
    assert all(retained[kind.retention] == "永久" for kind in CATALOGUE.values())


def test_what_no_form_brings_about_is_only_filed_and_says_its_own_class() -> None:
    bare = {kind.type: kind.secrecy for kind in CATALOGUE.values() if not kind.form}
    assert bare == {"B03": "S2", "B36": "S3", "B83": "S2"}, "a report on health is S3"
    assert CATALOGUE["A02"].secrecy == FORMS["F03"].secrecy


@pytest.mark.parametrize("kind", ["A02", "A10", "A13", "A14", "A18", "A19", "B05", "B20", "B31",
                                  "B60", "B80", "C01", "C31"])  # fmt: skip
def test_where_the_condition_does_not_hold_nothing_is_asked(kind: str) -> None:
    plain = of("D2", made("F24", visit_type="1"), made("F31", children=["c"], severity="1"))
    assert CATALOGUE[kind].wanted(*known(plain, LATER)) == ()


def test_what_came_with_the_roster_asks_for_no_paper() -> None:
    roster = of("A1", made("F23", basis="roster", kind="2"), basis="roster")
    assert CATALOGUE["B33"].lacking(*known(roster, LATER)) == []
    before = CATALOGUE["B03"].lacking(*known(roster, "2025-12-31T12:00"))
    assert before == [], "the year is not over"
    assert CATALOGUE["B03"].lacking(*known(roster, OVER)) == ["2025", "2026"]


def test_completeness_is_present_of_required_with_what_lacks() -> None:
    papers = ("A01", "A02", "A03", "A04", "A05", "A06", "A07")
    there, at = known((*A, rec("F05", CAME, papers=papers)), SOON)
    entering, living, leaving = archive.phases(there, at)
    assert (entering.present, entering.total) == (7, 9)
    assert entering.lacking == {"A08": [""], "A16": [""]}
    assert living.begun and not leaving.begun and leaving.total == 0
    assert archive.missing_documents(there, at)[:2] == ["A08", "A16"]
    assert archive.lacking_words("B23", ["2025-03"]) == "走访记录（按月）（2025-03）"
    assert archive.lacking_words("A08", [""]) == "民政部门审核（接收）意见"


def test_pages_of_one_record_are_one_paper_and_filing_it_makes_no_second() -> None:
    agreement = rec("F16", "2025-03-20T09:00", papers=("B21", "B21"))
    second = rec("F16", "2025-04-20T09:00")
    filed = item("B21", "2025-03-25", digital=[{"name": "x", "sha256": "0" * 64}])
    at = datetime.fromisoformat(LATER) + timedelta(days=1)
    there, _ = known((*FOSTER, agreement, second, filed), LATER)
    assert CATALOGUE["B21"].lacking(there, at) == ["2025-04-20"]


def test_every_form_named_is_a_form_of_the_handbook() -> None:
    named = {form for kind in CATALOGUE.values() for form in kind.forms}
    later = {f"F{number}" for number in (*range(20, 30), *range(33, 43))}
    assert named <= set(FORMS) | later
