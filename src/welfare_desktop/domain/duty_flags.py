"""What stands against a month's plan: at a person's cell, and at a day (F67, §4.1, §4.6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from welfare_desktop.domain import background, cover, staffing
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.cover import LONGEST, REST
from welfare_desktop.domain.deadlines import repeated
from welfare_desktop.domain.duty_plan import POSTS, SHIFTS, Book, Cells, on_shift, post_row
from welfare_desktop.domain.forms.checks_people import licensed
from welfare_desktop.domain.house import House
from welfare_desktop.domain.record import Record

_REGULATED = ("3", "4")
_DAY = timedelta(days=1)
_WEEK_HOURS = 7


class Flag(msgspec.Struct, frozen=True):
    """One sentence. ``hard``: it cannot be saved so."""

    words: str
    hard: bool = False


class Fellow(msgspec.Struct, frozen=True, kw_only=True):
    """What a plan must know of somebody, read once.

    Args:
        barred: a record found, on no day. absences: from, to, why. check_due: last day of the
            answered query (F65), ``None`` where there is none.
    """

    record: Record
    name: str
    woman: bool
    frontline: bool
    barred: str
    absences: tuple[tuple[datetime, datetime | None, str], ...]
    check_due: date | None
    elsewhere: tuple[tuple[datetime, datetime, str], ...]

    def cannot(self, day: date) -> str:
        """Why nobody may plan this person for a day; empty if one may."""
        if self.barred or staffing.serving(self.record, day):
            return self.barred
        state = self.record.text("state")
        return label("F64.state", state) if state in ("1", "3", "4") else "不在岗"

    def hours(self, days: int) -> float:
        """Hours of so many days by contract."""
        return float(self.record.get("contract_hours") or 0) * days / _WEEK_HOURS


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """What all days of a plan stand on. ``needs``: shift → how many at its worst minute, and when."""

    fellows: dict[str, Fellow]
    needs: dict[str, tuple[int, datetime]]
    girls: bool


def ground_of(house: House, book: Book) -> Ground:
    """Read what a month's plan is weighed against."""
    elsewhere: dict[str, list[tuple[datetime, datetime, str]]] = {}
    for one in book.elsewhere:
        elsewhere.setdefault(one.person, []).append((one.start, one.end, one.words))
    absences: dict[str, list[tuple[datetime, datetime | None, str]]] = {}
    for absence in house.of("X07"):
        if (since := absence.at("from_at")) is not None:
            why = label("X07.kind", absence.text("kind"))
            absences.setdefault(absence.text("staff"), []).append((since, absence.at("to_at"), why))
    fellows = {
        p.id: _fellow(house, p, absences.get(p.id, ()), elsewhere.get(p.id, ()))
        for p in house.staff
    }
    needs = {shift: _need(house, book, shift) for shift in SHIFTS}
    return Ground(fellows=fellows, needs=needs,
                  girls=not staffing.girls_rule_holds(house, book.ward, (), house.now))  # fmt: skip


def _fellow(house: House, person: Record, away: Iterable[Any], elsewhere: Iterable[Any]) -> Fellow:
    told = background.answered(background.of_staff(house, person), house.today)
    due = None
    if told:
        due = repeated(date.fromisoformat(told[-1].text("replied_on")), 12, house.today).due
    barred = bool(told) and told[-1].get("result") == background.RECORDED
    return Fellow(
        record=person, name=person.text("name"), woman=person.get("sex") == "2",
        frontline=person.get("is_frontline") is True, barred="从业查询有记录" if barred else "",
        absences=tuple(away), check_due=due, elsewhere=tuple(elsewhere),
    )  # fmt: skip


def _need(house: House, book: Book, shift: str) -> tuple[int, datetime]:
    """By the children of now: the first minute of a shift that asks for most."""
    load = staffing.load_at(house, house.now, book.ward)
    start, end = book.span(book.days[0], shift)
    found = [(staffing.duty_required(house, load, at), at) for at in cover.turns(start, end)]
    return max(found, key=lambda f: (f[0], -f[1].timestamp()))


# A person's cells ---------------------------------------------------------------------------


def of_person(book: Book, ground: Ground, cells: Cells, person: str) -> dict[date, list[Flag]]:
    """What stands against each day that somebody is planned for."""
    fellow = ground.fellows[person]
    own = [
        (*book.span(day, shift), day)
        for day in _around(book) for shift in cells.get((person, day), ())
    ]  # fmt: skip
    out: dict[date, list[Flag]] = {}
    for start, end, day in own:
        if day not in book.days:
            continue
        flags = out.setdefault(day, [])
        flags += _able(fellow, day, start, end)
        others = [(a, b, "") for a, b, _ in own if (a, b) != (start, end)] + list(fellow.elsewhere)
        flags += _rested(start, end, others)
    return {day: list(dict.fromkeys(flags)) for day, flags in out.items() if flags}


def _around(book: Book) -> Sequence[date]:
    return [book.days[0] - 2 * _DAY, book.days[0] - _DAY, *book.days, book.days[-1] + _DAY]


