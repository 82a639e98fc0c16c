"""Growth: scores as WHO's own programs reckon them, levels by the national standard, and when there are none."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from welfare_desktop.domain import growth
from welfare_desktop.domain.deadlines import addm
from welfare_desktop.domain.growth import LYING, STANDING, Grower, Index, Measure, judge
from welfare_desktop.domain.growth_tables import tables

DATA = Path(__file__).parent / "data"
BORN = date(2024, 1, 10)
BOY = Grower(sex="1", birth=BORN)


def _rows(name: str) -> Iterator[dict[str, str]]:
    lines = (DATA / name).read_text("utf-8").splitlines()
    return csv.DictReader(line for line in lines if not line.startswith("#"))


def _number(text: str) -> float | None:
    return float(text) if text else None


def test_scores_are_those_of_who_anthro() -> None:
    """Birth to five years, five indices, lying and standing, missing values and beyond ±3 SD."""
    posture = {"l": LYING, "h": STANDING, "": ""}
    columns: dict[Index, str] = {
        "weight": "zwei", "height": "zlen", "bmi": "zbmi", "wfh": "zwfl", "head": "zhc",
    }  # fmt: skip
    seen, far = 0, 0
    for row in _rows("who-anthro-survey.csv"):
        measure = Measure(
            day=BORN + timedelta(days=int(row["days"])), posture=posture[row["measure"]],
            weight=_number(row["weight"]), length=_number(row["length"]), head=_number(row["head"]),
        )  # fmt: skip
        for index, column in columns.items():
            wanted = _number(row[column])
            found = judge(Grower(sex=row["sex"], birth=BORN), measure, index).z
            assert (found is None) == (wanted is None), (row, index)
            if found is not None and wanted is not None:
                assert found == pytest.approx(wanted, abs=0.0101), (row, index)
                seen, far = seen + 1, far + (abs(wanted) > 3)
    assert seen > 1900 and far > 20


def test_scores_are_those_of_the_who_2007_macro() -> None:
    """Five years and older: by month, weight to ten years."""
    columns: dict[Index, str] = {"weight": "zwfa", "height": "zhfa", "bmi": "zbfa"}
    seen = 0
    for row in _rows("who-2007-stata.csv"):
        child = Grower(sex=row["sex"], birth=date.fromisoformat(row["born"]))
        measure = Measure(
            day=date.fromisoformat(row["measured"]), posture=STANDING,
            weight=_number(row["weight"]), length=_number(row["height"]),
        )  # fmt: skip
        for index, column in columns.items():
            if row[column]:
                assert judge(child, measure, index).z == pytest.approx(
                    float(row[column]), abs=0.0101
                ), (row, index)
                seen += 1
    assert seen > 500


def _at(months: int, **values: float | str | bool) -> Measure:
    return Measure(day=addm(BORN, months), posture=STANDING, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("weight", "level"), [(15.6, "1"), (15.5, "2"), (14.0, "2"), (13.9, "3"), (11.3, "3"),
                          (11.2, "4"), (10.2, "4"), (10.1, "5")],
)  # fmt: skip
def test_the_five_levels_by_the_printed_columns(weight: float, level: str) -> None:
    """Boys of 24 months by weight: −2SD 10.2, −1SD 11.3, +1SD 14.0, +2SD 15.6; the edge counts up."""
    assert judge(BOY, _at(24, weight=weight), "weight").level == level


def test_between_two_printed_months_a_straight_line() -> None:
    """Boys of 25 months, −2SD by height: a third of the way from 82.0 to 84.4."""
    row = growth.national("1", "height", 25, True)
    assert row is not None and row[1] == pytest.approx(82.8)
    # Not yet two years: still by length, the column of 24 months made 0.7 cm longer.
    row = growth.national("1", "height", 23.5, False)
    assert row is not None and row[3] == pytest.approx((88.0 + 88.9) / 2)
    # 81 months is the last row, and the standard holds to the seventh birthday.
    row = growth.national("1", "height", 83, True)
    assert row is not None and row[3] == pytest.approx(123.5 + 1.5 * 2 / 3)
    assert growth.national("1", "head", 37, True) is None


def test_a_length_taken_the_other_way_is_set_right() -> None:
    """Standing before two years: 0.7 cm more; lying after it: 0.7 cm less."""
    lying = Measure(day=addm(BORN, 12), posture=LYING, length=74.1)
    standing = Measure(day=lying.day, posture=STANDING, length=73.4)
    assert judge(BOY, lying, "height").z == judge(BOY, standing, "height").z
    assert judge(BOY, lying, "height").level == judge(BOY, standing, "height").level == "3"
    old = Measure(day=addm(BORN, 40), posture=LYING, length=98.0)
    young = Measure(day=old.day, posture=STANDING, length=97.3)
    assert judge(BOY, old, "height") != judge(BOY, young, "height")
    assert judge(BOY, old, "height").z == judge(BOY, young, "height").z


def test_born_early_is_judged_from_the_due_date_until_two_years() -> None:
    """30 weeks: ten weeks are taken off, and it is said; not from the second birthday on."""
    early = Grower(sex="1", birth=BORN, gest_weeks=30)
    measure = _at(6, weight=6.5)
    found, plain = judge(early, measure, "weight"), judge(BOY, measure, "weight")
    assert found.corrected and not plain.corrected
    assert found.z is not None and plain.z is not None and found.z > plain.z + 1
    due = Grower(sex="1", birth=BORN + timedelta(weeks=10))
    assert found.z == judge(due, measure, "weight").z
    chosen_not = _at(6, weight=6.5, corrected=False)
    assert judge(early, chosen_not, "weight") == plain
    assert not judge(early, _at(24, weight=12), "weight").corrected
    term = Grower(sex="1", birth=BORN, gest_weeks=37)
    assert not judge(term, measure, "weight").corrected


@pytest.mark.parametrize(
    ("child", "measure", "index", "why"),
    [
        (Grower(sex="1", birth=BORN, estimated=True), _at(24, weight=12), "weight", "推定"),
        (Grower(sex="1"), _at(24, weight=12), "weight", "出生日期不详"),
        (Grower(sex="9", birth=BORN), _at(24, weight=12), "weight", "性别"),
        (BOY, _at(24), "weight", "没有测量"),
        (BOY, _at(24, weight=12), "bmi", "身长（高）和体重"),
        (BOY, Measure(day=BORN + timedelta(days=40), length=55), "height", "卧位还是立位"),
        (BOY, Measure(day=BORN - timedelta(days=1), weight=3), "weight", "早于出生"),
        (Grower(sex="1", birth=BORN, gest_weeks=28), Measure(day=BORN, weight=1.1), "weight", "预产期"),
        (BOY, _at(3, weight=6, corrected=True), "weight", "孕周"),
    ],
)  # fmt: skip
def test_no_score_and_no_level_and_why(
    child: Grower, measure: Measure, index: Index, why: str
) -> None:
    found = judge(child, measure, index)
    assert found.z is None and not found.level
    assert why in found.why_no_z and why in found.why_no_level


def test_out_of_a_table() -> None:
    """Older than seven: no level; older than ten: no score by weight, but by height."""
    eight, twelve = _at(96, weight=25, length=128), _at(144, weight=40, length=150)
    assert "7 岁" in judge(BOY, eight, "weight").why_no_level
    assert judge(BOY, eight, "weight").z is not None
    assert "月龄" in judge(BOY, twelve, "weight").why_no_z
    assert judge(BOY, twelve, "height").z is not None
    early = Grower(sex="1", birth=date(2020, 1, 10))
    before = Measure(day=date(2023, 2, 28), weight=14, posture=STANDING)
    assert "2023-03-01" in judge(early, before, "weight").why_no_level
    assert judge(early, before, "weight").z is not None
    assert judge(early, Measure(day=date(2023, 3, 1), weight=14), "weight").level == "3"


def test_a_mistake_of_measuring_is_told() -> None:
    """Grams for kilograms, or metres for centimetres: WHO's limits of what is plausible."""
    assert "核对" in judge(BOY, _at(24, weight=1.2), "weight").doubt
    assert not judge(BOY, _at(24, weight=9.0), "weight").doubt


