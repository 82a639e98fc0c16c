"""The institution as the rules see it: records read through a source, never a database.

A `House` is built for one moment's questions and thrown away. Spans of status, care mode and
whereabouts are records of form ``T`` (see ``domain/lifecycle.py``).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Hashable, Iterable, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any

from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.deadlines import Calendar, Waiting, wait
from welfare_desktop.domain.lifecycle import PRESENT
from welfare_desktop.domain.record import Record, by_time
from welfare_desktop.domain.source import Source

#: Forms that grow by the hour: read by span of time, never whole.
HOURLY = frozenset({"F29b", "F30", "F32", "F67", "X11"})
_ADOPTION_NOTICE = 60


class ListSource:
    """Records held in memory."""

    def __init__(
        self, records: Iterable[Record], open_marks: Iterable[dict[str, Any]] = (),
        open_notes: Iterable[dict[str, Any]] = (),
    ) -> None:  # fmt: skip
        self._records = [r for r in records if r.in_force]
        self._marks, self._notes = list(open_marks), list(open_notes)

    def of_form(self, form: str) -> Sequence[Record]:
        """Records of a form by business time."""
        return sorted((r for r in self._records if r.form == form), key=by_time)

    def within(self, form: str, first: date, last: date, ward: str | None) -> Sequence[Record]:
        """Records of an hourly form on some days."""
        return [
            r for r in self.of_form(form)
            if first.isoformat() <= r.happened_at[:10] <= last.isoformat()
            and ward in (None, r.ward)
        ]  # fmt: skip

    def edge(self, form: str, ward: str, until: datetime | None) -> Record | None:
        """A ward's newest record of an hourly form up to a minute, or its first."""
        own = [r for r in self.of_form(form) if r.ward == ward]
        if until is None:
            return own[0] if own else None
        return next((r for r in reversed(own) if r.happened_at <= minute_text(until)), None)

    def marks(self, since: datetime, until: datetime) -> Sequence[dict[str, Any]]:
        """Marks of open rounds within the time."""
        return [m for m in self._marks if since <= datetime.fromisoformat(m["at"]) < until]

    def notes(self) -> Sequence[dict[str, Any]]:
        """Carers' notes not yet written as a record."""
        return self._notes


class _Table:
    """Records of a form, found by child and by id."""

    def __init__(self, records: Sequence[Record]) -> None:
        self.records = list(records)
        self.by_id = {record.id: record for record in records}
        self.by_child: dict[str, list[Record]] = {}
        for record in records:
            if record.child:
                self.by_child.setdefault(record.child, []).append(record)


