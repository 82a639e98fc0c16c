"""异常处置: an event is saved at one key, everything else follows while it goes on (F31, §4.5).

Each key is one version of the record, committed at once: a power cut loses nothing, and what was
taken back or changed stays readable in the version before.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec

from welfare_desktop.actions import records, rounds
from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain import ladder, marked, permissions, urgent
from welfare_desktop.domain import rounds as rules
from welfare_desktop.domain.calling import Contact, contacts
from welfare_desktop.domain.clock import SHANGHAI, minute_text
from welfare_desktop.domain.deadlines import age_words
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.house import Child, House
from welfare_desktop.domain.ladder import FirstAction, Step
from welfare_desktop.domain.record import Record

_ENDED, _HOSPITAL = "15", "HOSPITAL"
#: 紧急 pressed again so soon about the same child means the same event.
_AGAIN = timedelta(seconds=30)
_URGENT, _SOMEWHERE = "紧急", "院内"


def found(desk: Desk, child: str = "", ward: str = "", more: Mapping[str, Any] = {}) -> Record:
    """Save an event: now, here, this child; nothing else is asked.

    Args:
        ward: where nothing is known of a child's. more: what is known already (type, 经过).
    """
    house, now = desk.house(), desk.now()
    known = house.child(child) if child else None
    known_ward = house.record("X02", (known.ward if known else None) or ward)
    place = known_ward.text("name") if known_ward else _SOMEWHERE
    same = _just_found(desk, child, place)
    if same is not None:
        return _with(desk, same, more)
    at = str(more.get("found_at") or minute_text(now))
    values = {
        "found_at": at, "place": place,
        "children": [child] if child else None, "found_by": desk.account.staff,
        "timeline": [_row(desk, ladder.FOUND, at)], "carry_over": True, **more,
    }  # fmt: skip
    return records.submit(desk, "F31", {k: v for k, v in values.items() if v})


def _just_found(desk: Desk, child: str, place: str) -> Record | None:
    """The open event of the same child, or of the same place without one, found just now."""
    for event in reversed(desk.house().of("F31")):
        at = event.at("found_at")
        if at is None or desk.now() - at > timedelta(minutes=2):
            break  # by their time, the newest first
        if event.get("closed_at"):
            continue
        about = event.get("children") or []
        same = child in about if child else not about and event.get("place") == place
        if same and just_written(desk, event):
            return event
    return None


def just_written(desk: Desk, event: Record) -> bool:
    """Whether an event was first saved so little ago that 紧急 may be a second press."""
    written = desk.store.history(event.id)[0].at
    saved = datetime.fromisoformat(written).astimezone(SHANGHAI).replace(tzinfo=None)
    return abs(desk.now() - saved) <= _AGAIN


def _with(desk: Desk, event: Record, more: Mapping[str, Any]) -> Record:
    """The same event with what was still empty in it."""
    new = {k: v for k, v in more.items() if v and not event.get(k)}
    return records.continue_record(desk, event.id, new) if new else event


def looked(desk: Desk, ward: str, child: str) -> None:
    """Mark 异常 on the board: at the slot that waits for the child, else as an unscheduled look."""
    house = desk.house()
    known, slot = house.child(child), rules.round_slot(house, ward)
    if known is None or known.whereabouts not in rules.IN_HOUSE:
        return
    due = slot is not None and known.id not in marked.seen_at(house, slot)
    if slot is not None and due and known.id in {c.id for c in rules.owed(house, ward, slot)}:
        rounds.mark(desk, rounds.open_round(desk, ward, slot).id, child, "3", note=_URGENT)
    else:
        rounds.mark(desk, rounds.open_round(desk, ward, None).id, child, "3", note=_URGENT)


def read(desk: Desk, record_id: str) -> Record:
    """An event as the person at this desk may read it; refused to whom it does not reach."""
    event = desk.record(record_id)
    if not desk.viewer().reaches(event):
        raise Refused("这份异常记录不在您的查看范围。需要时请找当班护士。")
    return desk.viewer().seen(event).record


def open_ones(desk: Desk) -> list[Record]:
    """Events not yet closed that this person may read, the newest first."""
    viewer = desk.viewer()
    return [
        e for e in reversed(desk.house().of("F31"))
        if not e.get("closed_at") and viewer.reaches(e)
    ]  # fmt: skip


def children_of(house: House, event: Record) -> list[Child]:
    """The children an event is about."""
    return [c for c in map(house.child, event.get("children") or ()) if c is not None]


def child_of(house: House, event: Record) -> Child | None:
    """The child an event is about; the first where there are several."""
    return next(iter(children_of(house, event)), None)


def wards_of(house: House, event: Record) -> list[str]:
    """The wards of an event's children, else the one its place names."""
    own = dict.fromkeys(c.ward for c in children_of(house, event) if c.ward)
    named = ward_of(house, event)
    return list(own) or ([named] if named else [])


