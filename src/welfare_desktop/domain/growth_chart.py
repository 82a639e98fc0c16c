"""Growth curves as lines and points, drawn by nobody: the screen and the paper share them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from math import ceil, floor

import msgspec

from welfare_desktop.domain import growth
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.deadlines import age_words
from welfare_desktop.domain.growth import (
    LYING,
    NATIONAL,
    STANDING,
    TWO_YEARS,
    WHO,
    Grower,
    Index,
    Judged,
    Measure,
)
from welfare_desktop.domain.growth_tables import MONTH, tables

Point = tuple[float, float]
SDS = (-3, -2, -1, 0, 1, 2, 3)
#: Width and dashes of a curve by its distance from the median: told apart in grey too.
STROKES: dict[int, tuple[float, tuple[float, ...]]] = {
    0: (2.2, ()), 1: (1.1, ()), 2: (1.3, (7, 3)), 3: (1.3, (2, 3)),
}  # fmt: skip
NAMES: dict[Index, tuple[str, str]] = {
    "weight": ("体重", "kg"), "height": ("身长（高）", "cm"), "bmi": ("BMI", "kg/m²"),
    "head": ("头围", "cm"), "wfh": ("身高别体重", "kg"),
}  # fmt: skip
_STEPS = (0.5, 1, 2, 5, 10, 20, 50)
_LINES = 9


class View(msgspec.Struct, frozen=True):
    """A part of a standard: months, or cm of those measured in one posture."""

    standard: str
    title: str
    first: float
    last: float
    posture: str = ""


class Curve(msgspec.Struct, frozen=True):
    """One standard deviation; in parts where length becomes height."""

    sd: int
    parts: tuple[tuple[Point, ...], ...]


class Dot(msgspec.Struct, frozen=True):
    """One measuring where it lies; ``words`` tells it."""

    at: Point
    day: date
    judged: Judged
    words: str


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """All that is drawn. ``note``: what must be known when reading it; ``summary``: all of it in words."""

    index: Index
    view: View
    title: str
    x_name: str
    y_name: str
    x_ticks: tuple[tuple[float, str], ...]
    y_ticks: tuple[tuple[float, str], ...]
    x_span: Point
    y_span: Point
    curves: tuple[Curve, ...]
    dots: tuple[Dot, ...]
    note: str
    summary: str


class Plot(msgspec.Struct, frozen=True):
    """Where a chart lies on a surface whose y goes down."""

    chart: Chart
    left: float
    top: float
    width: float
    height: float

    def at(self, point: Point) -> Point:
        """A point of the chart on the surface."""
        (x0, x1), (y0, y1) = self.chart.x_span, self.chart.y_span
        x, y = (point[0] - x0) / (x1 - x0), (point[1] - y0) / (y1 - y0)
        return self.left + x * self.width, self.top + (1 - y) * self.height

    def names(self, gap: float) -> list[tuple[Curve, float]]:
        """Curves with the height at which each is named at the right edge, ``gap`` apart at least."""
        ends = [(c, self.at(c.parts[-1][-1])[1]) for c in self.chart.curves if c.parts]
        middle = len(ends) // 2
        for at in range(middle + 1, len(ends)):
            ends[at] = ends[at][0], min(ends[at][1], ends[at - 1][1] - gap)
        for at in range(middle - 1, -1, -1):
            ends[at] = ends[at][0], max(ends[at][1], ends[at + 1][1] + gap)
        return ends


_YOUNG = (
    View(NATIONAL, "0–2 岁", 0, 24),
    View(NATIONAL, "0–7 岁", 0, 84),
    View(WHO, "0–5 岁", 0, 60),
)
VIEWS: dict[Index, tuple[View, ...]] = {
    "weight": (*_YOUNG, View(WHO, "5–10 岁", 61, 120)),
    "height": (*_YOUNG, View(WHO, "5–19 岁", 61, 228)),
    "bmi": (*_YOUNG, View(WHO, "5–19 岁", 61, 228)),
    "head": (View(NATIONAL, "0–3 岁", 0, 36), View(WHO, "0–5 岁", 0, 60)),
    "wfh": (
        View(NATIONAL, "卧位 45–100 cm", 45, 100, LYING),
        View(NATIONAL, "立位 75–130 cm", 75, 130, STANDING),
        View(WHO, "卧位 45–110 cm", 45, 110, LYING),
        View(WHO, "立位 65–120 cm", 65, 120, STANDING),
    ),
}  # fmt: skip


def first_view(index: Index, child: Grower, measures: Sequence[Measure]) -> int:
    """Where to begin: the first part that holds the newest measuring."""
    views = VIEWS[index]
    for measure in sorted(measures, key=lambda m: m.day, reverse=True):
        for number, view in enumerate(views):
            if _point(index, view, child, measure) is not None:
                return number
    return 0


def chart(index: Index, view: View, child: Grower, measures: Iterable[Measure]) -> Chart:
    """The curves of a part of a standard and a child's points on them."""
    ordered = sorted(measures, key=lambda m: m.day)
    dots = tuple(
        Dot(at, m.day, judged := growth.judge(child, m, index), _words(index, child, m, judged))
        for m in ordered
        if (at := _point(index, view, child, m)) is not None
    )
    curves = _curves(index, view, child.sex)
    heights = [y for c in curves for part in c.parts for _, y in part] + [d.at[1] for d in dots]
    y_span, y_ticks = _scale(min(heights, default=0), max(heights, default=1))
    name, unit = NAMES[index]
    sex = label("CL-SEX", child.sex) if child.sex in ("1", "2") else "性别未登记"
    return Chart(
        index=index, view=view, title=f"{name}　{sex}　{view.standard} {view.title}",
        x_name="身长（高）cm" if view.posture else "月龄" if view.last <= TWO_YEARS else "年龄（岁）",
        y_name=f"{name}（{unit}）", x_ticks=_x_ticks(view), y_ticks=y_ticks,
        x_span=(view.first, view.last), y_span=y_span, curves=curves, dots=dots,
        note=_note(child, dots), summary=_summary(name, view, dots),
    )  # fmt: skip


