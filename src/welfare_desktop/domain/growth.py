"""Growth of a child (F21): the level by WS/T 423-2022, the score by WHO as a second opinion.

Length is measured lying down before two years of age and height standing from then on; what was
measured the other way is set right by 0.7 cm, as both standards say. A child born before 37 weeks is
judged by the age counted from its due date until it is two years old. Where the date of birth is
estimated nothing is judged: a month more or less is a standard deviation in a small child.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from math import exp, log
from typing import TYPE_CHECKING, Any, Literal, get_args

import msgspec

from welfare_desktop.domain.deadlines import addm
from welfare_desktop.domain.growth_tables import Row, tables
from welfare_desktop.domain.record import Record

if TYPE_CHECKING:
    from welfare_desktop.domain.house import Child
    from welfare_desktop.domain.situation import Situation

Index = Literal["weight", "height", "bmi", "head", "wfh"]
INDICES: tuple[Index, ...] = get_args(Index)
WHO, NATIONAL = "WHO", "WS/T 423-2022"
#: The national standard is in force since, and for children below this age.
IN_FORCE = date(2023, 3, 1)
NATIONAL_MONTHS = 84
LYING, STANDING = "1", "2"
#: What lying is longer than standing, in cm.
_POSTURE = 0.7
_TERM, _FULL = 37, 40
#: Lying until then, and the age corrected.
_STANDING_DAYS, TWO_YEARS = 731, 24
#: F01.birth_basis: 医学推断, 捡拾日推定.
_ESTIMATED = ("4", "5")
#: Beyond these scores WHO takes a measurement for a mistake.
_PLAUSIBLE: dict[Index, tuple[float, float]] = {
    "weight": (-6, 5), "height": (-6, 6), "bmi": (-5, 5), "head": (-5, 5), "wfh": (-5, 5),
}  # fmt: skip


class Grower(msgspec.Struct, frozen=True, kw_only=True):
    """What must be known of a child: CL-SEX, birth, whether that is estimated, weeks of pregnancy."""

    sex: str = ""
    birth: date | None = None
    estimated: bool = False
    gest_weeks: int | None = None


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """One measuring: cm and kg; ``corrected`` as the nurse chose, ``None`` where she was not asked."""

    day: date
    length: float | None = None
    posture: str = ""
    weight: float | None = None
    head: float | None = None
    corrected: bool | None = None

    @property
    def bmi(self) -> float | None:
        """体质指数, two decimals."""
        if not self.length or not self.weight:
            return None
        return round(self.weight / (self.length / 100) ** 2, 2)


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """One index of one measuring.

    Args:
        z: score by WHO; ``why_no_z`` says why there is none.
        level: CL-GROWTH by the national standard; ``why_no_level`` says why there is none.
        doubt: the measurement itself should be looked at again.
    """

    index: Index
    value: float | None
    z: float | None = None
    why_no_z: str = ""
    level: str = ""
    why_no_level: str = ""
    corrected: bool = False
    doubt: str = ""


def grower_of(child: Child) -> Grower:
    """A child as the standards see it."""
    weeks = [record.get("gest_weeks") for record in child.all("F20") if record.get("gest_weeks")]
    return Grower(
        sex=child.sex, birth=child.birth_date, estimated=estimated(child),
        gest_weeks=int(weeks[-1]) if weeks else None,
    )  # fmt: skip


def measure_of(record: Record) -> Measure | None:
    """An F21; ``None`` without its day."""
    day = record.date("measured_on")
    if day is None:
        return None
    length, weight, head = (
        float(value) if (value := record.get(name)) else None
        for name in ("length_cm", "weight_kg", "head_cm")
    )
    return Measure(
        day=day, length=length, weight=weight, head=head, posture=record.text("posture"),
        corrected=record.get("corrected_age"),
    )  # fmt: skip


def months(birth: date, day: date) -> int:
    """月龄: full months, 0 before the birth."""
    whole = (day.year - birth.year) * 12 + day.month - birth.month
    return max(0, whole if addm(birth, whole) <= day else whole - 1)


def in_standard(birth: date, day: date) -> bool:
    """Whether the national standard is for children of that age."""
    return months(birth, day) < NATIONAL_MONTHS


def estimated(child: Child) -> bool:
    """Whether the birth date is an estimate: registered or not, it stays one."""
    return child.record.text("birth_basis") in _ESTIMATED


def preterm(child: Grower, day: date) -> bool:
    """Whether the age is to be corrected: born before 37 weeks, not yet two years old."""
    if child.birth is None or child.gest_weeks is None or child.gest_weeks >= _TERM:
        return False
    return day < addm(child.birth, TWO_YEARS)


def counted_from(child: Grower, measure: Measure) -> date | None:
    """The day from which the age is counted: birth, or the day on which birth was due."""
    if child.birth is None or measure.corrected is False or not preterm(child, measure.day):
        return child.birth
    return child.birth + timedelta(weeks=_FULL - (child.gest_weeks or _FULL))


def value_of(measure: Measure, index: Index) -> float | None:
    """What was measured for an index."""
    if index == "wfh":
        return measure.weight if measure.length else None
    return {
        "weight": measure.weight, "height": measure.length,
        "bmi": measure.bmi, "head": measure.head,
    }[index]  # fmt: skip


def _unfit(child: Grower, measure: Measure, index: Index) -> str:
    """Why nothing can be said at all."""
    if not value_of(measure, index):
        return "没有测量" if index in ("weight", "height", "head") else "要同时有身长（高）和体重"
    if child.sex not in ("1", "2"):
        return "性别未登记，不评价"
    if child.birth is None:
        return "出生日期不详，不评价"
    if child.estimated:
        return "出生日期是推定的，不评价"
    if measure.day < child.birth:
        return "测量日期早于出生日期，请核对"
    if measure.corrected and child.gest_weeks is None:
        return "按矫正月龄要先在健康档案首页填孕周"
    start = counted_from(child, measure)
    if start is not None and measure.day < start:
        return "还没到预产期，不评价"
    if index in ("height", "bmi", "wfh") and measure.posture not in (LYING, STANDING):
        return "请先选卧位还是立位"
    return ""


def judge(child: Grower, measure: Measure, index: Index) -> Judged:
    """Score and level of one index, or why there is none."""
    value = value_of(measure, index)
    why, start = _unfit(child, measure, index), counted_from(child, measure)
    if why or start is None or value is None:
        return Judged(index=index, value=value, why_no_z=why, why_no_level=why)
    z, no_z = _score(child.sex, start, measure, index)
    level, no_level = _level(child.sex, start, measure, index)
    low, high = _PLAUSIBLE[index]
    return Judged(
        index=index, value=value, z=z, why_no_z=no_z, level=level, why_no_level=no_level,
        corrected=start != child.birth,
        doubt="" if z is None or low <= z <= high else "与同龄儿童差得太多，请核对测量值",
    )  # fmt: skip


def suited(measure: Measure, standing: bool) -> Measure:
    """The same with the length that a table wants: lying, or standing."""
    was = measure.posture == STANDING
    if measure.length is None or was == standing:
        return measure
    step = -_POSTURE if standing else _POSTURE
    return msgspec.structs.replace(measure, length=round(measure.length + step, 2))


def _score(sex: str, start: date, measure: Measure, index: Index) -> tuple[float | None, str]:
    days = (measure.day - start).days
    standing = days >= _STANDING_DAYS
    told = suited(measure, standing)
    table = tables("who")[("wfh" if standing else "wfl") if index == "wfh" else index, sex]
    row = table.at(told.length or 0 if index == "wfh" else days)
    value = value_of(told, index)
    if row is None or value is None:
        return (
            None,
            "身长（高）不在 WHO 表的范围内" if index == "wfh" else "月龄不在 WHO 表的范围内",
        )
    return round(score(row, value, index), 2), ""


def score(row: Row, value: float, index: Index) -> float:
    """The score by L, M and S; of weights beyond ±3 SD in steps of the last one (WHO 2006, ch. 7)."""
    skew, m, s = row
    z = ((value / m) ** skew - 1) / (skew * s) if abs(skew) > 1e-6 else log(value / m) / s
    if index in ("height", "head") or abs(z) <= 3:
        return z
    edge, before = at_score(row, 3 if z > 0 else -3), at_score(row, 2 if z > 0 else -2)
    return (3 if z > 0 else -3) + (value - edge) / abs(edge - before)


def at_score(row: Row, z: float) -> float:
    """What is measured at a score: a point of a curve."""
    skew, m, s = row
    return float(m * (1 + skew * s * z) ** (1 / skew)) if abs(skew) > 1e-6 else m * exp(s * z)


def national(sex: str, index: Index, x: float, standing: bool) -> Row | None:
    """The columns −3…+3 of the national standard by months, or for weight by length by cm."""
    name = ("wfh" if standing else "wfl") if index == "wfh" else index
    table = tables("wst423-2022").get((name, sex))
    if table is None or index == "wfh":
        return table.at(x) if table else None
    before = TWO_YEARS - 1
    if index in ("height", "bmi") and before < x < TWO_YEARS:
        # The row of 24 months is of height, and this child is still measured lying.
        low, high = table.at(before), table.at(TWO_YEARS)
        assert low is not None and high is not None
        part = x - before if index == "height" else 0
        return tuple(a + (b + _POSTURE - a) * part for a, b in zip(low, high, strict=True))
    # The last row is of 81 months, the standard holds until 84.
    return table.at(x, 0 if index == "head" else NATIONAL_MONTHS - table.xs[-1])


def age_in_months(start: date, day: date) -> float:
    """Months with their part, as the tables count."""
    whole = months(start, day)
    first, after = addm(start, whole), addm(start, whole + 1)
    return whole + (day - first).days / (after - first).days


def _level(sex: str, start: date, measure: Measure, index: Index) -> tuple[str, str]:
    if measure.day < IN_FORCE:
        return "", f"{IN_FORCE}起才按 {NATIONAL} 评价"
    months = age_in_months(start, measure.day)
    if months >= NATIONAL_MONTHS:
        return "", f"满 7 岁，{NATIONAL} 不再适用"
    # By length there is a table of its own for either posture.
    standing = (measure.posture == STANDING) if index == "wfh" else months >= TWO_YEARS
    told = suited(measure, standing)
    x = told.length or 0 if index == "wfh" else months
    row, value = national(sex, index, x, standing), value_of(told, index)
    if row is None or value is None:
        return "", f"不在 {NATIONAL} 表的范围内"
    _, low2, low1, _, high1, high2, _ = (round(v, 2) for v in row)
    at_least = sum(value >= edge for edge in (low2, low1, high1, high2))
    return str(5 - at_least), ""


def evaluation(child: Grower, measure: Measure) -> str | None:
    """F21.growth_eval: the level of weight or of length, whichever is farther from 中; the lower of two."""
    levels = [judge(child, measure, index).level for index in ("weight", "height")]
    found = [int(level) for level in levels if level]
    return str(max(found, key=lambda level: (abs(level - 3), level))) if found else None


def flags(child: Grower, measure: Measure) -> tuple[str, ...]:
    """低体重, 生长迟缓, 消瘦, 超重, 肥胖 by the national standard (CL-GROWTH)."""
    weight, height, wfh = (judge(child, measure, i).level for i in ("weight", "height", "wfh"))
    told = {
        "低体重": weight == "5", "生长迟缓": height == "5", "消瘦": wfh == "5",
        "超重": wfh == "2", "肥胖": wfh == "1",
    }  # fmt: skip
    return tuple(name for name, holds in told.items() if holds)


def to_correct(child: Child, day: date) -> bool:
    """Whether F21 asks about the corrected age."""
    return preterm(grower_of(child), day)


def corrected_at_first(child: Child | None) -> bool | None:
    """What a new F21 shows at first."""
    return True if child is not None and to_correct(child, child.house.today) else None


def posture_for(birth: date, day: date) -> str:
    """How a child of that age is measured."""
    return LYING if months(birth, day) < TWO_YEARS else STANDING


def posture_of(child: Child | None) -> str | None:
    """How a child is measured today."""
    if child is None or child.birth_date is None:
        return None
    return posture_for(child.birth_date, child.house.today)


def _of(s: Situation) -> tuple[Grower, Measure] | None:
    measure = measure_of(s.record)
    return (grower_of(s.child), measure) if s.child is not None and measure else None


def _age(s: Situation) -> Any:
    birth, day = s.child.birth_date if s.child else None, s.date("measured_on")
    return months(birth, day) if birth is not None and day is not None else None


def _bmi(s: Situation) -> Any:
    return Measure(day=s.now.date(), length=s.get("length_cm"), weight=s.get("weight_kg")).bmi


def _z(index: Index) -> Callable[[Situation], Any]:
    def value(s: Situation) -> Any:
        found, age = _of(s), _age(s)
        if found is None or age is None or age >= NATIONAL_MONTHS:
            return None
        return judge(*found, index).z

    return value


def _evaluation(s: Situation) -> Any:
    found = _of(s)
    return evaluation(*found) if found else None


#: F21: what is written, and what follows the birth date and the health record.
COMPUTED: dict[str, Callable[[Situation], Any]] = {"F21.bmi": _bmi}
LIVE: dict[str, Callable[[Situation], Any]] = {
    "F21.age_months": _age, "F21.growth_eval": _evaluation, "F21.z_wfa": _z("weight"),
    "F21.z_hfa": _z("height"), "F21.z_wfh": _z("wfh"), "F21.z_bmi": _z("bmi"),
}  # fmt: skip
