"""排班: a ward's month read, drafted and written as shifts (F67), all of them or none."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from welfare_desktop.actions import drafts, records
from welfare_desktop.actions.desk import Desk, Signer
from welfare_desktop.actions.records import Step
from welfare_desktop.domain import duty_flags, duty_plan, permissions
from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.duty_plan import POSTS, Book, Cells, Change
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.forms.f67_duty_roster import F67
from welfare_desktop.domain.record import Record

REASON = "late_entry_reason"
_PLANNED = "调整排班"
_CELLS = "cells"


class Saved(msgspec.Struct, frozen=True):
    """How many shifts were planned, changed and taken back."""

    new: int = 0
    changed: int = 0
    void: int = 0

    @property
    def words(self) -> str:
        """One sentence."""
        told = ((self.new, "新排"), (self.changed, "改"), (self.void, "撤"))
        return "、".join(f"{word}{n}班" for n, word in told if n)


def wards(desk: Desk) -> list[Record]:
    """Wards that are open."""
    day = desk.now().date()
    return [w for w in desk.house().wards if (w.date("open_to") or day) >= day]


def why_not(desk: Desk) -> str:
    """Why this person does not plan, in words; empty if they do."""
    try:
        records.permit_fill(desk, F67)
    except Refused as refused:
        return refused.sentence
    return ""


def why_not_see(desk: Desk) -> str:
    """Why this person does not see whole months, in words; empty if they do."""
    if permissions.reach(F67, desk.account.roles) == "all" or not why_not(desk):
        return ""
    return "整个月的排班由业务科长、护理组长办理，院长查看。自己的班在“登记簿”的排班表里。"


def rest_days(desk: Desk, of: Book) -> frozenset[date]:
    """Weekends and holidays of the month."""
    calendar = desk.house().calendar
    return frozenset(day for day in of.days if calendar.is_rest(day))


def book(desk: Desk, ward: str, month: date) -> Book:
    """The month of a ward by its records."""
    return duty_plan.book_of(desk.house(), ward, month)


def ground(desk: Desk, of: Book) -> duty_flags.Ground:
    """What the month is weighed against."""
    return duty_flags.ground_of(desk.house(), of)


def needs_director(desk: Desk, of: Book, cells: Cells) -> int:
    """How many shifts a plan takes back where this person does not void them (§6.3)."""
    gone = sum(not change.staff for change in duty_plan.changes(of, cells))
    able = permissions.may_approve(F67, desk.account.roles, desk.post(desk.account.staff))
    return 0 if able else gone


def begun(desk: Desk, of: Book, cells: Cells) -> list[Change]:
    """Changes of shifts that have begun: they need a reason."""
    return [c for c in duty_plan.changes(of, cells) if c.begun(desk.now())]


def save(
    desk: Desk, of: Book, cells: Cells, reason: str = "", director: Signer | None = None
) -> Saved:
    """Write what a plan changes; `Refused` names the day and nothing is written.

    Args:
        reason: why shifts that have begun are planned otherwise. director: who voids what is
            taken back, where the person at the desk does not.
    """
    records.permit_fill(desk, F67)
    asked = duty_plan.changes(of, cells)
    if not asked:
        raise Refused("没有改动，不用保存。")
    late = [c for c in asked if c.begun(desk.now())]
    if late and not reason.strip():
        raise Refused(f"{late[0].words}已经开始，请写明改动的原因。", field=REASON)
    voids = desk.for_signer(director) if director is not None else desk
    count = {"new": 0, "changed": 0, "void": 0}
    with desk.store.together():
        # Taken back first: what stands twice for a while would warn of itself.
        for change in sorted(asked, key=lambda c: bool(c.staff)):
            why = reason.strip() if change.begun(desk.now()) else _PLANNED
            try:
                count[_write(desk, voids, of.ward, change, why)] += 1
            except Refused as refused:
                raise _named(refused, change) from None
        forget(desk, of)
    return Saved(**count)


def _write(desk: Desk, voids: Desk, ward: str, change: Change, why: str) -> str:
    stood = change.record
    if stood is not None and desk.record(stood.id).head != stood.head:
        raise Refused("别人刚改过这一班，请重新打开本月再改。")
    if not change.staff:
        assert stood is not None  # a shift that is not there asks for nothing
        records.void(voids, stood.id, why)
        return "void"
    values: dict[str, Any] = {
        "staff_list": list(change.staff),
        **{post: told for post in POSTS if (told := getattr(change, post))},
    }
    if stood is not None:
        named = {n: v for n, v in values.items() if v != stood.get(n)}
        named |= {post: None for post in POSTS if post not in values and stood.get(post)}
        records.correct(desk, stood.id, named, why)
        return "changed"
    values |= {
        "date": change.day.isoformat(), "ward": ward, "shift": change.shift,
        "planned_from": minute_text(change.start), "planned_to": minute_text(change.end),
    }  # fmt: skip
    late = why if change.begun(desk.now()) else ""
    records.submit(desk, F67.id, values, step=Step(late_reason=late))
    return "new"


def _named(refused: Refused, change: Change) -> Refused:
    return Refused(f"{change.words}：{refused.sentence}", clause=refused.clause,
                   field=refused.field, opens_on=refused.opens_on, soft=refused.soft)  # fmt: skip


# Drafts -------------------------------------------------------------------------------------


def draft_key(of: Book) -> str:
    """What a month's draft is kept under; no record has such an id."""
    return f"{of.ward}/{of.days[0]:%Y-%m}"


def place_of(key: str) -> tuple[str, date] | None:
    """Ward and month of a draft's key, ``None`` for that of a record."""
    ward, _, month = key.partition("/")
    return (ward, date.fromisoformat(f"{month}-01")) if month else None


def keep(desk: Desk, of: Book, cells: Cells) -> None:
    """Keep what is not saved yet; where nothing differs, no draft is left."""
    told = duty_plan.differing(of, cells)
    if not told:
        forget(desk, of)
        return
    kept = [[row, day.isoformat(), list(value)] for (row, day), value in sorted(told.items())]
    drafts.save_draft(desk, F67.id, {_CELLS: kept}, record=draft_key(of))


def kept(desk: Desk, of: Book) -> Cells:
    """The month with this person's draft laid over it."""
    draft = drafts.load_draft(desk, F67.id, record=draft_key(of))
    told = draft.values.get(_CELLS, []) if draft is not None else []
    return duty_plan.put(
        of.cells, {(row, date.fromisoformat(day)): tuple(value) for row, day, value in told}
    )


def forget(desk: Desk, of: Book) -> None:
    """Drop the draft of a month."""
    drafts.drop_draft(desk, F67.id, record=draft_key(of))
