"""Deadline calculus DL-1 … DL-16 (clauses.md §0.5): the one implementation of the product."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Literal

import msgspec

from welfare_desktop.domain.record import Record

Outcome = Literal["PASS", "DUE", "WARN", "OVERDUE", "BREACH"]

NO_HOLIDAYS = "该年度节假日安排未录入"


def addm(day: date, months: int) -> date:
    """DL-3: the corresponding day ``months`` later, or the last day of that month.

    Always add once from the original anchor (DL-4); never chain clamped results.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def last_day(start: date, days: int) -> date:
    """DL-2: last day of "n days from s"; the start day is not counted. DL-6: never extended."""
    return start + timedelta(days=days)


def age_on(birth: date, day: date) -> int:
    """DL-10: full years; a birthday counts as reached on the birthday."""
    years = day.year - birth.year
    return years if addm(birth, years * 12) <= day else years - 1


def age_words(birth: date | None, day: date) -> str:
    """Age as people say it: days, then months, below three years 岁 and 月, then full years."""
    if birth is None:
        return "年龄不详"
    years = age_on(birth, day)
    if years >= 3:
        return f"{years}岁"
    months = next(m for m in range(36, -1, -1) if addm(birth, m) <= day or m == 0)
    if months == 0:
        return f"{max(0, (day - birth).days)}天"
    rest = f"{months % 12}月" if months % 12 else ""
    return f"{months // 12}岁{rest}" if months >= 12 else f"{months}个月"


def adult_on(birth: date) -> date:
    """DL-10: the day on which majority is reached."""
    return addm(birth, 216)


def is_minor(birth: date, day: date) -> bool:
    """DL-10: minor while ``day < adult_on``."""
    return day < adult_on(birth)


def month_window(day: date) -> tuple[datetime, datetime]:
    """DL-9: "当月", from the 1st 00:00 to the last day 24:00."""
    first = datetime(day.year, day.month, 1)
    after = addm(first.date(), 1)
    return first, datetime(after.year, after.month, after.day)


class Calendar(msgspec.Struct, frozen=True):
    """DL-7: rest days from X03. A year that is missing knows Saturdays and Sundays only."""

    rest: frozenset[date] = frozenset()
    work: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()
    names: Mapping[date, str] = {}

    @classmethod
    def of(cls, years: Iterable[Record]) -> Calendar:
        """From X03 records."""
        rest: dict[date, str] = {}
        work: set[date] = set()
        known: set[int] = set()
        for record in years:
            known.add(int(record.get("year") or 0))
            for row in record.rows("rest_days"):
                rest[date.fromisoformat(row["on"])] = str(row.get("name") or "法定休假日")
            work |= {date.fromisoformat(row["on"]) for row in record.rows("work_days")}
        return cls(frozenset(rest), frozenset(work), frozenset(known), rest)

    def is_rest(self, day: date) -> bool:
        """Whether a day is a 法定休假日."""
        if day in self.rest:
            return True
        return day.weekday() >= 5 and day not in self.work

    def next_workday(self, day: date) -> date:
        """The day itself, or the next working day if it is a rest day."""
        while self.is_rest(day):
            day += timedelta(days=1)
        return day

    def why_rest(self, day: date) -> str:
        """What makes a day a rest day."""
        return "法定休假日" if day in self.rest else "周末"

    def note(self, *days: date) -> str:
        """DL-7: the sentence for a date in a year that is not entered, else empty."""
        return NO_HOLIDAYS if any(d.year not in self.years for d in days) else ""


class Waiting(msgspec.Struct, frozen=True):
    """DL-5: a waiting period. ``raw``: its arithmetic end; ``opens``: first permitted day."""

    start: date
    days: int
    raw: date
    last: date
    opens: date
    note: str
    arithmetic: str


def wait(start: date, days: int, rest: Calendar, *, extend: bool = True) -> Waiting:
    """``W(s, n)``: last day moved to the next working day, gate open the day after (DL-5, DL-8)."""
    raw = last_day(start, days)
    last = rest.next_workday(raw) if extend else raw
    opens = last + timedelta(days=1)
    words = f"{start}起第{days}日为{raw}"
    if last != raw:
        words += f"（{rest.why_rest(raw)}，顺延至{last}）"
    return Waiting(start, days, raw, last, opens, rest.note(raw, last), f"{words}，{opens}起可办")


class Judged(msgspec.Struct, frozen=True):
    """Outcome of a ladder: verdict, last day, arithmetic in words.

    What was done after the moment asked about was not yet done.
    """

    verdict: Outcome
    due: date | None
    arithmetic: str


def soft_days(start: date, days: int, today: date, done: date | None = None) -> Judged:
    """DL-13: DUE up to the last day, WARN for as long again, OVERDUE after; done late is WARN."""
    due, far = last_day(start, days), last_day(start, 2 * days)
    words = f"{start}起{days}日内，目标时限{due}"
    if done is not None and done <= today:
        late = (done - due).days
        if late <= 0:
            return Judged("PASS", due, f"{words}，{done}已办")
        return Judged("WARN", due, f"{words}，{done}办，晚{late}日")
    if today <= due:
        return Judged("DUE", due, words)
    late = (today - due).days
    return Judged("WARN" if today <= far else "OVERDUE", due, f"{words}，已过{late}日")