def ward_of(house: House, event: Record) -> str | None:
    """The ward of an event: its child's, else the one its place names."""
    child = child_of(house, event)
    if child is not None:
        return child.ward
    return next((w.id for w in house.wards if w.text("name") == event.get("place")), None)


def whom(desk: Desk, event: Record) -> list[Contact]:
    """Whom to call about an event at this minute; kin are told by the social worker."""
    house = desk.house()
    kin = [Contact(ladder.KIN, "由社工告知")] if ladder.kin(house, event) else []
    return [*contacts(house, ward_of(house, event)), *kin]


def numbers(desk: Desk, ward: str) -> str:
    """Who comes running and their numbers, where nothing can be written: to be dialled at once."""
    found = contacts(desk.house(), ward or None)
    at_once = (ladder.MEDIC, ladder.LEADER, ladder.CALLED_120)
    return "，".join(f"{c.told} {c.phone}" for c in found if c.phone and c.action in at_once)


class State(msgspec.Struct, frozen=True, kw_only=True):
    """An event as its page shows it: who and where in words, the clock, the ladder, whom to call.

    Args:
            allergy: of each child, as this person may read it; empty without a child. allergic:
            whether something is named for one of them.
            until: when its timeline is to be complete. names: staff → name. here: in the house and
            to be sent. away: in hospital.
    """

    who: str
    where: str
    allergy: str
    allergic: bool
    first: FirstAction
    steps: list[Step]
    until: str
    names: dict[str, str]
    contacts: list[Contact]
    here: bool
    away: bool


def state(desk: Desk, event: Record) -> State:
    """How an event stands at this moment."""
    house = desk.house()
    about = children_of(house, event)
    bed = rules.bed_words(about[0].bed) if len(about) == 1 else ""
    where, borne, several = [c.whereabouts for c in about], _borne(desk, about), len(about) > 1
    return State(
        who="、".join(c.name for c in about) if several else _named(about),
        where=f"{event.text('found_at')[11:]} 发现 · {event.text('place')} {bed}".strip(),
        allergy="；".join(f"{c.name}：" * several + told for c, told in borne),
        allergic=any(urgent.is_allergic(told) for _, told in borne),
        first=ladder.first_action(house, event), steps=ladder.steps(house, event),
        until=ladder.to_complete(event, house.now),
        names={p.id: p.text("name") for p in house.staff}, contacts=whom(desk, event),
        here=not about or any(w != _HOSPITAL for w in where), away=_HOSPITAL in where,
    )  # fmt: skip


def _named(about: list[Child]) -> str:
    return "".join(f"{c.name}　{age_words(c.birth_date, c.house.today)}" for c in about)


def _borne(desk: Desk, about: list[Child]) -> list[tuple[Child, str]]:
    """What each child does not bear."""
    seen = [(c, desk.seen().child(c.id) or urgent.nothing_of(c)) for c in about]
    return [(c, urgent.allergy(c, as_seen)) for c, as_seen in seen]