class House:
    """All that rules, gates and lists read."""

    def __init__(self, source: Source, now: datetime) -> None:
        self.source = source
        self.now = now
        self._tables: dict[str, _Table] = {}
        self._children: dict[str, Child] = {}
        self._chosen: frozenset[str] | None = None
        self._facts: dict[tuple[str, ...], dict[Hashable, Any]] = {}

    def at(self, now: datetime) -> House:
        """The same records seen from another moment; nothing is read again."""
        return self.after((), now)

    def after(self, written: Collection[str], now: datetime, source: Source | None = None) -> House:
        """The house after records of some forms were written; what rests on others is kept."""
        other = House(source or self.source, now)
        if written:
            other._tables = {f: t for f, t in self._tables.items() if f not in written}
            other._facts = {on: f for on, f in self._facts.items() if not set(written) & set(on)}
        else:
            other._tables, other._facts = self._tables, self._facts
        return other

    def facts(self, *on: str) -> dict[Hashable, Any]:
        """Derived facts worth asking once, whatever the moment, by a key of the asker's.

        They rest on records of the forms ``on`` alone and are dropped when one of these is written.
        """
        known = self._facts.get(on)
        if known is None:
            known = self._facts[on] = {}
        return known

    def only(self, children: Collection[str]) -> House:
        """The same house with some of its children: what else there is stays."""
        other = self.at(self.now)
        other._chosen = frozenset(children)
        return other

    @property
    def today(self) -> date:
        """The day of the moment asked about."""
        return self.now.date()

    def _table(self, form: str) -> _Table:
        table = self._tables.get(form)
        if table is None:
            assert form not in HOURLY, f"{form} is read by span of time"
            table = self._tables[form] = _Table(self.source.of_form(form))
        return table

    def of(self, form: str) -> list[Record]:
        """Records of a form in force, by business time."""
        return self._table(form).records

    def of_child(self, form: str, child: str) -> list[Record]:
        """Records of a form about one child; hourly forms are asked by their time."""
        return [] if form in HOURLY else self._table(form).by_child.get(child, [])

    def record(self, form: str, record_id: str) -> Record | None:
        """A record of a form by id."""
        return self._table(form).by_id.get(record_id)

    def within(
        self, form: str, since: datetime, until: datetime, ward: str | None = None
    ) -> list[Record]:
        """Records of an hourly form in force, of one ward or all, from a minute to before another."""
        found = self.source.within(form, since.date(), until.date(), ward)
        start, end = (
            bisect_left(found, minute_text(at), key=lambda r: r.happened_at)
            for at in (since, until)
        )
        return list(found[start:end])

    def last(self, form: str, ward: str, until: datetime = datetime.max) -> Record | None:
        """A ward's newest record of an hourly form up to a minute."""
        return self.source.edge(form, ward, until)

    def first(self, form: str, ward: str) -> Record | None:
        """A ward's first record of an hourly form."""
        return self.source.edge(form, ward, None)

    @cached_property
    def children(self) -> list[Child]:
        """Every child ever entered, by file number."""
        facts = self.facts("F01")
        if "children" not in facts:
            facts["children"] = sorted(self.of("F01"), key=lambda r: r.text("file_no"))
        there = facts["children"]
        if self._chosen is not None:
            there = [r for r in there if r.id in self._chosen]
        return [self._children.setdefault(r.id, Child(self, r)) for r in there]

    def child(self, child_id: str) -> Child | None:
        """A child by record id of F01."""
        known = self._children.get(child_id)
        if known is None and (record := self.record("F01", child_id)) is not None:
            known = self._children[child_id] = Child(self, record)
        return known

    def stretch(self, at: datetime) -> int:
        """Which stretch of time a minute lies in: within one no child changes state, ward or bed."""
        facts = self.facts("T", "X09")
        if "stretches" not in facts:
            changes = (record.happened for form in ("T", "X09") for record in self.of(form))
            facts["stretches"] = sorted({moment for moment in changes if moment is not None})
        return bisect_right(facts["stretches"], at)

    @property
    def institution(self) -> Record | None:
        """Newest X01 in force."""
        records = self.of("X01")
        return records[-1] if records else None

    @property
    def go_live_on(self) -> date | None:
        """``go_live_on`` of X01 (lifecycle.md §1.10)."""
        return self.institution.date("go_live_on") if self.institution else None

    @property
    def wards(self) -> list[Record]:
        """Wards (X02)."""
        return self.of("X02")

    def ward_by_no(self, ward_no: str) -> Record | None:
        """A ward by its number."""
        return next((w for w in self.wards if w.text("ward_no") == ward_no), None)

    @property
    def staff(self) -> list[Record]:
        """Staff (F64)."""
        return self.of("F64")

    def param(self, key: str, on: date | None = None) -> Any:
        """A parameter in force on a day: newest approved X05, else the default."""
        from welfare_desktop.domain.parameters import parameter_value

        return parameter_value(self.of("X05"), key, on or self.today)

    @cached_property
    def calendar(self) -> Calendar:
        """Rest days of every year entered (X03)."""
        return Calendar.of(self.of("X03"))

    def waiting_of(self, notice: Record) -> Waiting | None:
        """The waiting period of a notice (DL-5), by the rest days known now: of F06, and of F47.

        That of an adoption has no field for its length: it is 60 days (登记办法 art.8).
        """
        start = notice.date("published_on")
        days = _ADOPTION_NOTICE if notice.form == "F47" else notice.get("period_days")
        if start is None or not isinstance(days, int):
            return None
        extend = bool(self.param("notice_extend_on_rest_day"))
        return wait(start, days, self.calendar, extend=extend)