def soft_minutes(
    start: datetime, minutes: int, now: datetime, done: datetime | None = None
) -> Judged:
    """DL-13 by the clock, for targets in hours and minutes."""
    due, far = start + timedelta(minutes=minutes), start + timedelta(minutes=2 * minutes)
    words = f"{start:%m-%d %H:%M}起{_span(minutes)}，目标时限{due:%m-%d %H:%M}"
    if done is not None and done <= now:
        if done <= due:
            return Judged("PASS", due.date(), f"{words}，{done:%m-%d %H:%M}已办")
        late = int((done - due).total_seconds() // 60)
        return Judged("WARN", due.date(), f"{words}，{done:%m-%d %H:%M}办，晚{_span(late)}")
    if now <= due:
        return Judged("DUE", due.date(), words)
    return Judged("WARN" if now <= far else "OVERDUE", due.date(), f"{words}，已过")


def _span(minutes: int) -> str:
    return f"{minutes // 60}小时" if minutes >= 60 and minutes % 60 == 0 else f"{minutes}分钟"


def fixed(due: date, today: date, done: date | None = None, *, breach: bool = False) -> Judged:
    """A fixed date: DUE to the last day, then OVERDUE, or BREACH where the row says so."""
    if done is not None and done <= today:
        if done <= due:
            return Judged("PASS", due, f"最后日期{due}，{done}已办")
        verdict: Outcome = "BREACH" if breach else "WARN"
        return Judged(verdict, due, f"最后日期{due}，{done}办，晚{(done - due).days}日")
    if today <= due:
        return Judged("DUE", due, f"最后日期{due}")
    words = f"最后日期{due}，已过{(today - due).days}日"
    return Judged("BREACH" if breach else "OVERDUE", due, words)


def monthly(month: date, done: Iterable[date], today: date) -> Judged:
    """DL-14: once in a calendar month; DUE from its first day, a month gone by is not cured."""
    first, after = month_window(month)
    due = (after - timedelta(days=1)).date()
    inside = [day for day in done if first.date() <= day <= min(due, today)]
    if inside:
        return Judged("PASS", due, f"{month:%Y-%m}每月一次，{min(inside)}已办")
    if today <= due:
        return Judged("DUE", due, f"{month:%Y-%m}每月一次，最后日期{due}")
    return Judged("BREACH", due, f"{month:%Y-%m}每月一次，当月没有办")


#: Stands in the words of a duty in force before the day until which it is.
NEXT = "下次不晚于"


def repeated(last: date, months: int, today: date) -> Judged:
    """A duty counted from the last time (DL-15 with 12): in force up to ``addm(last, months)``.

    A year counted this way leaves no calendar year without its one.
    """
    due = addm(last, months)
    words = f"上次{last}，{months}个月内再办，{NEXT}{due}"
    if today <= due:
        return Judged("PASS", due, words)
    return Judged("OVERDUE", due, f"{words}，已过{(today - due).days}日")


#: Stands in the words of what is to be done this minute.
AT_ONCE = "请立即办理"


def instant(
    start: datetime, done: datetime | None, now: datetime, red_line: int = 60
) -> tuple[int, str]:
    """DL-12: minutes passed and the sentence; "立即" has no allowed time."""
    end = done or now
    minutes = max(0, int((end - start).total_seconds() // 60))
    if done is None:
        return minutes, f"{AT_ONCE}，已过{minutes}分钟"
    return minutes, f"{start:%H:%M}起{minutes}分钟后办理（红线{red_line}分钟）"


_ENTRY = timedelta(hours=24)


def judged_at(record: Record, name: str) -> datetime | None:
    """DL-16: when what a date or time field tells counts as done.

    That is its business time; but the minute of entry where it was entered more than 24 hours
    later and neither a paper nor a second signature backs it.
    """
    told = record.at(name)
    return None if told is None else counted_at(record, name, told, len(record.text(name)) == 10)


def counted_at(record: Record, name: str, told: datetime, whole_day: bool = False) -> datetime:
    """The same for a time that stands inside a field (a row of a table)."""
    entered = record.filled.get(name) or record.submitted_at
    backed = bool(record.papers) or _second_signature(record.body)
    if not entered or backed or record.basis == "roster":
        return told
    at = datetime.fromisoformat(entered[:16])
    end = told + timedelta(days=1) if whole_day else told
    return at if at - end > _ENTRY else told


def judged_on(record: Record | None, name: str) -> date | None:
    """The day of `judged_at`."""
    at = judged_at(record, name) if record is not None else None
    return at.date() if at is not None else None


def _second_signature(body: Mapping[str, Any]) -> bool:
    signers: set[str] = set()
    for value in body.values():
        marks = value if isinstance(value, list) else [value]
        signers |= {m["by"] for m in marks if isinstance(m, dict) and "sha256" in m and "by" in m}
    return len(signers) >= 2


def reminders(
    due: date, days_before: Iterable[int] = (30, 7, 1), alarm: int | None = None
) -> tuple[date, ...]:
    """Days on which an open duty is brought to mind; they never change a verdict.

    Args:
        alarm: day of the month of the last day from which every day does so.
    """
    each = {due - timedelta(days=n) for n in days_before}
    if alarm is not None:
        each |= {due.replace(day=n) for n in range(alarm, due.day)}
    return tuple(sorted(each))
