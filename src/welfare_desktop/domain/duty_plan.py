"""排班: one ward's month as cells, and the shifts (F67) that it asks for.

A row is somebody of the staff, or who leads a shift or is the nurse or doctor of it. A cell of the
first holds shifts (CL-SHIFT), of the others one person. What a plan changes becomes records of F67
in one go (`actions.roster`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

import msgspec

from welfare_desktop.domain import rounds
from welfare_desktop.domain.codes import code_list, label
from welfare_desktop.domain.cover import rosters
from welfare_desktop.domain.deadlines import addm
from welfare_desktop.domain.house import House
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.staffing import serving

#: (row, day) → shifts, or the one person of a row of a post.
Cells = Mapping[tuple[str, date], tuple[str, ...]]
SHIFTS: tuple[str, ...] = tuple(code for code, _ in code_list("CL-SHIFT").items)
#: What stands in a cell and on its key, for codes of two letters.
LETTERS: dict[str, str] = {"DA": "A", "NA": "B"}
POSTS: dict[str, str] = {"leader": "带班", "medic": "医护"}
#: Among whom each of them is looked for first (CL-POST).
ASKED: dict[str, tuple[str, ...]] = {"leader": ("11", "12", "2", "4", "13"), "medic": ("3", "4")}
_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)
_NOON = timedelta(hours=12)


def letter(shift: str) -> str:
    """The one letter of a shift."""
    return LETTERS.get(shift, shift)


def post_row(post: str, shift: str) -> str:
    """The row of who leads a shift, or is its nurse or doctor."""
    return f"{post}/{shift}"


class Elsewhere(msgspec.Struct, frozen=True):
    """A shift of somebody that this plan does not hold: of another ward, or called in."""

    person: str
    ward: str
    start: datetime
    end: datetime
    words: str


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What a plan asks of one shift of a day. ``record``: the F67 that stands; ``staff`` empty: it goes."""

    day: date
    shift: str
    start: datetime
    end: datetime
    staff: tuple[str, ...]
    leader: str
    medic: str
    record: Record | None

    def begun(self, now: datetime) -> bool:
        """Whether the shift has begun, planned or as it stood."""
        stood = self.record.at("planned_from") if self.record is not None else None
        return min(self.start, stood or self.start) <= now

    @property
    def words(self) -> str:
        """Day and shift in words."""
        return f"{self.day.month}月{self.day.day}日{label('CL-SHIFT', self.shift)}"


class Book(msgspec.Struct, frozen=True, kw_only=True):
    """A ward's month as it stands in the records, with a week before it to copy from.

    Args:
        people: rows of the staff, the ward's own first. hours: shift → from and to, of midnight.
        stood: leader and medic of each shift before the month, by their row.
    """

    ward: str
    days: tuple[date, ...]
    people: tuple[str, ...]
    cells: Cells
    records: Mapping[tuple[date, str], Record]
    elsewhere: tuple[Elsewhere, ...]
    hours: Mapping[str, tuple[timedelta, timedelta]]
    stood: Mapping[str, str]

    def span(self, day: date, shift: str) -> tuple[datetime, datetime]:
        """From and to of a shift of a day: as recorded, else as the ward's shifts run."""
        record = self.records.get((day, shift))
        start, end = (record.at(n) for n in _TIMES) if record is not None else (None, None)
        if start is not None and end is not None:
            return start, end
        begins, ends = self.hours[shift]
        midnight = datetime(day.year, day.month, day.day)
        return midnight + begins, midnight + ends


_TIMES = ("planned_from", "planned_to")


def month_days(month: date) -> tuple[date, ...]:
    """Every day of a month."""
    first = month.replace(day=1)
    return tuple(first + timedelta(days=n) for n in range((addm(first, 1) - first).days))


def book_of(house: House, ward: str, month: date) -> Book:
    """The month of a ward by its records."""
    days = month_days(month)
    since = datetime.combine(days[0] - _WEEK, datetime.min.time())
    until = datetime.combine(days[-1] + 2 * _DAY, datetime.min.time())
    every = rosters(house, None, since - _DAY, until)
    own = [r for r in every if r.get("ward") == ward]
    records: dict[tuple[date, str], Record] = {}
    for record in own:
        day = record.date("date")
        if day is not None:
            records.setdefault((day, record.text("shift")), record)
    kept = {r.id for r in records.values()}
    cells = _cells(records)
    return Book(
        ward=ward, days=days, people=_people(house, days, cells), cells=cells, records=records,
        elsewhere=tuple(_elsewhere(house, ward, (r for r in every if r.id not in kept))),
        hours=_hours(records), stood=_stood(house, records, days[0]),
    )  # fmt: skip


def _cells(records: Mapping[tuple[date, str], Record]) -> dict[tuple[str, date], tuple[str, ...]]:
    out: dict[tuple[str, date], tuple[str, ...]] = {}
    for (day, shift), record in records.items():
        for person in record.get("staff_list") or ():
            known = out.get((str(person), day), ())
            out[str(person), day] = tuple(s for s in SHIFTS if s in (*known, shift))
        for post in POSTS:
            if who := record.text(post):
                out[post_row(post, shift), day] = (who,)
    return out