def pressed_again(desk: Desk, event: Record) -> tuple[str, str]:
    """Child and ward that 紧急 means on the page of an event: the same child only as long as it
    may be a second press; later something else has happened."""
    child, ward = child_of(desk.house(), event), ward_of(desk.house(), event) or ""
    return child.id if child is not None and just_written(desk, event) else "", ward


# One key each -----------------------------------------------------------------------------


def _row(desk: Desk, action: str, at: str, note: str = "") -> dict[str, Any]:
    row = {"at": at, "action": action, "person": desk.account.staff, "note": note}
    return {k: v for k, v in row.items() if v}


def act(desk: Desk, record_id: str, action: str) -> Record:
    """A row of the timeline at this minute; an action that is a call notes who was called."""
    event = desk.record(record_id)
    called = next((c for c in whom(desk, event) if c.action == action), None)
    return _went_on(desk, event, action, called)


def call(desk: Desk, record_id: str, contact: Contact) -> Record:
    """Somebody was called: who, when, how, and the row of the timeline that it is."""
    return _went_on(desk, desk.record(record_id), contact.action, contact)


def _went_on(desk: Desk, event: Record, action: str, told: Contact | None) -> Record:
    at = minute_text(desk.now())
    values: dict[str, Any] = {}
    if action:
        values["timeline"] = [*event.rows("timeline"), _row(desk, action, at)]
    if told is not None:
        row = {"person": told.told, "at": at, "way": ladder.BY_PHONE}
        values["notified"] = [*event.rows("notified"), row]
    with desk.store.together():
        saved = records.continue_record(desk, event.id, values)
        _visit_time(desk, saved, {"action": action}, at)
    return saved


#: Rows that the visit (F24) tells as well, by its field.
_TOLD_TWICE = {
    ladder.CALLED_120: "called_at", ladder.SENT: "sent_at", ladder.ARRIVED: "arrived_at",
}  # fmt: skip


def _visit_time(desk: Desk, event: Record, row: Mapping[str, Any], at: str | None) -> None:
    """A call, a departure, an arrival is told by the visits too, where this person fills it.

    Args:
        row: as it stood. at: its time now, ``None`` where it was taken back.
    """
    field = _TOLD_TWICE.get(str(row.get("action")))
    if field is None or why_no_visit(desk):
        return
    visits = visits_of(desk, event).values()
    told = [v for v in visits if row.get("at") and v.get(field) == row["at"]]
    for visit in told:
        if row["at"] != at:
            records.correct(desk, visit.id, {field: at}, f"与{event.form_no}时间线一致")
    if at is not None and not told:
        for visit in ladder.under_way(visits, field, at):
            records.continue_record(desk, visit.id, {field: at})


def set_value(desk: Desk, record_id: str, field: str, value: Any) -> Record:
    """Type, level, children, 经过: filled, or changed while the event goes on."""
    event = desk.record(record_id)
    if event.get(field) == value:
        return event
    if event.get(field) in (None, "", []):
        return records.continue_record(desk, event.id, {field: value})
    reason = f"处置中改{FORMS['F31'].field(field).label}"
    return records.correct(desk, event.id, {field: value}, reason)


def take_back(desk: Desk, record_id: str) -> Record:
    """Take back the own last row, with whom it noted as called; the version before keeps it."""
    event = desk.record(record_id)
    rows, told = event.rows("timeline"), event.rows("notified")
    own = [
        n for n, row in enumerate(rows)
        if row.get("person") == desk.account.staff and row.get("action") != ladder.FOUND
    ]  # fmt: skip
    if not own or rows[own[-1]].get("action") in _FOLLOWED:
        raise Refused("没有自己记的可以取消。送出和到院在就医记录里更正。" if own else
                      "没有自己记的可以取消。")  # fmt: skip
    gone = rows.pop(own[-1])
    names = [c.told for c in whom(desk, event) if c.action == gone.get("action")]
    same = [
        n for n, t in enumerate(told) if t.get("at") == gone.get("at") and t.get("person") in names
    ]
    values: dict[str, Any] = {"timeline": rows}
    if same:
        told.pop(same[-1])
        values["notified"] = told
    with desk.store.together():
        _visit_time(desk, event, gone, None)
        return records.correct(desk, event.id, values, "取消误按")


