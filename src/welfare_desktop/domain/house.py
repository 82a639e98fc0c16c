"""The institution as the rules see it: records read through a source, never a database.

A `House` is built for one moment's questions and thrown away. Spans of status, care mode and
whereabouts are records of form ``T`` (see ``domain/lifecycle.py``).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any, Protocol

from welfare_desktop.domain.deadlines import Calendar, Waiting, wait
from welfare_desktop.domain.lifecycle import PRESENT
from welfare_desktop.domain.record import Record


class Source(Protocol):
    """Where current records come from: the store, or a list in a test."""

    def of_form(self, form: str) -> Sequence[Record]:
        """All records of a form that are not void, by business time."""
        ...

    def marks(self, since: datetime, until: datetime) -> Sequence[dict[str, Any]]:
        """Marks of rounds still open, as rows of F30 ``marks`` plus ``round``."""
        ...


class ListSource:
    """Records held in memory."""

    def __init__(
        self, records: Iterable[Record], open_marks: Iterable[dict[str, Any]] = ()
    ) -> None:
        self._records = [r for r in records if r.in_force]
        self._marks = list(open_marks)

    def of_form(self, form: str) -> Sequence[Record]:
        """Records of a form by business time."""
        return sorted(
            (r for r in self._records if r.form == form), key=lambda r: (r.happened_at, r.id)
        )

    def marks(self, since: datetime, until: datetime) -> Sequence[dict[str, Any]]:
        """Marks of open rounds within the time."""
        return [m for m in self._marks if since <= datetime.fromisoformat(m["at"]) < until]


class House:
    """All that rules, gates and lists read."""

    def __init__(self, source: Source, now: datetime) -> None:
        self.source = source
        self.now = now
        self._forms: dict[str, list[Record]] = {}
        self._by_child: dict[str, dict[str, list[Record]]] = {}
        self._by_id: dict[str, Record] = {}
        self._children: dict[str, Child] = {}
        #: Derived facts worth asking once; from records alone, whatever the moment.
        self.memo: dict[Hashable, Any] = {}

    def at(self, now: datetime) -> House:
        """The same records seen from another moment; nothing is read again."""
        other = House(self.source, now)
        other._forms, other._by_child, other._by_id = self._forms, self._by_child, self._by_id
        other.memo = self.memo
        return other

    @property
    def today(self) -> date:
        """The day of the moment asked about."""
        return self.now.date()

    def of(self, form: str) -> list[Record]:
        """Records of a form in force, by business time."""
        if form not in self._forms:
            records = list(self.source.of_form(form))
            self._forms[form] = records
            by_child: dict[str, list[Record]] = {}
            for record in records:
                self._by_id[record.id] = record
                if record.child:
                    by_child.setdefault(record.child, []).append(record)
            self._by_child[form] = by_child
        return self._forms[form]

    def of_child(self, form: str, child: str) -> list[Record]:
        """Records of a form about one child."""
        self.of(form)
        return self._by_child[form].get(child, [])

    def record(self, form: str, record_id: str) -> Record | None:
        """A record of a form by id."""
        self.of(form)
        return self._by_id.get(record_id)

    @cached_property
    def children(self) -> list[Child]:
        """Every child ever entered, by file number."""
        found = [self._children.setdefault(r.id, Child(self, r)) for r in self.of("F01")]
        return sorted(found, key=lambda c: c.file_no)

    def child(self, child_id: str) -> Child | None:
        """A child by record id of F01."""
        record = self.record("F01", child_id)
        if record is None or record.form != "F01":
            return None
        return self._children.setdefault(child_id, Child(self, record))

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
        """The waiting period of a tracing notice F06 (DL-5), by the rest days known now."""
        start, days = notice.date("published_on"), notice.get("period_days")
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
        value: str | None = None
        for span in self.spans(dimension):
            if span.happened and span.happened <= at:
                value = span.text("value")
        return value

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
        ward = self.record.get("ward_id")
        for move in self.house.of("X09"):
            moved = move.happened
            if move.get("child") == self.id and moved and moved <= at:
                ward = move.get("to_ward")
        return str(ward) if ward else None

    @property
    def ward(self) -> str | None:
        """Record id of the ward now."""
        return self.ward_at(self.house.now)

    def bed_at(self, at: datetime) -> str:
        """床位 at a moment."""
        bed = self.record.text("bed_no")
        for move in self.house.of("X09"):
            moved = move.happened
            if move.get("child") == self.id and moved and moved <= at:
                bed = move.text("bed")
        return bed

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