class Child:
    """One child: F01 and everything about it."""

    def __init__(self, house: House, record: Record) -> None:
        self.house = house
        self.record = record

    @property
    def id(self) -> str:
        """Record id of F01."""
        return self.record.id

    @property
    def file_no(self) -> str:
        """档案编号."""
        return self.record.text("file_no")

    @property
    def name(self) -> str:
        """姓名."""
        return self.record.text("name")

    @property
    def sex(self) -> str:
        """CL-SEX code."""
        return self.record.text("sex")

    @property
    def cause(self) -> str:
        """Admission cause, CL-ADM."""
        return self.record.text("adm_cause")

    @property
    def by_roster(self) -> bool:
        """Came in by the opening entry (T-0)."""
        return self.record.basis == "roster"

    @cached_property
    def birth_date(self) -> date | None:
        """DL-11: the registered date (F09) if there is one, else that of F01."""
        for record in reversed(self.all("F09")):
            if record.get("done_on") and record.get("registered_birth"):
                return record.date("registered_birth")
        return self.record.date("birth_date")

    def all(self, form: str) -> list[Record]:
        """Records of a form about this child, by business time."""
        return self.house.of_child(form, self.id)

    def newest(self, form: str) -> Record | None:
        """Newest record of a form about this child."""
        records = self.all(form)
        return records[-1] if records else None

    @property
    def intake(self) -> Record | None:
        """The F02 by which the child was taken in."""
        return next((r for r in reversed(self.all("F02")) if r.get("arrived_at")), None)

    @property
    def hukou(self) -> Record | None:
        """The F09 that settled the child's registration; a roster tells it without a date."""
        from welfare_desktop.domain.roster.readings import hukou_told

        for record in reversed(self.all("F09")):
            told = record.basis == "roster" and (
                record.get("id_no") or record.get("hukou_type") or hukou_told(record.text("remark"))
            )
            if record.get("biz_type") in ("1", "2", "3") and (record.get("done_on") or told):
                return record
        return None

    @property
    def arrived_at(self) -> datetime | None:
        """到院时间, the start of all entry clocks."""
        return self.intake.at("arrived_at") if self.intake else None

    @property
    def admitted_on(self) -> date | None:
        """正式入院日期."""
        return self.intake.date("admitted_on") if self.intake else None

    def spans(self, dimension: str) -> list[Record]:
        """State changes of one dimension (``status``, ``care_mode``, ``whereabouts``, ``ward``)."""
        return [r for r in self.all("T") if r.get("dimension") == dimension]

    def state_at(self, dimension: str, at: datetime) -> str | None:
        """Value of a dimension at a moment, ``None`` before the first."""
        facts, key = self.house.facts("T"), (dimension, self.id)
        steps: list[tuple[datetime, str]] | None = facts.get(key)
        if steps is None:
            spans = reversed(self.spans(dimension))
            steps = facts[key] = [(s.happened, s.text("value")) for s in spans if s.happened]
        return next((value for began, value in steps if began <= at), None)

    def status_at(self, at: datetime) -> str | None:
        """在册状态 at a moment."""
        return self.state_at("status", at)

    @property
    def status(self) -> str | None:
        """在册状态 now."""
        return self.status_at(self.house.now)

    @property
    def care_mode(self) -> str | None:
        """养育方式 now."""
        return self.state_at("care_mode", self.house.now)

    @property
    def whereabouts(self) -> str | None:
        """当前位置 now."""
        return self.state_at("whereabouts", self.house.now)

    def ward_at(self, at: datetime) -> str | None:
        """Record id of the ward (X02) at a moment: F01 first, then X09."""
        move = self._move(at)
        ward = self.record.get("ward_id") if move is None else move.get("to_ward")
        return str(ward) if ward else None

    def _move(self, at: datetime) -> Record | None:
        """The newest X09 of this child at a moment."""
        moves = reversed(self.house.of_child("X09", self.id))
        return next((m for m in moves if m.happened and m.happened <= at), None)

    @property
    def ward(self) -> str | None:
        """Record id of the ward now."""
        return self.ward_at(self.house.now)

    def bed_at(self, at: datetime) -> str:
        """床位 at a moment."""
        move = self._move(at)
        return self.record.text("bed_no") if move is None else move.text("bed")

    @property
    def bed(self) -> str:
        """床位 now."""
        return self.bed_at(self.house.now)

    @property
    def left_at(self) -> datetime | None:
        """When the child left the books for good; ``None`` while here or not yet come."""
        gone = None
        for span in reversed(self.spans("status")):
            if span.text("value") in PRESENT:
                break
            gone = span.happened
        return gone

    def here_at(self, at: datetime) -> bool:
        """Living and on the books at a moment (a status that counts in the month-end roster)."""
        return self.status_at(at) in PRESENT

    @property
    def here(self) -> bool:
        """Living and on the books now."""
        return self.here_at(self.house.now)