def _people(house: House, days: Sequence[date], cells: Cells) -> tuple[str, ...]:
    """Who can be planned or is: those of this ward first, then by number."""
    own = {row for row, _ in cells}
    able = [
        p for p in house.staff
        if p.id in own or (
            p.get("is_frontline") is True and (serving(p, days[0]) or serving(p, days[-1]))
        )
    ]  # fmt: skip
    return tuple(p.id for p in sorted(able, key=lambda p: (p.id not in own, p.form_no, p.id)))


def _elsewhere(house: House, ward: str, records: Iterable[Record]) -> Iterable[Elsewhere]:
    names = {w.id: w.text("name") for w in house.wards}
    for record in records:
        start, end = record.at("planned_from"), record.at("planned_to")
        if start is None or end is None:
            continue
        where = "" if record.get("ward") == ward else names.get(record.text("ward"), "")
        shift = label("CL-SHIFT", record.text("shift"))
        words = f"{where}{shift}" if where else f"另排{start:%H:%M}–{end:%H:%M}"
        for person in record.get("staff_list") or ():
            yield Elsewhere(str(person), record.text("ward"), start, end, words)


def _hours(
    records: Mapping[tuple[date, str], Record],
) -> dict[str, tuple[timedelta, timedelta]]:
    """A ward's shifts as they last ran, else as the three of eight hours or two of twelve."""
    noon = datetime(2000, 1, 1) + _NOON
    spans = {s: rounds.shift_span(noon, s) for s in SHIFTS}
    midnight = noon - _NOON
    out = {s: (start - midnight, end - midnight) for s, (start, end) in spans.items()}
    for (day, shift), record in sorted(records.items(), key=lambda item: item[0]):
        start, end = record.at("planned_from"), record.at("planned_to")
        if start is not None and end is not None:
            zero = datetime(day.year, day.month, day.day)
            out[shift] = (start - zero, end - zero)
    return out


def _stood(house: House, records: Mapping[tuple[date, str], Record], first: date) -> dict[str, str]:
    there = {p.id for p in house.staff if serving(p, first)}
    out: dict[str, str] = {}
    for (day, shift), record in sorted(records.items(), key=lambda item: item[0]):
        for post in POSTS:
            if day < first and record.text(post) in there:
                out[post_row(post, shift)] = record.text(post)
    return out


# What a plan asks ---------------------------------------------------------------------------


def on_shift(people: Sequence[str], cells: Cells, day: date, shift: str) -> tuple[str, ...]:
    """Who of the rows is planned for a shift."""
    return tuple(p for p in people if shift in cells.get((p, day), ()))


def changes(book: Book, cells: Cells) -> list[Change]:
    """Shifts of the month that are not as they stand in the records."""
    out = []
    for day in book.days:
        for shift in SHIFTS:
            asked = _asked(book, cells, day, shift)
            record = asked.record
            if record is None:
                different = bool(asked.staff)
            else:
                stood = (set(record.get("staff_list") or ()),
                         *(record.text(post) for post in POSTS))  # fmt: skip
                different = stood != (set(asked.staff), asked.leader, asked.medic)
            if different:
                out.append(asked)
    return out


def _asked(book: Book, cells: Cells, day: date, shift: str) -> Change:
    leader, medic = (next(iter(cells.get((post_row(post, shift), day), ())), "") for post in POSTS)
    start, end = book.span(day, shift)
    return Change(
        day=day, shift=shift, start=start, end=end, leader=leader, medic=medic,
        staff=on_shift(book.people, cells, day, shift), record=book.records.get((day, shift)),
    )  # fmt: skip


def differing(book: Book, cells: Cells) -> dict[tuple[str, date], tuple[str, ...]]:
    """The cells that are not as they stand."""
    rows = {*book.cells, *cells}
    return {
        key: cells.get(key, ()) for key in rows
        if key[1] in book.days and cells.get(key, ()) != book.cells.get(key, ())
    }  # fmt: skip


# Writing many cells at once -----------------------------------------------------------------


def put(cells: Cells, told: Mapping[tuple[str, date], tuple[str, ...]]) -> Cells:
    """The cells with some of them told anew."""
    out = {**cells, **told}
    return {key: value for key, value in out.items() if value}


def repeated(
    book: Book, cells: Cells, rows: Sequence[str], pattern: Sequence[date]
) -> dict[tuple[str, date], tuple[str, ...]]:
    """A pattern of days over the rest of the month."""
    rest = [day for day in book.days if day > pattern[-1]]
    return {
        (row, day): cells.get((row, pattern[n % len(pattern)]), ())
        for row in rows for n, day in enumerate(rest)
    }  # fmt: skip


def week_before(
    book: Book, cells: Cells, rows: Sequence[str], day: date
) -> dict[tuple[str, date], tuple[str, ...]]:
    """Seven days from a day on as the seven before them."""
    week = [d for d in book.days if day <= d < day + _WEEK]
    return {(row, d): cells.get((row, d - _WEEK), ()) for row in rows for d in week}


def led(book: Book, cells: Cells) -> Cells:
    """Who leads and who is the nurse or doctor stays as on the day before, where nobody is told."""
    out = dict(cells)
    for shift in SHIFTS:
        for post in POSTS:
            row = post_row(post, shift)
            stood: tuple[str, ...] = (book.stood[row],) if row in book.stood else ()
            for day in book.days:
                told = out.get((row, day), ())
                if not told and stood and on_shift(book.people, out, day, shift):
                    out[row, day] = stood
                stood = told or stood
    return out