#: Rows that brought more about than a line: they are not taken back by a key.
_FOLLOWED = (ladder.SENT, ladder.ARRIVED)


def mend_row(
    desk: Desk, record_id: str, number: int, *, at: datetime | None = None, note: str | None = None
) -> Record:
    """Change the time or the note of a row; a note still empty is filled without a reason."""
    event = desk.record(record_id)
    rows = [dict(row) for row in event.rows("timeline")]
    row, before = rows[number], dict(rows[number])
    if at is not None:
        if at > desk.now():
            raise Refused("时间不能晚于现在。", field="at")
        row["at"] = minute_text(at)
    if note is not None:
        row["note"] = note.strip()
    rows[number] = {k: v for k, v in row.items() if v}
    if rows[number] == before:
        return event
    if at is None and not before.get("note"):
        return records.continue_record(desk, event.id, {"timeline": rows})
    with desk.store.together():
        _visit_time(desk, event, before, rows[number].get("at"))
        return records.correct(desk, event.id, {"timeline": rows}, "处置后更正时间线")


def wanting(desk: Desk, record_id: str) -> list[str]:
    """Fields still empty without which the event cannot be closed, in the order of the form."""
    event = desk.record(record_id)
    needed = [f.name for f in FORMS["F31"].fields if "closed_at" in f.needed_for]
    return [name for name in needed if event.get(name) in (None, "", [])]


def close(desk: Desk, record_id: str, outcome: str) -> Record:
    """The event is over: everything F31 needs for it must be there."""
    event, at = desk.record(record_id), minute_text(desk.now())
    values = {
        "closed_at": at, "outcome": outcome,
        "timeline": [*event.rows("timeline"), _row(desk, _ENDED, at)],
    }  # fmt: skip
    with desk.store.together():
        if event.get("carry_over"):
            records.correct(desk, event.id, {"carry_over": False}, "事件结束")
        return records.continue_record(desk, event.id, values)


def unreported(desk: Desk, event: Record) -> list[Child]:
    """Children of an event for whom no F61 was saved."""
    house = desk.house()
    about = children_of(house, event)
    return [c for c in about if ladder.report_of(house, event, c.id) is None]


def to_report(desk: Desk, event: Record) -> list[Child]:
    """Whom a report may be meant for: those without one, else all, whose reports go on."""
    return unreported(desk, event) or children_of(desk.house(), event)


def report(desk: Desk, event: Record, child: str) -> tuple[dict[str, Any], str | None]:
    """What F61 about a child is opened with, or the F61 already there."""
    known = ladder.report_of(desk.house(), event, child)
    if known is not None:
        return {}, known.id
    return {name: event.get(name) for name in ("found_at", "place")}, None


def visit_of(desk: Desk, event: Record) -> Record | None:
    """The visit (F24) an event led to."""
    return desk.house().record("F24", event.text("visit"))


def visits_of(desk: Desk, event: Record) -> dict[str, Record]:
    """Child → the visit an event led to: the one it names, of other children that of the same
    finding."""
    out, linked = dict[str, Record](), visit_of(desk, event)
    for child in event.get("children") or ():
        found = desk.house().of_child("F24", child)
        same = [v for v in found if v.get("found_at") == event.get("found_at")]
        if linked is not None and linked.child == child:
            out[child] = linked
        elif same and len(event.get("children")) > 1:
            out[child] = same[-1]
    return out


def why_no_visit(desk: Desk) -> str:
    """Why this person does not fill F24, in words; empty if they do."""
    return permissions.why_not_fill(FORMS["F24"], desk.account.roles)
