"""免疫规划: what a child is due to be given on a day (F22, CL-VAC). It reminds and never prescribes.

The schedule is dated data, ``resources/vaccines.tsv``. Doses are counted within a series, whoever gave
which vaccine of it: 脊灰 3 may be the first bOPV or written down as its third dose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Literal

import msgspec

from welfare_desktop.domain.deadlines import addm
from welfare_desktop.domain.places import resource
from welfare_desktop.domain.record import Record

if TYPE_CHECKING:
    from welfare_desktop.domain.house import Child

State = Literal["done", "overdue", "due", "deferred", "later", "closed"]
STATES: dict[State, str] = {
    "done": "已种", "overdue": "逾期", "due": "应种", "deferred": "暂缓", "later": "未到", "closed": "不再接种",
}  # fmt: skip
CONFIRM = "请与接种门诊确认"
#: Nobody checked how a child changes over who began with three doses at 3, 4 and 5 months.
_CHANGED = date(2025, 1, 1)
_BCG_TESTED, _BCG_CLOSED = "3m", "4y"
#: Bought outside the programme it is given from that age.
_LICENSED = {"HPV": "9y"}
_BORN_AFTER = re.compile(r"girls born after (\d{4}-\d\d-\d\d)")


class Dose(msgspec.Struct, frozen=True):
    """A line of the schedule."""

    version: str
    since: str
    until: str
    series: str
    vaccine: str
    number: int
    age: str
    gap: str
    latest: str
    only: str

    @property
    def name(self) -> str:
        """``百白破疫苗 第3剂``."""
        # The lists of codes read the forms, and F22 asks here.
        from welfare_desktop.domain.codes import label

        return f"{label('CL-VAC', self.vaccine)} 第{self.number}剂"

    def in_force(self, day: date) -> bool:
        """Whether the line is of the schedule of a day."""
        return self.since <= day.isoformat() and (not self.until or f"{day}" <= self.until)

    def meant_for(self, birth: date, sex: str) -> bool:
        """Whether a child is one of those that it is given to."""
        born = _BORN_AFTER.fullmatch(self.only)
        return born is None or (sex == "2" and birth.isoformat() > born[1])


class Given(msgspec.Struct, frozen=True):
    """What F22 tells: a dose given, or put off until a day."""

    vaccine: str
    number: int
    on: date | None
    put_off_until: date | None = None


class Item(msgspec.Struct, frozen=True):
    """One dose of one child.

    Args:
        first: the first day on which it may be given; ``None`` while a dose before it is open.
        last: the day before the latest recommended age.
        on: the day on which it was given, if that is known.
    """

    dose: Dose
    state: State
    first: date | None = None
    last: date | None = None
    on: date | None = None
    note: str = ""

    @property
    def words(self) -> str:
        """What to do, one line."""
        if self.state == "done":
            return f"{self.on or '日期不详'} 已种"
        told = {
            "overdue": f"已过推荐年龄（{self.last}）",
            "due": f"{self.first} 起应种" + (f"，最晚 {self.last}" if self.last else ""),
            "deferred": f"暂缓至 {self.first}",
            "later": f"{self.first} 起" if self.first else "上一剂之后",
            "closed": "不再接种",
        }[self.state]
        unsure = self.state != "closed" and (self.state == "overdue" or self.note)
        return "，".join(part for part in (told, self.note, CONFIRM if unsure else "") if part)


@cache
def schedule() -> tuple[Dose, ...]:
    """All lines of all versions."""
    lines = resource("vaccines.tsv").read_text("utf-8").splitlines()
    names = Dose.__struct_fields__
    rows = [
        dict(zip(names, line.split("\t"), strict=True))
        for line in lines
        if not line.startswith("#")
    ]
    return msgspec.convert(rows, tuple[Dose, ...], strict=False)


def version_on(day: date) -> str:
    """The newest version in force on a day (F22.schedule_version)."""
    return max(dose.version for dose in schedule() if dose.in_force(day))


def after(start: date, span: str) -> date:
    """``28d``, ``6m``, ``4y`` after a day."""
    number, unit = int(span[:-1]), span[-1]
    if unit == "d":
        return start + timedelta(days=number)
    return addm(start, number * (12 if unit == "y" else 1))


def given_of(records: Iterable[Record]) -> list[Given]:
    """The F22 of a child."""
    return [
        Given(
            record.text("vaccine"), int(record.get("dose_no") or 0), record.date("given_on"),
            record.date("defer_until") if record.get("deferred") and not record.get("given_on") else None,
        )
        for record in records if record.get("vaccine") and record.in_force
    ]  # fmt: skip


def due_list(birth: date, sex: str, given: Sequence[Given], day: date) -> list[Item]:
    """Every dose of the schedule of a day, in the order of the schedule."""
    out: list[Item] = []
    names = dict.fromkeys(dose.series.rstrip("/") for dose in schedule())
    for name in names:
        doses = _branch(name, given, day)
        if doses and doses[0].meant_for(birth, sex):
            out += _series(doses, _members(name), birth, given, day)
    return out


def open_doses(items: Iterable[Item]) -> list[Item]:
    """What somebody should see to: overdue first, then what is due."""
    found = [item for item in items if item.state in ("overdue", "due")]
    return sorted(found, key=lambda item: (item.state != "overdue", item.first or date.max))


def doses(vaccine: str) -> int:
    """How many doses the series of a vaccine has, in whichever version has most."""
    series = {d.series for d in schedule() if d.vaccine == vaccine}
    return max((d.number for d in schedule() if d.series in series), default=0)


def earliest(vaccine: str, number: int, birth: date) -> date | None:
    """First day on which a dose may have been given, by whichever version is earliest.

    A dose of 脊灰 is numbered in either way, so any of a vaccine is held against its first. In the
    first year a month is four weeks.
    """
    lines = [d for d in schedule() if d.vaccine == vaccine]
    same = [d for d in lines if d.number == number and d.series != "POLIO"]
    if not lines or not 1 <= number <= doses(vaccine):
        return None
    if vaccine in _LICENSED:
        return after(birth, _LICENSED[vaccine])
    return min(_soonest(birth, d.age) for d in same or lines)


def _soonest(birth: date, age: str) -> date:
    weeks = age.endswith("m") and int(age[:-1]) < 12
    return birth + timedelta(weeks=4 * int(age[:-1])) if weeks else after(birth, age)


def version_of(child: Child | None) -> str | None:
    """What a new F22 shows at first as its version."""
    return version_on(child.house.today) if child is not None else None


def _members(name: str) -> set[str]:
    """Vaccines that count as doses of a series, those of former versions too."""
    found = {d.vaccine for d in schedule() if d.series.rstrip("/") == name}
    return found | {"DT"} if name == "DTAP" else found


def _branch(name: str, given: Sequence[Given], day: date) -> list[Dose]:
    """The lines of a series; of two ways the one that the child is on, the live vaccine at first."""
    lines = [d for d in schedule() if d.in_force(day)]
    usual = [d for d in lines if d.series == name]
    other = [d for d in lines if d.series == f"{name}/"]
    had = [
        g.vaccine for g in sorted(given, key=lambda g: g.on or date.max) if g.put_off_until is None
    ]
    mine = next((v for v in had if v in {d.vaccine for d in (*usual, *other)}), "")
    return other if mine in {d.vaccine for d in other} else usual


def _series(
    doses: Sequence[Dose], members: set[str], birth: date, given: Sequence[Given], day: date
) -> list[Item]:
    had = sorted(
        (g for g in given if g.vaccine in members and g.put_off_until is None),
        key=lambda g: g.on or date.min,
    )
    # 白破 is numbered from 1 again and stands for one dose whatever its number.
    done = max([len(had), *(g.number for g in had if g.vaccine != "DT")])
    put_off = max(
        (g.put_off_until for g in given if g.put_off_until and _open(g, had, members)), default=None
    )
    out = []
    for dose in doses:
        if dose.number <= done:
            number = dose.number - (done - len(had))
            out.append(Item(dose, "done", on=had[number - 1].on if number > 0 else None))
        elif dose.number == done + 1:
            out.append(_next(dose, doses, birth, had[-1].on if had else None, put_off, day))
        else:
            out.append(Item(dose, "later"))
    return out


def _open(put_off: Given, had: Sequence[Given], members: set[str]) -> bool:
    """Whether what was put off was not given since."""
    return put_off.vaccine in members and put_off.number > max(
        (g.number for g in had if g.vaccine == put_off.vaccine), default=0
    )


def _next(
    dose: Dose,
    doses: Sequence[Dose],
    birth: date,
    before: date | None,
    put_off: date | None,
    day: date,
) -> Item:
    first = max(after(birth, dose.age), date.fromisoformat(dose.since or "1900-01-01"))
    if before is not None and dose.gap:
        first = max(first, after(before, dose.gap))
    latest = next((d.latest for d in doses if d.number >= dose.number and d.latest), "")
    last = after(birth, latest) - timedelta(days=1) if latest else None
    note = _note(dose, birth, day)
    if put_off is not None and put_off >= day:
        return Item(dose, "deferred", put_off, last, note=note)
    if dose.vaccine == "BCG" and day >= after(birth, _BCG_CLOSED):
        return Item(dose, "closed", note="卡介苗满 4 岁不补种")
    state: State = (
        "later" if day < first else "overdue" if last is not None and day > last else "due"
    )
    return Item(dose, state, first, last, note=note)


def _note(dose: Dose, birth: date, day: date) -> str:
    if dose.vaccine == "BCG" and day >= after(birth, _BCG_TESTED):
        return "满 3 月龄要先做试验，阴性才补种"
    if dose.series == "DTAP" and dose.version != "2021" and birth < _CHANGED:
        return "2025 年改了程序"
    return ""