def test_one_level_for_the_form_the_farther_from_the_middle() -> None:
    """F21.growth_eval: weight or length; at the same distance the lower one."""
    assert growth.evaluation(BOY, _at(24, weight=12.6, length=88)) == "3"
    assert growth.evaluation(BOY, _at(24, weight=16, length=88)) == "1"
    assert growth.evaluation(BOY, _at(24, weight=16, length=80)) == "5"
    assert growth.evaluation(Grower(sex="1"), _at(24, weight=16)) is None


def test_nutrition() -> None:
    """低体重, 生长迟缓, 消瘦, 超重, 肥胖."""
    assert growth.flags(BOY, _at(24, weight=10.0, length=81)) == ("低体重", "生长迟缓")
    assert growth.flags(BOY, _at(24, weight=9.8, length=88)) == ("低体重", "消瘦")
    assert growth.flags(BOY, _at(24, weight=14.0, length=88)) == ("超重",)
    assert growth.flags(BOY, _at(24, weight=15.0, length=88)) == ("肥胖",)


def test_the_national_tables_are_whole_and_smooth() -> None:
    """Twelve tables of the appendix; each row rises from column to column, each column goes on smoothly."""
    found = tables("wst423-2022")
    rows = {"weight": 44, "height": 44, "bmi": 44, "head": 29, "wfl": 56, "wfh": 56}
    assert {key: len(table.xs) for key, table in found.items()} == {
        (name, sex): count for name, count in rows.items() for sex in "12"
    }
    for (name, _), table in found.items():
        for x, row in zip(table.xs, table.rows, strict=True):
            assert list(row) == sorted(set(row)), (name, x)
            # Columns lie as a distribution does: steps change slowly, rounding to 0.1 apart.
            steps = [b - a for a, b in pairwise(row)]
            pairs = pairwise(steps)
            assert all(abs(b - a) < 0.21 + 0.4 * min(a, b) for a, b in pairs), (name, x)
        for column in range(7):
            points = list(zip(table.xs, (row[column] for row in table.rows), strict=True))
            slopes = [(b - a) / (x - w) for (w, a), (x, b) in pairwise(points)]
            turns = [abs(t - s) for s, t in pairwise(slopes)]
            # The first months are steep, and at 24 months length becomes height.
            smooth = [
                t
                for t, (x, _) in zip(turns, points[1:], strict=False)
                if x > 4 and x not in (23, 24)
            ]
            assert max(smooth) <= 0.45, (name, column, max(smooth))
