"""今日: every duty of the house, the most urgent first."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import msgspec

from welfare_desktop.actions import owed, views
from welfare_desktop.actions.checks import READS, check_on
from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.deadlines import AT_ONCE, NEXT, last_day, reminders
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.forms.declare import Field
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.lifecycle import GONE
from welfare_desktop.domain.permissions import may_approve, may_fill
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules import ALL_ROWS
from welfare_desktop.domain.rules.verdict import GRAVITY, Remedy, Subject, Verdict, Word
from welfare_desktop.domain.situation import Situation
from welfare_desktop.domain.values import due_fields, empty

_OPEN: tuple[Word, ...] = ("BREACH", "OVERDUE", "UNKNOWN", "WARN", "DUE")
_IN_FORCE: tuple[Word, ...] = ("PASS",)
_WAITING: tuple[Word, ...] = ("NA",)
#: Forms that T-0 may write (lifecycle.md §1.10).
_OPENING = ("F01", "F02", "F09", "F10", "F12", "F13", "F23")


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """One open duty.

    Args:
        form: the form that mends it. record: the one to go on with, if it is known.
        values: what a new one begins with. anew: met by a new one, not by the child's last.
        ward: X02, if it is a ward's.
        opens: from when it can be met, where the law gives a window. recalled: this day brings it
            to mind.
    """

    clause: str
    title: str
    subject: str
    verdict: Word
    due: date | None
    sentence: str
    source: str
    child: str | None = None
    form: str = ""
    record: str = ""
    values: Mapping[str, Any] = {}
    anew: bool = False
    ward: str = ""
    opens: date | None = None
    recalled: bool = False

    @property
    def has_clause(self) -> bool:
        """Whether a clause row asks for it."""
        return self.clause not in (OPENING, OWED)


#: Stands where a clause id would: the opening entry is the institution's own target.
OPENING = "建账"
#: The same of a field that a record owes while no clause row asks for it.
OWED = "待补"
_ROWS = {row.id: row for row in ALL_ROWS}


def duties(desk: Desk) -> list[Duty]:
    """Open duties of the day, gravest first, then by last day; of children on the own list.

    The gaps of opening records stand as one line a child, below what the law asks.
    """
    found = [duty_of(desk, v) for v in check_on(desk, desk.now().date(), words=_OPEN)]
    viewer = desk.viewer()
    found = [duty for duty in found if not duty.child or viewer.lists(duty.child)]
    asked = _asked(found)
    for child in desk.house().children:
        if _goes_on(child) and viewer.lists(child.id):
            found += _gaps(desk, child, frozenset(asked.get(child.id, ())))
    return sorted(_recalled(desk, found), key=_urgency)


def recall_days(desk: Desk, duty: Duty) -> tuple[date, ...]:
    """Days before its last one on which a duty is brought to mind, and the first of its window."""
    row, days = _ROWS.get(duty.clause), list[date]()
    if duty.due is not None:
        own = row.remind if row is not None else ()
        alarm = row.alarm if row is not None else None
        days += reminders(duty.due, own or _days_before(desk), alarm)
    return (*days, *([duty.opens] if duty.opens is not None else []))


def _days_before(desk: Desk) -> list[int]:
    return [int(n) for n in str(desk.house().param("remind_days_before")).split(",")]


def _recalled(desk: Desk, found: list[Duty]) -> list[Duty]:
    """The same duties, those marked that this day brings to mind."""
    on = desk.now().date()
    return [
        msgspec.structs.replace(d, recalled=True) if on in recall_days(desk, d) else d
        for d in found
    ]  # fmt: skip


def coming_round(desk: Desk) -> list[Duty]:
    """What is in force and comes round again, if this day brings it to mind."""
    on = desk.now().date()
    before = {*_days_before(desk), *(n for row in ALL_ROWS for n in row.remind)}
    found = _in_force(desk, {on + timedelta(days=n) for n in before})
    return [duty for duty in _recalled(desk, found) if duty.recalled]


def _in_force(desk: Desk, due: Collection[date] | None = None) -> list[Duty]:
    on, viewer = desk.now().date(), desk.viewer()
    again = [
        duty_of(desk, v) for v in check_on(desk, on, words=_IN_FORCE, due=due)
        if v.due is not None and v.due >= on and NEXT in v.arithmetic
    ]  # fmt: skip
    return [duty for duty in again if not duty.child or viewer.lists(duty.child)]


def dated(desk: Desk) -> list[Duty]:
    """Everything with a day: open duties, what is in force until it comes round again, and what
    waits for its window."""
    on, viewer = desk.now().date(), desk.viewer()
    waiting = [
        duty_of(desk, v) for v in check_on(desk, on, words=_WAITING) if _ROWS[v.clause].opens
    ]
    waiting = [d for d in waiting if d.opens is not None and d.child and viewer.lists(d.child)]
    return [d for d in duties(desk) if d.due is not None] + _in_force(desk) + waiting


def own_first(desk: Desk, found: Sequence[Duty]) -> list[Duty]:
    """Duties of the wards where this person is rostered about now, then all the others."""
    house, wards = desk.house(), desk.viewer().wards

    def other(duty: Duty) -> bool:
        child = house.child(duty.child) if duty.child else None
        return (duty.ward or (child.ward if child is not None else None)) not in wards

    return sorted(found, key=other)


def _urgency(duty: Duty) -> tuple[int, int, date, str]:
    rank = (OWED, OPENING).index(duty.clause) + 1 if not duty.has_clause else 0
    due = duty.due or (date.min if AT_ONCE in duty.sentence else date.max)
    return GRAVITY.index(duty.verdict), rank, due, duty.clause


def _goes_on(child: Child) -> bool:
    """Here, or gone with a file that is not closed: some forms are still filled then."""
    return child.here or child.status in GONE


def _asked(found: list[Duty]) -> dict[str, set[str]]:
    """Child → fields that an open row reads: the row itself stands for them."""
    out: dict[str, set[str]] = {}
    for duty in found:
        if duty.child:
            out.setdefault(duty.child, set()).update(READS[duty.clause])
    return out


def _gaps(desk: Desk, child: Child, asked: frozenset[str]) -> list[Duty]:
    """What the child's records owe, a line for what was entered and one for what was opened."""

    def work() -> list[Duty]:
        owed = _together(desk, list(_owed(desk, child, asked)))
        opening = _to_complete(desk, child) if child.here else []
        return owed + _together(desk, opening)

    return desk.standing.kept(("gaps", desk.account.roles, asked), child.id, work)