def _able(fellow: Fellow, day: date, start: datetime, end: datetime) -> list[Flag]:
    if why := fellow.cannot(day):
        return [Flag(f"{fellow.name}{why}，不能排班", hard=True)]
    out = [
        Flag(f"{fellow.name}{why}")
        for since, back, why in fellow.absences
        if since < end and (back is None or back > start)
    ]
    if fellow.check_due is None:
        out.append(Flag(f"{fellow.name}没有从业查询结果"))
    elif fellow.check_due < day:
        out.append(Flag(f"{fellow.name}从业查询{fellow.check_due:%Y-%m-%d}到期"))
    health = fellow.record.date("health_cert_to")
    if health is not None and health < day:
        out.append(Flag(f"{fellow.name}健康证{health}到期"))
    if fellow.record.get("post") in _REGULATED and not licensed(fellow.record, day.isoformat()):
        out.append(Flag(f"{fellow.name}没有当日有效的执业证书"))
    if end - start > LONGEST:
        out.append(Flag("一班超过12小时"))
    return out


def _rested(
    start: datetime, end: datetime, others: Iterable[tuple[datetime, datetime, str]]
) -> list[Flag]:
    out = []
    for begin, stop, words in others:
        where = f"（{words}）" if words else ""
        if begin < end and start < stop:
            out.append(Flag(f"同一时间还有一班{where}"))
        elif stop == start or end == begin:
            hours = int((max(end, stop) - min(start, begin)).total_seconds() // 3600)
            out.append(Flag(f"连上{hours}小时{where}"))
        elif stop < start < stop + REST:
            hours = int((start - stop).total_seconds() // 3600)
            out.append(Flag(f"与上一班只隔{hours}小时{where}"))
        elif end < begin < end + REST:
            hours = int((begin - end).total_seconds() // 3600)
            out.append(Flag(f"与下一班只隔{hours}小时{where}"))
    return out


# A day --------------------------------------------------------------------------------------


def of_day(book: Book, ground: Ground, cells: Cells, day: date) -> list[Flag]:
    """What stands against a day of the ward; a day without any shift says only that."""
    planned = [s for s in SHIFTS if on_shift(book.people, cells, day, s)]
    if not planned and not any(_night_before(book, cells, day)):
        return [Flag("这一天还没排班")]
    out: list[Flag] = []
    for shift in planned:
        out += _of_shift(book, ground, cells, day, shift)
    return out + [Flag(words) for words in _holes(book, ground, cells, day)]


def _of_shift(book: Book, ground: Ground, cells: Cells, day: date, shift: str) -> list[Flag]:
    word, people = label("CL-SHIFT", shift), on_shift(book.people, cells, day, shift)
    start, end = book.span(day, shift)
    able = [f for p in people if not _away(f := ground.fellows[p], day, start, end)]
    out = []
    for post, name in POSTS.items():
        told = cells.get((post_row(post, shift), day), ())
        if not told:
            full = "带班领导" if post == "leader" else "医护"
            out.append(Flag(f"{word}没排{full}", hard=True))
        elif told[0] in ground.fellows:
            out += [
                Flag(f"{word}{name}：{f.words}", f.hard)
                for f in _able(ground.fellows[told[0]], day, start, end)
            ]
    need, at = ground.needs[shift]
    carers = sum(f.frontline for f in able)
    if carers < need:
        since = "" if at == book.span(book.days[0], shift)[0] else f"{at:%H:%M}起"
        out.append(Flag(f"{word}能到{carers}人，{since}应到{need}人"))
    if ground.girls and not any(f.woman for f in able):
        out.append(Flag(f"{word}要有女性：区域内有六周岁以上女童"))
    return out


def _away(fellow: Fellow, day: date, start: datetime, end: datetime) -> bool:
    away = any(a < end and (b is None or b > start) for a, b, _ in fellow.absences)
    return away or bool(fellow.cannot(day))


def _night_before(book: Book, cells: Cells, day: date) -> list[tuple[str, ...]]:
    """Shifts of the day before that reach into this one."""
    midnight = datetime(day.year, day.month, day.day)
    return [
        on_shift(book.people, cells, day - _DAY, s)
        for s in SHIFTS if book.span(day - _DAY, s)[1] > midnight
    ]  # fmt: skip


def _holes(book: Book, ground: Ground, cells: Cells, day: date) -> list[str]:
    """Hours of a day for which nobody of the front line is planned (§4.1)."""
    at = midnight = datetime(day.year, day.month, day.day)
    spans = [
        book.span(one, shift)
        for one in (day - _DAY, day) for shift in SHIFTS
        if any(ground.fellows[p].frontline for p in on_shift(book.people, cells, one, shift))
    ]  # fmt: skip
    spans += [
        (e.start, e.end) for e in book.elsewhere
        if e.ward == book.ward and e.person in ground.fellows and ground.fellows[e.person].frontline
    ]  # fmt: skip
    out = []
    for start, end in sorted(spans):
        if start > at:
            out.append((at, min(start, midnight + _DAY)))
        at = max(at, end)
        if at >= midnight + _DAY:
            break
    if at < midnight + _DAY:
        out.append((at, midnight + _DAY))
    return [f"{a:%H:%M}–{_clock(b, midnight)}无人排班" for a, b in out if a < b]


def _clock(at: datetime, midnight: datetime) -> str:
    return "24:00" if at == midnight + _DAY else f"{at:%H:%M}"
