"""A rehabilitation session of a whole group, entered in one go: a record (F35) for each child."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from welfare_desktop.actions import effects, records
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.records import Step
from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.forms.f35_rehab_session import F35
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rehab import plan_on

#: What is the same for everybody in the room, and what is said of all where nothing else is.
SHARED = ("start_at", "minutes", "delivery", "provider", "therapist", "performance", "reaction")
_CARRIED = ("minutes", "delivery", "provider")
_GROUP, _STEP = 2, timedelta(minutes=5)


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """A child with a plan in force, and how this session went where it differs from the others.

    Args:
        items: what the plan trains. absent: why it was not done with this child.
    """

    child: str
    name: str
    plan: str
    items: tuple[str, ...]
    item: str
    joins: bool = False
    performance: str = ""
    reaction: str = ""
    absent: str = ""


def known(desk: Desk) -> tuple[dict[str, Any], list[Member]]:
    """What the last group session of this person tells, and every child with a plan in force;
    those of that group join again."""
    last = _last(desk)
    before = {r.child: r for r in last}
    values = records.own_values(desk, F35, None) | {"delivery": F35.field("delivery").default}
    if last:
        held = next((r for r in last if r.get("minutes")), last[0])
        values |= {n: held.get(n) for n in _CARRIED if held.get(n) is not None}
    members = [
        made for child in desk.seen().children
        if child.here and desk.viewer().lists(child.id)
        and (made := _member(desk, child, before)) is not None
    ]  # fmt: skip
    if not last and (minutes := _planned(desk, members)):
        values["minutes"] = minutes
    values["start_at"] = _start(desk.now(), values.get("minutes"), last)
    return values, members


def _last(desk: Desk) -> list[Record]:
    """The newest session that this person gave to several children at once."""
    times: dict[str, list[Record]] = {}
    for record in desk.house().of("F35"):
        if record.get("therapist") == desk.account.staff:
            times.setdefault(record.text("start_at"), []).append(record)
    groups = [at for at, held in times.items() if len({r.child for r in held}) >= _GROUP]
    return times[max(groups)] if groups else []


def _member(desk: Desk, child: Child, before: Mapping[str | None, Record]) -> Member | None:
    whole = desk.house().child(child.id)
    plan = plan_on(whole, desk.now().date()) if whole is not None else None
    rows = plan.rows("items") if plan is not None else []
    items = tuple(str(row["item"]) for row in rows if row.get("item"))
    if plan is None or not items:
        return None
    own = [str(row["item"]) for row in rows if row.get("therapist") == desk.account.staff]
    last = before[child.id].text("item") if child.id in before else ""
    item = last if last in items else next((one for one in own if one in items), items[0])
    return Member(child=child.id, name=child.name, plan=plan.id, items=items, item=item,
                  joins=child.id in before)  # fmt: skip


def _planned(desk: Desk, members: Sequence[Member]) -> int:
    """Minutes where every plan says the same."""
    found = set()
    for one in members:
        plan = desk.house().record("F34", one.plan)
        rows = plan.rows("items") if plan is not None else []
        found |= {int(row.get("minutes") or 0) for row in rows if row.get("item") == one.item}
    return found.pop() if len(found) == 1 else 0


def _start(now: datetime, minutes: Any, last: Sequence[Record]) -> str:
    """At the hour of the last one, if that is over today; else so that it ends now."""
    if last and (at := last[0].at("start_at")) is not None:
        today = datetime.combine(now.date(), at.time())
        if at < today <= now:
            return minute_text(today)
    ended = now - timedelta(minutes=int(minutes or 0))
    over = timedelta(minutes=ended.minute) % _STEP
    return minute_text(max(ended - over, datetime.combine(now.date(), datetime.min.time())))


def enter(
    desk: Desk, shared: Mapping[str, Any], members: Sequence[Member], late_reason: str = ""
) -> list[Record]:
    """A record for each child who joins, all of them or none; `Refused` names the child."""
    joining = [one for one in members if one.joins]
    if not joining:
        raise Refused("还没有选参加的儿童，请在名单里按空格选。")
    step, out = Step(late_reason=late_reason), list[Record]()
    with desk.store.transaction() as transaction:
        for one in joining:
            try:
                body = _body(shared, one)
                out.append(records.write(desk, transaction, F35.id, body, one.child, step))
            except Refused as refused:
                raise _named(refused, one) from None
    for record in out:
        effects.settled(desk, record)
    return out


def _body(shared: Mapping[str, Any], one: Member) -> dict[str, Any]:
    body = dict(shared) | {"plan": one.plan, "item": one.item}
    if one.absent:
        gone = ("performance", "reaction")
        kept = {name: value for name, value in body.items() if name not in gone}
        return kept | {"minutes": 0, "not_done_reason": one.absent}
    own = {"performance": one.performance, "reaction": one.reaction}
    return body | {name: value for name, value in own.items() if value}


def _named(refused: Refused, one: Member) -> Refused:
    """What is wrong for all is said once; what is wrong with a child names it."""
    if refused.field == "late_entry_reason" or (refused.field in SHARED and not refused.clause):
        return refused
    return Refused(f"{one.name}：{refused.sentence}", clause=refused.clause, field=refused.field,
                   opens_on=refused.opens_on, soft=refused.soft)  # fmt: skip
