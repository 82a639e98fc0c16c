"""Numbers of the handbook: fields a form, whole code lists, holidays, current glossary."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import chinese_calendar
import pytest
from scripts import generate_docs

from tests.domain.forms.places import situation
from welfare_desktop.domain import values
from welfare_desktop.domain.codes import NAMED, code_list
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.forms import FORMS, checks
from welfare_desktop.domain.forms.declare import INLINE_CODES, Field
from welfare_desktop.domain.parameters import PARAMETERS, value_problem
from welfare_desktop.domain.places import resource

#: Fields printed in the table of each form.
FIELDS = {
    "F01": 32, "F02": 23, "F03": 19, "F04": 16, "F05": 24, "F06": 11, "F07": 12, "F08": 10,
    "F09": 13, "F10": 12, "F11": 15, "F12": 9, "F13": 6, "F14": 11, "F15": 20,
    "F16": 14, "F17": 20, "F18": 11, "F19": 8, "F20": 13, "F21": 13, "F22": 14, "F23": 13,
    "F24": 24, "F25": 9, "F26": 15, "F27": 12, "F28": 12, "F29": 9, "F29b": 8, "F52": 19, "F53": 10, "F30": 14, "F31": 18,
    "F32": 18, "F43": 18, "F44": 18, "F45": 10, "F46": 12, "F47": 29, "F48": 16, "F49": 14,
    "F50": 14, "F51": 27, "F54": 14, "F55": 15, "F61": 19, "F64": 19, "F65": 15, "F67": 11,
    "F68": 9, "F70": 12, "F73": 8, "F74": 10, "X01": 25, "X02": 9, "X03": 6, "X04": 7, "X05": 8,
    "X06": 11, "X07": 6, "X08": 11, "X09": 7, "X10": 6, "X11": 5,
    "F33": 9, "F34": 7, "F35": 10, "F36": 12, "F37": 11, "F38": 15, "F39": 8, "F40": 10, "F41": 9,
    "F42": 11, "F60": 7, "F62": 9, "F69": 13,
}  # fmt: skip
INLINE = {
    "F19.placement_after": ("ADOPTION", "收养"), "F18.result": ("1", "符合，可续"),
    "F09.biz_type": ("1", "出生（弃婴）登记"), "F30.closed_as": ("2", "未签（交接时关闭）"),
    "X05.tag": ("2", "[R] 法定，只可更严"), "X01.archive_level": ("1", "县级（10年）"),
    "F54.end_fact": ("Z1", "年满18周岁且不再就读"), "F51.proof_type": ("2", "公安司法部门死亡证明"),
    "F48.decision": ("2", "拒绝（送养关联）"), "X04.benefit": ("2", "孤儿（寄养/散居）"),
    "F29b.state": ("5", "漏给"), "F26.decision": ("2", "不同意"), "F25.systems.system": ("9", "其他"),
    "F23.state": ("4", "排除"), "F70.way": ("4", "当面"),
    "F36.age_band": ("2", "7–14周岁"), "F40.type": ("6", "福彩圆梦·孤儿助学"),
    "F42.risk": ("0", "无"), "F60.age_band": ("5", "15–17岁"), "F69.disability": ("0", "无"),
    "F41.plan.part": ("6", "安置评估"), "F35.delivery": ("3", "远程指导"),
}  # fmt: skip


@pytest.mark.parametrize(("form", "count"), FIELDS.items())
def test_a_form_has_the_fields_of_its_table(form: str, count: int) -> None:
    assert len(FORMS[form].fields) == count


def test_no_declared_form_is_left_uncounted() -> None:
    assert set(FORMS) == {*FIELDS, "T", "R", "M"}


@pytest.mark.parametrize(("path", "item"), INLINE.items())
def test_a_list_printed_at_its_field_keeps_its_words(path: str, item: tuple[str, str]) -> None:
    assert item in code_list(path).items
    assert path in INLINE_CODES


@pytest.mark.parametrize(
    ("name", "count"),
    [("CL-SEX", 4), ("CL-ETH", 58), ("CL-DIS", 7), ("CL-DIS-GRADE", 4), ("CL-VAC", 14), ("CL-EDU", 8),
     ("CL-STATUS", 15), ("CL-WHERE", 10), ("CL-ADM", 15), ("CL-LEAVE", 11), ("CL-PARENT", 10),
     ("CL-REFSRC", 10), ("CL-INFECT", 12), ("CL-WATCH", 18), ("CL-FDIS", 14), ("CL-ABN", 24),
     ("CL-ACTION", 15), ("CL-SHIFT", 5), ("CL-POST", 19), ("CL-REPORT", 14), ("CL-MR", 9)],
)  # fmt: skip
def test_a_named_list_is_whole(name: str, count: int) -> None:
    assert len(NAMED[name].items) == count


def test_the_facts_that_end_a_benefit_are_the_causes_of_leaving_and_two_more() -> None:
    facts = code_list("F54.end_fact").items
    assert facts[:-2] == code_list("CL-LEAVE").items
    assert [code for code, _ in facts[-2:]] == ["Z1", "Z2"]


def _days(first: str, last: str) -> list[str]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return [(start + timedelta(n)).isoformat() for n in range((end - start).days + 1)]


#: The common setup of the acceptance scenarios (lifecycle.md §8).
REST = {
    2024: [("2024-01-01", "2024-01-01"), ("2024-02-10", "2024-02-17"), ("2024-04-04", "2024-04-06"),
           ("2024-05-01", "2024-05-05"), ("2024-06-10", "2024-06-10"), ("2024-09-15", "2024-09-17"),
           ("2024-10-01", "2024-10-07")],
    2025: [("2025-01-01", "2025-01-01"), ("2025-01-28", "2025-02-04"), ("2025-04-04", "2025-04-06"),
           ("2025-05-01", "2025-05-05"), ("2025-05-31", "2025-06-02"), ("2025-10-01", "2025-10-08")],
}  # fmt: skip
WORK = {
    2024: ["02-04", "02-18", "04-07", "04-28", "05-11", "09-14", "09-29", "10-12"],
    2025: ["01-26", "02-08", "04-27", "09-28", "10-11"],
}


def _holidays(year: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(resource(f"holidays/{year}.json").read_text("utf-8"))
    return found


@pytest.mark.parametrize("year", [2024, 2025])
def test_holidays_are_those_of_the_common_setup(year: int) -> None:
    data = _holidays(year)
    rest = [day for first, last in REST[year] for day in _days(first, last)]
    assert [row["on"] for row in data["rest_days"]] == rest
    assert [row["on"] for row in data["work_days"]] == [f"{year}-{d}" for d in WORK[year]]


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
def test_holidays_agree_with_the_notices(year: int) -> None:
    data = _holidays(year)
    rest = {row["on"] for row in data["rest_days"]}
    worked = {row["on"] for row in data["work_days"]}
    for text in _days(f"{year}-01-01", f"{year}-12-31"):
        day = date.fromisoformat(text)
        free = text in rest or (day.weekday() >= 5 and text not in worked)
        assert free == chinese_calendar.is_holiday(day), text
    body = {name: values.normalise(FORMS["X03"].field(name), v) for name, v in data.items()}
    assert not [p for p in checks.problems(situation("X03", body)) if p.field != "notice_on"]


def test_every_parameter_accepts_its_own_default() -> None:
    for key, parameter in PARAMETERS.items():
        assert value_problem(key, str(parameter.default)) is None, key
    assert value_problem("remind_days_before", "30;7") is not None


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("date", "20260712", "2026-07-12"), ("date", "2026-7-12", "2026-07-12"),
        ("date", "2026年7月12日", "2026-07-12"), ("date", "２０２６.７.１２", "2026-07-12"),
        ("dt", "2026年7月12日 8时20分", "2026-07-12T08:20"), ("bool", "Y", True),
        ("bool", "否", False), ("int", "１２", 12), ("code", "男性", "1"), ("code", "２", "2"),
    ],
)  # fmt: skip
def test_what_people_type_is_understood(kind: Any, typed: str, kept: Any) -> None:
    field = Field(name="f", label="项", kind=kind, codes="CL-SEX")
    assert values.normalise(field, typed) == kept


@pytest.mark.parametrize(("kind", "typed"), [("date", "0206-07-12"), ("date", "24-7-12")])
def test_a_day_outside_living_memory_is_refused(kind: Any, typed: str) -> None:
    with pytest.raises(Refused):
        values.normalise(Field(name="f", label="项", kind=kind), typed)


@pytest.mark.parametrize(("low", "high", "typed"), [(1, None, "0"), (None, 9, "10"), (1, 9, "0")])
def test_a_number_outside_its_range_is_refused(
    low: float | None, high: float | None, typed: str
) -> None:
    field = Field(name="f", label="项", kind="int", low=low, high=high)
    with pytest.raises(Refused, match="请核对单位"):
        values.normalise(field, typed)


def test_notes_of_a_checklist_are_text_like_any_other() -> None:
    points = FORMS["F30"].field("environment")
    assert values.normalise(points, {"doors": "不适用", "floor": True}) == {
        "doors": "不适用",
        "floor": True,
    }
    with pytest.raises(Refused):
        values.normalise(points, {"doors": "\ue000"})
    with pytest.raises(Refused):
        values.normalise(points, {"doors": False})


def test_the_pages_made_from_declarations_are_current() -> None:
    for name, make in generate_docs.PAGES.items():
        assert (generate_docs.DOCS / name).read_text("utf-8") == make(), f"make docs: {name}"
