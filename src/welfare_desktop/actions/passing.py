"""What the calendar brings about by itself: majority at 00:00 of the birthday (T20)."""

from __future__ import annotations

from datetime import datetime, timedelta

from welfare_desktop.actions import effects
from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain import adoption
from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.deadlines import adult_on
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules.transitions import TRANSITIONS
from welfare_desktop.store.transaction import Transaction

_GROWN = TRANSITIONS["T20"]


def catch_up(desk: Desk) -> list[str]:
    """Write every T20 whose day has come, however late the store is opened; ids of the children.

    Doing it again changes nothing. A birthday corrected since moves the change with it (DL-11).
    """
    done = []
    for child in desk.house().children:
        written = [s for s in child.spans("status") if s.text("transition") == _GROWN.id]
        came = _came_of_age(child, desk.now())
        wrong = [s for s in written if s.happened != came]
        if wrong:
            child = _taken_back(desk, child, wrong)
            came = _came_of_age(child, desk.now())
        if came is not None and (wrong or not written):
            with desk.store.transaction() as transaction:
                _grown(desk, transaction, child, came)
        if wrong or (came is not None and not written):
            done.append(child.id)
    return done


def _taken_back(desk: Desk, child: Child, spans: list[Record]) -> Child:
    """The child without changes that stood on another birthday."""
    with desk.store.transaction() as transaction:
        effects.not_of_age(desk, transaction, child, spans, "成年日期或离院时间更正，重新计算")
    again = desk.house().child(child.id)
    assert again is not None
    return again


def _came_of_age(child: Child, now: datetime) -> datetime | None:
    """00:00 of the day of majority, if it has come and the child was here for it."""
    birth = child.birth_date
    if birth is None or adult_on(birth) > now.date():
        return None
    at = datetime.combine(adult_on(birth), datetime.min.time())
    before = child.status_at(at - timedelta(minutes=1))
    return at if before in _GROWN.origin and child.here_at(at) else None


def _grown(desk: Desk, transaction: Transaction, child: Child, at: datetime) -> None:
    before = child.status_at(at - timedelta(minutes=1)) or ""
    case = adoption.open_case(child)
    if before == "ADOPTION" and case is not None:
        before = "IN_CARE"
        _ended(desk, transaction, case, at)
    effects.span(
        desk, transaction, child.id, "status", _GROWN.target, minute_text(at),
        transition=_GROWN.id, previous=before, reason=_GROWN.trigger,
    )  # fmt: skip


def _ended(desk: Desk, transaction: Transaction, case: Record, at: datetime) -> None:
    """T16 in the same step: nobody of age is sent for adoption by the institution."""
    values = {"end_reason": adoption.OTHER_END, "ended_on": at.date().isoformat()}
    saved = effects.rewritten(desk, transaction, case, values, _GROWN.trigger)
    effects.after(desk, transaction, case, saved)
