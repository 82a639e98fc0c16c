"""How the house stands now: every verdict, judged again only where something touched it.

After a record is saved only the children it is about and the rows that read its form are judged
again. What the passing of a day or of a quarter of an hour changes is judged with all the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast

from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.forms import FORMS, children_named
from welfare_desktop.domain.house import House
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules import lines, nobody, rows_on
from welfare_desktop.domain.rules.verdict import Row, Verdict
from welfare_desktop.store.store import Store

Kept = TypeVar("Kept")
#: All is judged anew after so long (architecture: the scheduler).
_AGE = timedelta(minutes=15)
#: Forms about people, wards and hours: no row about a child reads them.
_NOT_OF_CHILDREN = frozenset({"F30", "F32", "F64", "F65", "F67", "X02", "X06", "X07", "X08"})
#: Who is here, where, and how much help they need: read by every row that is not about one child.
_EVERYBODY = frozenset({"T", "F01", "F13", "F64", "X02", "X07", "X09"})


class Standing:
    """The verdicts of the present at one open store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._seen = 0
        self._whole: datetime | None = None
        self._minute = ""
        #: Row → its lines; of a row about children by child, else all under the empty name.
        self._lines: dict[str, dict[str, list[Verdict]]] = {}
        #: What else was worked out about a child: child → name → result.
        self._kept: dict[str, dict[Hashable, Any]] = {}

    def verdicts(self, subject: str | None = None) -> list[Verdict]:
        """Every verdict of now, in the order of the rows; of one subject or all.

        Args:
            subject: an id, or its part before the slash.
        """
        house, rows = self._store.house(), rows_on(self._store.clock.now().date())
        self._renew(rows, house)
        found = [verdict for row in rows for verdict in self._told(row, house)]
        if subject is None:
            return found
        return [v for v in found if subject in (v.subject.id, v.subject.id.split("/")[0])]

    def kept(self, name: Hashable, child: str, make: Callable[[], Kept]) -> Kept:
        """What was worked out about a child, until something touches it; ``make`` works it out."""
        self._renew(rows_on(self._store.clock.now().date()), self._store.house())
        own = self._kept.setdefault(child, {})
        if name not in own:
            own[name] = make()
        return cast(Kept, own[name])

    def _told(self, row: Row, house: House) -> list[Verdict]:
        by_child = self._lines[row.id]
        names = [child.id for child in house.children] if row.of_children else [""]
        found = [verdict for name in names for verdict in by_child.get(name, ())]
        return found or [nobody(row, house)]

    def _renew(self, rows: tuple[Row, ...], house: House) -> None:
        now, written = house.now, self._store.writings[self._seen :]
        self._seen, minute = len(self._store.writings), minute_text(now)
        if not written and self._minute == minute and self._fresh(now):
            return
        touched = _children(house, written)
        if touched is None or not self._fresh(now):
            self._lines = {row.id: _by_child(row, house, now) for row in rows}
            self._whole, self._minute, self._kept = now, minute, {}
            return
        for child in touched:
            self._kept.pop(child, None)
        forms = {record.form for record in written if record is not None}
        some = house.only(touched)
        for row in rows:
            if row.by_minute and self._minute != minute:
                self._lines[row.id] = _by_child(row, house, now)
            elif row.of_children and touched:
                anew = _by_child(row, some, now)
                self._lines[row.id] |= {child: anew.get(child, []) for child in touched}
            elif not row.of_children and forms & (_EVERYBODY | set(row.forms)):
                self._lines[row.id] = _by_child(row, house, now)
        self._minute = minute

    def _fresh(self, now: datetime) -> bool:
        whole = self._whole
        if whole is None or whole.date() != now.date():
            return False
        return timedelta(0) <= now - whole < _AGE


def _by_child(row: Row, house: House, now: datetime) -> dict[str, list[Verdict]]:
    out: dict[str, list[Verdict]] = {}
    for verdict in lines(row, house, now):
        out.setdefault(verdict.subject.record if row.of_children else "", []).append(verdict)
    return out


def _children(house: House, written: Iterable[Record | None]) -> set[str] | None:
    """Children that what was written is about; ``None``: it may touch any."""
    out: set[str] = set()
    for record in written:
        if record is None:
            return None
        if record.form in _NOT_OF_CHILDREN:
            continue
        own = _about(house, record)
        if not own:
            return None
        out |= own
    return out


def _about(house: House, record: Record) -> set[str]:
    if record.form == "F01":
        return {record.id}
    own = set(children_named(record))
    reported = record.get("about")
    for form in FORMS[record.form].field("about").forms if reported else ():
        about = house.record(form, str(reported)) if form in FORMS else None
        if about is not None:
            own |= set(children_named(about))
    return {child for child in own if house.child(child) is not None}
