"""A record: the current version of a form that somebody filled (lifecycle.md §2.1)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

import msgspec

State = Literal["submitted", "approved", "void"]
Basis = Literal["normal", "roster"]
#: ``record_state`` in words.
STATES: dict[str, str] = {"submitted": "已提交", "approved": "已审批", "void": "作废"}


class Paper(msgspec.Struct, frozen=True):
    """An attachment: archive type (``A02``), digest of the clear bytes, name, size in bytes."""

    type: str
    sha256: str
    name: str = ""
    size: int = 0
    media: str = ""


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """Immutable value; safe to hand to any thread.

    Args:
        id: UUIDv7 in hex. form: ``F02``. child: record id of the child's F01 (F01: its own id).
        subject: record id of what it is about where that is no child (ward, staff).
        body: field identifier → JSON value (dates and times as text).
        filled: field identifier → moment it was first filled (``continue``), ISO minutes.
        happened_at: business time, ``YYYY-MM-DDTHH:MM``.
        signed_late: a late entry is supported by an attachment or second signature (DL-16).
    """

    id: str
    form: str
    form_no: str
    child: str | None = None
    subject: str | None = None
    state: State = "submitted"
    version: int = 1
    form_version: int = 1
    basis: Basis = "normal"
    body: dict[str, Any] = {}
    filled: dict[str, str] = {}
    papers: tuple[Paper, ...] = ()
    happened_at: str = ""
    created_by: str = ""
    created_at: str = ""
    submitted_by: str = ""
    submitted_at: str = ""
    approved_by: str = ""
    approved_at: str = ""
    void_reason: str = ""
    late_entry_reason: str = ""
    head: str = ""
    """Id of the newest journal entry of this record: the parent of the next one."""

    def get(self, name: str) -> Any:
        """Value of a field, ``None`` if it is empty."""
        return self.body.get(name)

    def text(self, name: str) -> str:
        """Text of a field, empty if there is none."""
        value = self.body.get(name)
        return "" if value is None else str(value)

    def date(self, name: str) -> date | None:
        """A date field; a date-time field gives its day."""
        value = self.body.get(name)
        return date.fromisoformat(str(value)[:10]) if value else None

    def at(self, name: str) -> datetime | None:
        """A date-time field; a date gives its 00:00."""
        value = self.body.get(name)
        return datetime.fromisoformat(str(value)) if value else None

    def rows(self, name: str) -> list[dict[str, Any]]:
        """Rows of a table field."""
        return list(self.body.get(name) or [])

    def has_paper(self, *types: str) -> bool:
        """Whether a paper of one of these archive types is attached."""
        return any(paper.type in types for paper in self.papers)

    @property
    def happened(self) -> datetime | None:
        """Business time."""
        return datetime.fromisoformat(self.happened_at) if self.happened_at else None

    @property
    def ward(self) -> str | None:
        """Record id of the ward (X02) that it is about, or whatever else it is about."""
        return self.subject or self.body.get("ward")

    @property
    def in_force(self) -> bool:
        """Not void; whether an approval is also needed is the declaration's matter."""
        return self.state != "void"


def by_time(record: Record) -> tuple[str, str]:
    """The order of records: business time, then id."""
    return record.happened_at, record.id