def _owed(desk: Desk, child: Child, asked: Collection[str]) -> list[Duty]:
    """待补 of a child's records, one line a record."""
    known = frozenset(asked)
    return desk.standing.kept(("owed", known), child.id, lambda: _lines(desk, child, known))


def _lines(desk: Desk, child: Child, asked: frozenset[str]) -> list[Duty]:
    out = []
    for record, fields in owed.owed(desk, child):
        rest = [f for f in fields if f"{record.form}.{f.name}" not in asked]
        if not rest:
            continue
        found, form = owed.judged(record, rest, child), FORMS[record.form]
        labels = "、".join(field.label for field in rest)
        out.append(
            Duty(
                clause=OWED, title=f"补齐{form.title}", subject=child.name, due=found.due,
                verdict=found.verdict, sentence=f"待补：{labels}", source="D", child=child.id,
                form=record.form, record=record.id,
            )
        )  # fmt: skip
    return out


def _together(desk: Desk, gaps: list[Duty]) -> list[Duty]:
    """One line for all tables of a child; it opens the first that this person may fill."""
    if len(gaps) < 2:
        return gaps
    first = next((gap for gap in gaps if may_do(desk, gap)), gaps[0])
    names = "、".join(gap.title.removeprefix("补齐") for gap in gaps)
    worst = min(gaps, key=_urgency)
    return [
        msgspec.structs.replace(
            first, title=f"补齐{len(gaps)}张表", sentence=f"待补：{names}",
            verdict=worst.verdict, due=worst.due,
        )
    ]  # fmt: skip


def may_do(desk: Desk, duty: Duty) -> bool:
    """Whether the person at the desk fills the form that mends a duty, or approves it."""
    form = FORMS.get(duty.form)
    if form is None or may_fill(form, desk.account.roles):
        return form is not None
    record = to_open(desk, duty) if form.approval else None
    if record is None or not waits(record):
        return False
    return may_approve(form, desk.account.roles, desk.post(desk.account.staff))


def waits(record: Record) -> bool:
    """Whether a record is filled and waits for its approver."""
    return FORMS[record.form].approval and record.state == "submitted"


def to_open(desk: Desk, duty: Duty) -> Record | None:
    """The record that a duty is met by going on with, or by approving; ``None``: by a new one."""
    house = desk.house()
    if duty.record:
        return house.record(duty.form, duty.record)
    known = house.of_child(duty.form, duty.child) if duty.child else []
    last = known[-1] if known else None
    return last if last is not None and (not duty.anew or waits(last)) else None