def _point(index: Index, view: View, child: Grower, measure: Measure) -> Point | None:
    """Where a measuring lies in a part; ``None`` outside it."""
    start = growth.counted_from(child, measure)
    if start is None or measure.day < start:
        return None
    if view.posture:
        fits = measure.posture == view.posture
        x = measure.length if fits else None
        told = measure
    else:
        x = growth.age_in_months(start, measure.day)
        told = growth.suited(measure, x >= TWO_YEARS) if measure.posture else measure
    y = growth.value_of(told, index)
    return (x, y) if x is not None and y is not None and view.first <= x <= view.last else None


@cache
def _curves(index: Index, view: View, sex: str) -> tuple[Curve, ...]:
    """The same for every child; none without a sex."""
    return tuple(_curve(index, view, sex, sd) for sd in SDS) if sex in ("1", "2") else ()


def _curve(index: Index, view: View, sex: str, sd: int) -> Curve:
    if view.posture:
        xs: list[list[float]] = [[float(x) for x in range(int(view.first), int(view.last) + 1)]]
    else:
        first, last = int(view.first), int(view.last)
        young = [float(m) for m in range(first, min(last, TWO_YEARS))]
        old = [float(m) for m in range(max(first, TWO_YEARS), last + 1)]
        # The line of length ends just before the month in which height begins.
        xs = [[*young, TWO_YEARS - 0.001] if young else [], old]
        if index in ("weight", "head"):
            xs = [[*young, *old]]
    parts = (
        tuple((x, y) for x in part if (y := _at(index, view, sex, x, sd)) is not None)
        for part in xs
    )
    return Curve(sd, tuple(part for part in parts if len(part) > 1))


def _at(index: Index, view: View, sex: str, x: float, sd: int) -> float | None:
    if view.standard == NATIONAL:
        columns = growth.national(sex, index, x, view.posture == STANDING)
        return columns[sd + 3] if columns else None
    name = ("wfh" if view.posture == STANDING else "wfl") if index == "wfh" else index
    row = tables(WHO.lower())[name, sex].at(x if view.posture else x * MONTH)
    return growth.at_score(row, sd) if row else None


def _scale(low: float, high: float) -> tuple[Point, tuple[tuple[float, str], ...]]:
    step = next((s for s in _STEPS if (high - low) / s <= _LINES), _STEPS[-1])
    first, last = floor(low / step), ceil(high / step)
    return (first * step, last * step), tuple(
        (n * step, f"{n * step:g}") for n in range(first, last + 1)
    )


def _x_ticks(view: View) -> tuple[tuple[float, str], ...]:
    first, last = int(view.first), int(view.last)
    if view.posture:
        return tuple((x, str(x)) for x in range(-(-first // 5) * 5, last + 1, 5))
    if last <= TWO_YEARS:
        return tuple((m, str(m)) for m in range(0, last + 1, 2))
    return tuple((m, str(m // 12)) for m in range(-(-first // 12) * 12, last + 1, 12))


def _words(index: Index, child: Grower, measure: Measure, judged: Judged) -> str:
    """``2026-11-02　1岁3个月　体重 9.8 kg　中　WHO z −0.42``."""
    name, unit = NAMES[index]
    value = f"{judged.value:g} {unit}" if judged.value else ""
    if index == "wfh":
        name, value = "体重", f"{measure.weight:g} kg，身长（高）{measure.length:g} cm"
    start = growth.counted_from(child, measure)
    age = f"{'矫正' if judged.corrected else ''}{age_words(start, measure.day)}"
    level = f"水平：{label('CL-GROWTH', judged.level)}" if judged.level else judged.why_no_level
    z = f"WHO z {signed(judged.z)}" if judged.z is not None else judged.why_no_z
    found = "、".join(growth.flags(child, measure))
    parts = dict.fromkeys((f"{measure.day}", age, f"{name} {value}", level, z, found, judged.doubt))
    return "　".join(part for part in parts if part)


def signed(z: float) -> str:
    """``−0.42``, with a real minus."""
    return f"{z:+.2f}".replace("-", "−")


def sd_name(sd: int) -> str:
    """What stands at the end of a curve."""
    return f"{sd:+d}SD".replace("-", "−") if sd else "中位"


def _note(child: Grower, dots: Sequence[Dot]) -> str:
    if child.birth is None:
        return "出生日期不详，画不出测量点。"
    if child.estimated:
        return "出生日期是推定的：月龄只供参考，不评价。"
    if any(dot.judged.corrected for dot in dots):
        return f"孕 {child.gest_weeks} 周早产：满 24 月龄前按矫正月龄，预产期前的测量不画。"
    return ""


def _summary(name: str, view: View, dots: Sequence[Dot]) -> str:
    where = f"{name}，{view.standard} {view.title}"
    if not dots:
        return f"{where}：这一段没有测量。"
    return f"{where}：{len(dots)} 次测量。最近一次 {dots[-1].words}"
