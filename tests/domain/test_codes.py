"""Codes and the days on which they are in force."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from tests.domain.forms.places import NOW, situation
from welfare_desktop.domain.code_list import CodeList
from welfare_desktop.domain.codes import NAMED, parsed
from welfare_desktop.domain.forms import FORMS, checks_life
from welfare_desktop.domain.forms.declare import INLINE_CODES, Form, row, section

ENDED = parsed(
    "X.kind", "D", "1 甲; 2 乙 @2024-01-01..; 3 丙 @..2025-06-30; 4 丁 @2024-01-01..2024-12-31"
)


@pytest.fixture
def form(monkeypatch: pytest.MonkeyPatch) -> Form:
    """A form of a child with such codes: one, several, and in a table with days of its own."""
    monkeypatch.setitem(NAMED, "CL-ENDED", ENDED)
    fields = (
        row("X", "day", "日期", "date", "Y", "D"),
        row("X", "one", "一项", "code", "N", "D", codes="CL-ENDED"),
        row("X", "some", "几项", "codes", "N", "D", codes="CL-ENDED"),
        row(
            "X",
            "rows",
            "清单",
            "table(on:date 日期, kind:code 种类)",
            "N",
            "D",
            codes={"kind": "CL-ENDED"},
        ),
    )
    return msgspec.structs.replace(
        FORMS["F11"], id="X", sections=(section("x", *fields),), happened="day"
    )


def told(form: Form, body: dict[str, object]) -> list[tuple[str | None, str]]:
    found = msgspec.structs.replace(situation("F11", body), form=form)
    return [(p.field, p.sentence) for p in checks_life.codes_in_force(found)]


def test_a_list_holds_its_codes_labels_and_days() -> None:
    assert ENDED.items == (("1", "甲"), ("2", "乙"), ("3", "丙"), ("4", "丁"))
    assert ENDED.spans["4"] == ("2024-01-01", "2024-12-31")


@pytest.mark.parametrize(
    ("day", "refused"),
    [("2023-12-31", {"2", "4"}), ("2024-01-01", set()), ("2024-12-31", set()),
     ("2025-01-01", {"4"}), ("2025-06-30", {"4"}), ("2025-07-01", {"3", "4"})],
)  # fmt: skip
def test_a_code_is_taken_for_the_days_on_which_it_is_in_force(
    form: Form, day: str, refused: set[str]
) -> None:
    for code, name in ENDED.items:
        problems = told(form, {"day": day, "one": code})
        assert [field for field, _ in problems] == ["one"] * (code in refused)
        assert all(f"“{name}”20" in sentence for _, sentence in problems)
    assert len(told(form, {"day": day, "some": ["1", "2", "3", "4"]})) == len(refused)


def test_a_row_goes_by_its_own_day(form: Form) -> None:
    rows = [{"on": "2025-06-30", "kind": "3"}, {"on": "2025-07-01", "kind": "3"}, {"kind": "3"}]
    assert [field for field, _ in told(form, {"day": "2025-06-01", "rows": rows})] == ["rows"]


def test_what_is_no_more_can_still_be_chosen_last_and_says_so() -> None:
    assert ENDED.choices(date(2025, 7, 1)) == (
        ("1", "甲"), ("2", "乙"), ("3", "丙（2025-06-30止）"), ("4", "丁（2024-12-31止）"),
    )  # fmt: skip
    assert ENDED.choices(date(2024, 7, 1)) == ENDED.items


def test_lists_of_a_standard_say_since_when() -> None:
    dated = {key: codes.since for key, codes in NAMED.items() if codes.source.startswith("R: GB")}
    assert dated and all(date.fromisoformat(since) < NOW.date() for since in dated.values())
    assert NAMED["CL-GROWTH"].since == "2023-03-01"
    assert NAMED["CL-VAC"].out_of_force("HPV", date(2025, 11, 9))
    assert not NAMED["CL-VAC"].out_of_force("HPV", date(2025, 11, 10))


def test_every_day_of_every_list_is_a_day() -> None:
    lists: list[CodeList] = [*NAMED.values(), *INLINE_CODES.values()]
    for codes in lists:
        for code, days in codes.spans.items():
            assert codes.code_of(code) == code
            assert all(date.fromisoformat(day) for day in days if day)
