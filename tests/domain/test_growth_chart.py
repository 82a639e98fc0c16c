"""The curves that screen and paper share: they lie on the printed values, the child where it was measured."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from welfare_desktop.domain import growth_chart
from welfare_desktop.domain.deadlines import addm
from welfare_desktop.domain.growth import INDICES, LYING, NATIONAL, STANDING, Grower, Index, Measure
from welfare_desktop.domain.growth_chart import VIEWS, Plot, chart, first_view

BORN = date(2021, 5, 20)
GIRL = Grower(sex="2", birth=BORN)


def _measure(months: int, **values: float) -> Measure:
    posture = LYING if months < 24 else STANDING
    return Measure(day=addm(BORN, months), posture=posture, **values)  # type: ignore[arg-type]


EVERY = [(index, number) for index in INDICES for number in range(len(VIEWS[index]))]


@pytest.mark.parametrize(("index", "number"), EVERY)
@pytest.mark.parametrize("sex", ["1", "2"])
def test_seven_curves_over_the_whole_part_that_never_cross(
    index: Index, number: int, sex: str
) -> None:
    view = VIEWS[index][number]
    made = chart(index, view, Grower(sex=sex, birth=BORN), [])
    assert [curve.sd for curve in made.curves] == [-3, -2, -1, 0, 1, 2, 3]
    for curve in made.curves:
        xs = [x for part in curve.parts for x, _ in part]
        assert xs[0] == view.first and xs[-1] >= view.last - 0.01 and xs == sorted(xs)
        assert all(b - a <= 3 for a, b in pairwise(xs))
    for low, high in pairwise(made.curves):
        for under, over in zip(low.parts, high.parts, strict=True):
            assert all(a[1] < b[1] for a, b in zip(under, over, strict=True))
    bottom, top = made.y_span
    every = [y for curve in made.curves for part in curve.parts for _, y in part]
    assert bottom <= min(every) and max(every) <= top
    assert made.x_ticks and 4 <= len(made.y_ticks) <= 12


def test_the_curves_lie_on_the_printed_values() -> None:
    """Girls, height: 24 months 80.8 at −2SD; just before it the length, 0.7 cm more."""
    view = VIEWS["height"][1]
    low = next(c for c in chart("height", view, GIRL, []).curves if c.sd == -2)
    lying, standing = low.parts
    assert lying[0] == (0, 46.6) and lying[-1][1] == pytest.approx(81.5, abs=0.01)
    assert standing[0] == (24, 80.8) and (36.0, 89.3) in standing


def test_the_child_lies_where_it_was_measured() -> None:
    measures = [_measure(12, weight=9.4, length=75.2), _measure(30, weight=13.0, length=91.9)]
    made = chart("weight", VIEWS["weight"][1], GIRL, measures)
    assert [dot.at for dot in made.dots] == [(12, 9.4), (30, 13.0)]
    assert (
        made.dots[0].words
        == "2022-05-20　1岁　体重 9.4 kg　2023-03-01起才按 WS/T 423-2022 评价　WHO z +0.40"
    )
    assert "水平：中" in made.dots[1].words and made.summary.startswith(
        "体重，WS/T 423-2022 0–7 岁：2 次测量"
    )
    thin = chart("weight", VIEWS["weight"][1], GIRL, [_measure(36, weight=10.5, length=95)])
    assert thin.dots[0].words.endswith("　低体重、消瘦")
    # Half a month is half a month.
    half = Measure(day=date(2022, 6, 5), weight=9.5)
    assert chart("weight", VIEWS["weight"][1], GIRL, [half]).dots[0].at[0] == pytest.approx(
        12.5, abs=0.03
    )


def test_by_length_only_what_was_measured_in_that_posture() -> None:
    measures = [_measure(12, weight=9.4, length=75.2), _measure(30, weight=13.0, length=91.9)]
    lying = chart("wfh", VIEWS["wfh"][0], GIRL, measures)
    standing = chart("wfh", VIEWS["wfh"][1], GIRL, measures)
    assert [d.at for d in lying.dots] == [(75.2, 9.4)]
    assert [d.at for d in standing.dots] == [(91.9, 13.0)]


def test_it_begins_at_the_part_that_holds_the_newest_measuring() -> None:
    def title(index: Index, *measures: Measure) -> str:
        view = VIEWS[index][first_view(index, GIRL, measures)]
        return f"{view.standard} {view.title}"

    assert title("weight") == f"{NATIONAL} 0–2 岁"
    assert title("weight", _measure(12, weight=9)) == f"{NATIONAL} 0–2 岁"
    assert title("weight", _measure(12, weight=9), _measure(50, weight=17)) == f"{NATIONAL} 0–7 岁"
    assert title("height", _measure(150, length=150)) == "WHO 5–19 岁"
    assert title("head", _measure(48, head=49)) == "WHO 0–5 岁"
    assert title("wfh", _measure(48, weight=16, length=103)) == f"{NATIONAL} 立位 75–130 cm"


def test_an_estimated_birth_date_is_drawn_and_not_judged() -> None:
    guessed = Grower(sex="2", birth=BORN, estimated=True)
    made = chart("weight", VIEWS["weight"][1], guessed, [_measure(30, weight=13.0)])
    assert "推定" in made.note and len(made.dots) == 1
    assert made.dots[0].judged.z is None and "不评价" in made.dots[0].words
    unknown = chart("weight", VIEWS["weight"][0], Grower(sex="2"), [_measure(3, weight=6)])
    assert not unknown.dots and "出生日期不详" in unknown.note


def test_born_early_is_drawn_at_the_corrected_age_and_it_is_said() -> None:
    early = Grower(sex="2", birth=BORN, gest_weeks=32)
    measures = [_measure(1, weight=2.5), _measure(6, weight=6.5), _measure(30, weight=12)]
    made = chart("weight", VIEWS["weight"][1], early, measures)
    first, last = made.dots
    assert first.at[0] == pytest.approx(6 - 8 * 7 / 30.4, abs=0.1) and "矫正4个月" in first.words
    assert last.at[0] == 30 and "矫正" not in last.words
    assert "32 周早产" in made.note


def test_points_of_a_plot_and_names_that_do_not_overlap() -> None:
    made = chart("height", VIEWS["height"][1], GIRL, [])
    plot = Plot(made, 40, 20, 700, 220)
    assert plot.at((0, made.y_span[0])) == (40, 240) and plot.at((84, made.y_span[1])) == (740, 20)
    places = [y for _, y in plot.names(13)]
    assert all(low - high >= 13 - 1e-9 for low, high in pairwise(places))


def test_without_a_sex_there_are_no_curves() -> None:
    made = growth_chart.chart(
        "weight", VIEWS["weight"][0], Grower(birth=BORN), [_measure(3, weight=6)]
    )
    assert not made.curves and len(made.dots) == 1 and "性别未登记" in made.dots[0].words
