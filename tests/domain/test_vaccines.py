"""免疫规划: the doses of the handbook's table on their days, three versions, and what is never prescribed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from welfare_desktop.domain import vaccines
from welfare_desktop.domain.codes import code_list
from welfare_desktop.domain.deadlines import addm
from welfare_desktop.domain.vaccines import Given, Item, due_list, open_doses, schedule, version_on

BORN = date(2022, 3, 31)


def _item(
    vaccine: str, number: int, given: list[Given], day: date, birth: date = BORN, sex: str = "1"
) -> Item:
    items = due_list(birth, sex, given, day)
    return next(i for i in items if i.dose.vaccine == vaccine and i.dose.number == number)


def _at(months: int, birth: date = BORN) -> date:
    return addm(birth, months)


@pytest.mark.parametrize(
    ("vaccine", "ages"),
    [
        ("HEPB", "0d 1m 6m"), ("BCG", "0d"), ("IPV", "2m 3m"), ("BOPV", "4m 4y"),
        ("DTAP", "3m 4m 5m 18m"), ("DT", "6y"), ("MMR", "8m 18m"), ("JEL", "8m 2y"),
        ("JEI", "8m 8m 2y 6y"), ("MPSA", "6m 9m"), ("MPSAC", "3y 6y"), ("HEPAL", "18m"),
        ("HEPAI", "18m 24m"),
    ],
)  # fmt: skip
def test_the_ages_of_2021(vaccine: str, ages: str) -> None:
    found = [d.age for d in schedule() if d.vaccine == vaccine and d.in_force(date(2024, 6, 1))]
    assert found == ages.split()


def test_the_versions() -> None:
    """DTaP at 2, 4, 6, 18 months and 6 years from 2025 on and no DT; HPV from 2025-11-10."""
    days = [
        date(2020, 1, 1),
        date(2024, 12, 31),
        date(2025, 1, 1),
        date(2025, 11, 9),
        date(2025, 11, 10),
    ]
    assert [version_on(day) for day in days] == ["2021", "2021", "2025-01", "2025-01", "2025-11"]
    now = [d for d in schedule() if d.in_force(date(2025, 1, 1))]
    assert [d.age for d in now if d.vaccine == "DTAP"] == ["2m", "4m", "6m", "18m", "6y"]
    assert not [d for d in now if d.vaccine in ("DT", "HPV")]
    assert {d.vaccine for d in schedule()} == {code for code, _ in code_list("CL-VAC").items}


@pytest.mark.parametrize(
    ("vaccine", "number", "latest"),
    [
        ("BCG", 1, 3), ("HEPB", 3, 12), ("BOPV", 3, 12), ("DTAP", 3, 12), ("MMR", 1, 12),
        ("JEL", 1, 12), ("MPSA", 2, 18), ("MMR", 2, 24), ("HEPAL", 1, 24), ("DTAP", 4, 24),
        ("JEL", 2, 36), ("MPSAC", 1, 48), ("BOPV", 4, 60), ("DT", 1, 84), ("MPSAC", 2, 84),
    ],
)  # fmt: skip
def test_the_latest_recommended_ages(vaccine: str, number: int, latest: int) -> None:
    """Due on the last day before that age, overdue from it on; all doses before were given in time."""
    birth = date(2016, 3, 31)
    series = next(d.series for d in schedule() if d.vaccine == vaccine)
    before = [
        Given(d.vaccine, d.number, vaccines.after(birth, d.age))
        for d in schedule()
        if d.series == series and d.in_force(date(2024, 1, 1)) and d.number < number
    ]
    edge = _at(latest, birth)
    assert _item(vaccine, number, before, edge - timedelta(days=1), birth).state == "due"
    late = _item(vaccine, number, before, edge, birth)
    assert late.state == "overdue" and vaccines.CONFIRM in late.words


def test_hepatitis_b_within_a_day() -> None:
    assert _item("HEPB", 1, [], BORN).state == "due"
    assert _item("HEPB", 1, [], BORN + timedelta(days=1)).state == "due"
    assert _item("HEPB", 1, [], BORN + timedelta(days=2)).state == "overdue"


@pytest.mark.parametrize(
    ("given", "vaccine", "number", "first"),
    [
        # HepB 1-2: 28 days; 2-3: 60 days.
        ([("HEPB", 1, "2022-05-20")], "HEPB", 2, "2022-06-17"),
        ([("HEPB", 1, "2022-03-31"), ("HEPB", 2, "2022-09-20")], "HEPB", 3, "2022-11-19"),
        # Polio: 28 days; the fourth at four years.
        ([("IPV", 1, "2022-06-20")], "IPV", 2, "2022-07-18"),
        ([("IPV", 1, "2022-05-31"), ("IPV", 2, "2022-06-30"), ("BOPV", 1, "2022-07-31")], "BOPV", 4, "2026-03-31"),
        # DTaP 3-4: six months, by calendar.
        ([("DTAP", n, f"2023-0{n + 3}-30") for n in (1, 2, 3)], "DTAP", 4, "2023-12-30"),
        ([("MMR", 1, "2023-09-20")], "MMR", 2, "2023-10-18"),
        ([("JEL", 1, "2023-09-20")], "JEL", 2, "2024-09-20"),
        ([("JEI", 1, "2022-12-01")], "JEI", 2, "2022-12-08"),
        ([("MPSA", 1, "2022-12-01")], "MPSA", 2, "2023-03-01"),
        ([("MPSAC", 1, "2025-12-01")], "MPSAC", 2, "2028-12-01"),
        ([("HEPAI", 1, "2024-01-31")], "HEPAI", 2, "2024-07-31"),
    ],
)  # fmt: skip
def test_the_least_interval(
    given: list[tuple[str, int, str]], vaccine: str, number: int, first: str
) -> None:
    had = [Given(code, n, date.fromisoformat(on)) for code, n, on in given]
    assert f"{_item(vaccine, number, had, date(2024, 1, 2)).first}" == first


def test_bcg_after_three_months_and_after_four_years() -> None:
    late = _item("BCG", 1, [], _at(5))
    assert late.state == "overdue" and "阴性才补种" in late.words and vaccines.CONFIRM in late.words
    assert _item("BCG", 1, [], _at(48)).state == "closed"
    assert not [i for i in open_doses(due_list(BORN, "1", [], _at(48))) if i.dose.vaccine == "BCG"]


def test_a_dose_counts_however_it_was_numbered() -> None:
    """bOPV as its own first dose or as the third of polio; the second overall as in former years."""
    ipv = [Given("IPV", 1, _at(2)), Given("IPV", 2, _at(3))]
    for third in (1, 3):
        assert _item("BOPV", 4, [*ipv, Given("BOPV", third, _at(4))], _at(6)).state == "later"
    # Only the last dose is known: those before it were given too, nobody knows when.
    known = [Given("DTAP", 3, _at(6))]
    assert _item("DTAP", 1, known, _at(7)).words == "日期不详 已种"
    assert _item("DTAP", 3, known, _at(7)).on == _at(6)


def test_the_way_a_child_is_on() -> None:
    """Inactivated JE once begun goes on with four doses; else the live one with two."""
    live = [i.dose.number for i in due_list(BORN, "1", [], _at(9)) if i.dose.vaccine == "JEL"]
    begun = due_list(BORN, "1", [Given("JEI", 1, _at(8))], _at(9))
    assert live == [1, 2]
    assert [i.dose.number for i in begun if i.dose.vaccine == "JEI"] == [1, 2, 3, 4]
    assert not [i for i in begun if i.dose.vaccine == "JEL"]


def test_the_change_of_2025_is_left_to_the_clinic() -> None:
    """Five doses from 2025 on; how one who began by the old plan goes on was not checked."""
    had = [Given("DTAP", n, _at(n + 2)) for n in (1, 2, 3)] + [Given("DTAP", 4, _at(18))]
    fifth = _item("DTAP", 5, had, date(2025, 2, 1))
    assert fifth.state == "later" and fifth.first == date(2028, 3, 31)
    assert vaccines.CONFIRM in fifth.words
    # Who got DT before has had what the fifth dose is for.
    old = date(2018, 3, 1)
    had = [Given("DTAP", n, _at(n + 2, old)) for n in (1, 2, 3)] + [Given("DTAP", 4, _at(18, old))]
    had.append(Given("DT", 1, date(2024, 3, 5)))
    assert _item("DTAP", 5, had, date(2025, 2, 1), old).state == "done"
    young = _item("DTAP", 1, [], date(2025, 6, 1), date(2025, 3, 1))
    assert young.words == "2025-05-01 起应种，最晚 2026-02-28"


def test_hpv_for_girls_of_thirteen_born_after_the_day() -> None:
    def hpv(birth: date, sex: str, day: date, given: list[Given] | None = None) -> list[Item]:
        items = due_list(birth, sex, given or [], day)
        return [i for i in items if i.dose.vaccine == "HPV"]

    girl, now = date(2012, 5, 1), date(2025, 12, 1)
    first, second = hpv(girl, "2", now)
    assert first.state == "due" and first.first == date(2025, 11, 10)
    assert second.state == "later" and second.first is None
    assert hpv(girl, "2", now, [Given("HPV", 1, now)])[1].first == date(2026, 6, 1)
    assert not hpv(girl, "1", now) and not hpv(date(2011, 11, 10), "2", now)
    assert not hpv(girl, "2", date(2025, 11, 9))
    assert hpv(date(2013, 5, 1), "2", now)[0].first == date(2026, 5, 1)


def test_put_off_until_a_day_and_given_after_all() -> None:
    put_off = Given("MMR", 1, None, _at(10))
    assert _item("MMR", 1, [put_off], _at(9)).state == "deferred"
    assert "暂缓至" in _item("MMR", 1, [put_off], _at(9)).words
    assert _item("MMR", 1, [put_off], _at(11)).state == "due"
    assert _item("MMR", 2, [put_off, Given("MMR", 1, _at(9))], _at(9)).state == "later"


def test_the_list_begins_with_what_is_overdue() -> None:
    """A foundling of nine months without any paper: one dose a series, the late ones first."""
    items = due_list(BORN, "1", [], _at(9))
    todo = open_doses(items)
    assert [i.dose.number for i in todo] == [1] * len(todo)
    assert [i.state for i in todo] == sorted((i.state for i in todo), reverse=True)
    assert {i.dose.vaccine for i in todo} == {"HEPB", "BCG", "IPV", "DTAP", "MMR", "JEL", "MPSA"}
    assert (
        next(i for i in items if i.dose.vaccine == "IPV" and i.dose.number == 2).words
        == "上一剂之后"
    )


@pytest.mark.parametrize(
    ("vaccine", "number", "first"),
    [
        ("HEPB", 1, "2022-03-31"), ("MMR", 1, "2022-11-10"), ("DTAP", 1, "2022-05-26"),
        ("BOPV", 1, "2022-07-21"), ("BOPV", 4, "2022-07-21"), ("IPV", 3, "2022-05-26"),
        ("JEL", 2, "2024-03-31"), ("DTAP", 5, "2028-03-31"), ("HPV", 1, "2031-03-31"),
    ],
)  # fmt: skip
def test_the_earliest_day_by_age(vaccine: str, number: int, first: str) -> None:
    """F22 is held against the version that is earliest; in the first year a month is four weeks."""
    assert f"{vaccines.earliest(vaccine, number, BORN)}" == first


def test_how_many_doses_there_are() -> None:
    counts = {"BCG": 1, "IPV": 4, "BOPV": 4, "DTAP": 5, "DT": 1, "JEL": 2, "JEI": 4, "HEPAI": 2}
    assert {vaccine: vaccines.doses(vaccine) for vaccine in counts} == counts
    assert vaccines.earliest("MMR", 3, BORN) is None