def way_in(desk: Desk, duty: Duty, record: Record) -> views.Mode:
    """How the record that a duty is met by is opened: to go on with; to read where it waits for
    its approver, or where all that the row reads is filled: then only a correction helps. A table
    can always grow."""
    if waits(record):
        return "view"
    form = FORMS[record.form]
    read = (one.partition(".") for one in READS.get(duty.clause, ()))
    fields = [form.field(name) for owner, _, name in read if owner == form.id and name in form]
    corrected = bool(fields) and not any(_open(field, record) for field in fields)
    return "view" if corrected and not views.why_not_view(desk, form, record) else "continue"


def _open(field: Field, record: Record) -> bool:
    return field.kind == "table" or (not field.calc and empty(record.get(field.name)))


def duty_of(desk: Desk, verdict: Verdict) -> Duty:
    """The duty that a verdict is, with the form that mends it."""
    subject, row = verdict.subject, _ROWS[verdict.clause]
    first = next((form for form in verdict.forms if form in FORMS), "")
    remedy = verdict.remedy or Remedy(first)
    name, shift = named(desk, subject)
    opens = verdict.facts.get(row.opens)
    return Duty(
        clause=verdict.clause, title=row.obligation + shift, subject=name,
        verdict=verdict.verdict, due=verdict.due, sentence=verdict.arithmetic,
        source=verdict.source, child=subject.record if subject.kind == "child" else None,
        form=remedy.form, record=remedy.record, values=remedy.values,
        anew=row.anew or verdict.remedy is not None,
        ward=subject.record if subject.kind == "ward" else "",
        opens=date.fromisoformat(opens) if opens else None,
    )  # fmt: skip


def _missing(desk: Desk, child: Child, record: Record) -> list[str]:
    """Labels of what an opening record still owes."""
    situation = Situation(form=FORMS[record.form], record=record, house=desk.house(),
                          now=desk.now(), child=child, step="view")  # fmt: skip
    return [f.label for f in due_fields(situation) if f.req == "Y"]


def gaps(desk: Desk, child: Child) -> list[str]:
    """Labels of everything the opening records of a child still owe."""
    newest = (child.newest(form) for form in _OPENING)
    return [
        name for record in newest if record is not None and record.basis == "roster"
        for name in _missing(desk, child, record)
    ]  # fmt: skip


def named(desk: Desk, subject: Subject) -> tuple[str, str]:
    """Whom a duty is about in a word, and the shift it is about, if it is one's."""
    if subject.kind == "institution":
        return "全院", ""
    ward = desk.house().record("X02", subject.record) if subject.kind == "ward" else None
    if ward is None:
        return subject.label, ""
    shift = subject.id.split("/")[2:]
    return ward.text("name"), f"（{label('CL-SHIFT', shift[0])}）" if shift else ""


def _to_complete(desk: Desk, child: Child) -> list[Duty]:
    """Gaps of opening records: 待补, target ``opening_complete_days`` after the go-live date."""
    if not child.by_roster:
        return []
    house = desk.house()
    live = house.go_live_on or desk.now().date()
    days = int(house.param("opening_complete_days"))
    due = last_day(live, days)
    today = desk.now().date()
    word: Word = "DUE" if today <= due else "WARN"
    if today > due + timedelta(days=days):
        word = "OVERDUE"
    out = []
    for form_id in _OPENING:
        record = child.newest(form_id)
        if record is None or record.basis != "roster":
            continue
        form, owed = FORMS[form_id], _missing(desk, child, record)
        if owed:
            out.append(
                Duty(
                    clause=OPENING, title=f"补齐{form.title}", subject=child.name, verdict=word,
                    due=due, sentence="待补：" + "、".join(owed), source="D", child=child.id,
                    form=form_id, record=record.id,
                )
            )  # fmt: skip
    return out


def of_child(desk: Desk, seen: Child) -> list[Duty]:
    """Open duties of one child, each gap of its opening records by itself."""
    child = desk.house().child(seen.id) or seen
    on = desk.now().date()
    checked = check_on(desk, on, subject=child.file_no, words=_OPEN)
    found = [duty_of(desk, v) for v in checked]
    if _goes_on(child):
        found += _owed(desk, child, _asked(found).get(child.id, set()))
    if child.here:
        found += _to_complete(desk, child)
    return sorted(found, key=_urgency)
