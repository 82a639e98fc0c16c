"""Growth of a child: age, correction and method of a measurement, and what a reference says of it.

The reference values are those of the standard's published tables (WS/T 423-2022), loaded as data
where they are installed. Nothing is scored on an estimated birth date.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Literal

import msgspec

from welfare_desktop.domain.deadlines import addm, age_on
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.record import Record

#: Below this age in years the standard holds.
_STANDARD_YEARS = 7
#: From here on a child is measured standing; up to here the age of one born early is corrected.
_STANDING_MONTHS = _CORRECTED_MONTHS = 24
_TERM_WEEKS, _PRETERM_WEEKS = 40, 37
#: What a child measures more lying than standing, in cm.
_LYING_MORE = 0.7
LYING, STANDING = "1", "2"
#: CL-BIRTHB: 医学推断, 捡拾日推定.
_ESTIMATED = ("4", "5")

Indicator = Literal["wfa", "hfa", "wfh", "bmi"]
INDICATORS: tuple[Indicator, ...] = ("wfa", "hfa", "wfh", "bmi")


class Measured(msgspec.Struct, frozen=True):
    """A measurement as a reference reads it.

    Args:
        born: the birth date that counts: moved to term where the age is corrected.
        length_cm: as the method for the age gives it.
    """

    sex: str
    born: date
    on: date
    length_cm: float
    weight_kg: float

    @property
    def months(self) -> int:
        """Completed months."""
        return months(self.born, self.on)


#: Standard deviations from the median; ``None`` outside the tables.
Reference = Callable[[Indicator, Measured], float | None]
#: The reference in force, once its tables are installed.
INSTALLED: list[Reference] = []


def months(birth: date, day: date) -> int:
    """Completed months of age (DL-3), 0 before the birth."""
    whole = (day.year - birth.year) * 12 + day.month - birth.month
    return max(0, whole if addm(birth, whole) <= day else whole - 1)


def in_standard(birth: date, day: date) -> bool:
    """Whether the standard holds for the age."""
    return age_on(birth, day) < _STANDARD_YEARS


def estimated(child: Child) -> bool:
    """Whether the birth date is an estimate: an age, but no score."""
    return child.birth_date is None or child.record.get("birth_basis") in _ESTIMATED


def weeks_born(child: Child) -> int | None:
    """孕周 by the health record (F20)."""
    told = [r.get("gest_weeks") for r in child.all("F20") if r.get("gest_weeks")]
    return int(told[-1]) if told else None


def to_correct(child: Child, day: date) -> bool:
    """Born early and below the age to which that is corrected."""
    weeks, birth = weeks_born(child), child.birth_date
    early = weeks is not None and weeks < _PRETERM_WEEKS
    return early and birth is not None and months(birth, day) < _CORRECTED_MONTHS


def term_date(birth: date, weeks: int) -> date:
    """The day on which 40 weeks were over: the corrected age counts from it."""
    return birth + timedelta(weeks=max(0, _TERM_WEEKS - weeks))


def corrected_at_first(child: Child | None) -> bool | None:
    """What a new measurement shows at first."""
    return True if child is not None and to_correct(child, child.house.today) else None


def posture_for(birth: date, day: date) -> str:
    """How a child of that age is measured."""
    return LYING if months(birth, day) < _STANDING_MONTHS else STANDING


def posture_of(child: Child | None) -> str | None:
    """How a child is measured today."""
    if child is None or child.birth_date is None:
        return None
    return posture_for(child.birth_date, child.house.today)


def counted_birth(child: Child, measure: Record) -> date | None:
    """The birth date from which the age of a measurement counts."""
    birth, day = child.birth_date, measure.date("measured_on")
    weeks = weeks_born(child)
    if birth is None or day is None or weeks is None or measure.get("corrected_age") is not True:
        return birth
    return term_date(birth, weeks) if to_correct(child, day) else birth


def measured(child: Child, measure: Record) -> Measured | None:
    """A measurement ready to be compared; ``None`` where the age is no known fact."""
    born, day = counted_birth(child, measure), measure.date("measured_on")
    length, weight = measure.get("length_cm"), measure.get("weight_kg")
    if born is None or day is None or not length or not weight or estimated(child):
        return None
    if child.sex not in ("1", "2") or not in_standard(born, day):
        return None
    if measure.get("posture") in (LYING, STANDING):
        usual, done = posture_for(born, day), measure.get("posture")
        length += 0 if usual == done else _LYING_MORE if usual == LYING else -_LYING_MORE
    return Measured(child.sex, born, day, float(length), float(weight))


def scores(child: Child, measure: Record) -> Mapping[Indicator, float]:
    """Scores of a measurement; none without a reference or on an estimated birth date."""
    one = measured(child, measure)
    if one is None or not INSTALLED:
        return {}
    reference = INSTALLED[-1]
    found = {name: reference(name, one) for name in INDICATORS}
    return {name: round(z, 2) for name, z in found.items() if z is not None}


def level(found: Mapping[Indicator, float]) -> str | None:
    """CL-GROWTH of the score farthest from the middle: what is to be looked at."""
    if not found:
        return None
    z = max(found.values(), key=abs)
    return "1" if z >= 2 else "2" if z >= 1 else "3" if z >= -1 else "4" if z >= -2 else "5"


def bmi(weight_kg: float, length_cm: float) -> float:
    """体质指数, two decimals."""
    return round(weight_kg / (length_cm / 100) ** 2, 2)
