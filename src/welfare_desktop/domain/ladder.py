"""处置阶梯 of an abnormal event (lifecycle.md §4.5): what to do, within how long, what is done.

Everything is read from the event's own rows (F31 `timeline`, `notified`): a step ticks itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from welfare_desktop.domain import marked
from welfare_desktop.domain.deadlines import instant
from welfare_desktop.domain.house import House
from welfare_desktop.domain.record import Record

#: CL-ACTION.
FOUND, AID, MEASURED, MEDIC, LEADER = "1", "2", "3", "5", "6"
CALLED_120, SENT, ARRIVED = "7", "8", "9"
POLICE, OFFICE = "10", "11"
#: CL-ABN 走失, 疑似侵害; CL-SEV from which a child is sent to hospital.
MISSING, HARM = "14", "15"
GRAVE = ("3", "4")
#: Who is told is written with this way: CL of F31 `notified.way`.
FACE_TO_FACE, BY_PHONE = "1", "2"
KIN = "亲属"
#: The timeline may be completed so long after a level 4 (§4.5).
COMPLETED = timedelta(hours=2)

State = Literal["done", "now", "open", "late"]


class Rule(msgspec.Struct, frozen=True):
    """One step as the handbook has it.

    Args:
        actions: rows of the timeline that do it; empty: any row but 发现. within: minutes, 0 at
            once, ``None`` without a limit. told: it is done by somebody told whose name so begins.
            again: only after the finding, within the time of a second look, and a further look of
            a round does it as well.
    """

    words: str
    actions: tuple[str, ...]
    within: int | None = None
    told: str = ""
    again: bool = False


class Step(msgspec.Struct, frozen=True):
    """One step of an event: ``now`` is asked at once, ``late`` is over its time."""

    words: str
    state: State
    limit: str = ""
    at: str = ""


_RULES: dict[str, tuple[Rule, ...]] = {
    "1": (Rule("记下处置", ()), Rule("复查体征", (MEASURED,), again=True)),
    "2": (Rule("护士或医生到场处理", (MEDIC,), 10), Rule("告知带班领导", (LEADER,))),
    "3": (
        Rule("告知带班领导", (LEADER,), 0), Rule("送医院", (SENT,)),
        Rule("由社工告知亲属", (), told=KIN),
    ),
    "4": (
        Rule("先急救", (AID,), 0), Rule("拨打120", (CALLED_120,), 0),
        Rule("告知带班领导", (LEADER,), 0), Rule("送医院", (SENT,)),
    ),
}  # fmt: skip
_OF_TYPE: dict[str, tuple[Rule, ...]] = {
    MISSING: (Rule("报警", (POLICE,), 0), Rule("报主管民政部门", (OFFICE,), 0)),
    HARM: (Rule("报警，填强制报告", (POLICE,), 0), Rule("报主管民政部门", (OFFICE,), 0)),
}


class FirstAction(msgspec.Struct, frozen=True):
    """The clock of C3.10. ``acted``: minutes from the finding to the first action."""

    passed: int
    limit: int
    acted: int | None

    @property
    def left(self) -> int:
        """Minutes until the first action is late; negative when it is."""
        return self.limit - self.passed


def first_action(house: House, event: Record) -> FirstAction:
    """Where the ten-minute clock of an event stands at the house's moment."""
    found, acted = event.at("found_at") or house.now, event.at("first_action_at")
    limit = int(house.param("first_action_minutes", house.today))
    since = instant(found, acted, house.now)[0] if acted is not None else None
    return FirstAction(instant(found, None, house.now)[0], limit, since)


def steps(house: House, event: Record) -> list[Step]:
    """What §4.5 asks at this event's level, in its order; the first action before a level is set."""
    first = Rule("先处置", (), int(house.param("first_action_minutes", house.today)))
    rules = _RULES.get(event.text("severity"), (first,))
    kind = HARM if event.get("harm_suspected") is True else event.text("type")
    asked = [r for r in (*rules, *_OF_TYPE.get(kind, ())) if r.told != KIN or kin(house, event)]
    out = [*(_step(house, event, rule) for rule in asked), *_reports(house, event)]
    return out if event.get("severity") else [*out, Step("定等级", "open")]


def harmed(event: Record) -> bool:
    """Whether an event asks for F61 (C11.12)."""
    return event.get("harm_suspected") is True or event.get("type") == HARM


def victim(report: Record) -> str:
    """The child a report is about."""
    return report.text("victim") or (report.child or "")


def report_of(house: House, event: Record, child: str) -> Record | None:
    """The newest F61 about a child of an event, of the same day or later."""
    return next(
        (r for r in reversed(house.of("F61"))
         if victim(r) == child and r.happened_at[:10] >= event.happened_at[:10]),
        None,
    )  # fmt: skip


def _reports(house: House, event: Record) -> list[Step]:
    """A report for each child of an event, where one is asked for."""
    out = []
    for child in map(house.child, event.get("children") or () if harmed(event) else ()):
        if child is not None:
            report = report_of(house, event, child.id)
            state: State = "now" if report is None else "done"
            at = "" if report is None else report.created_at[11:16]
            out.append(Step(f"强制报告：{child.name}", state, "立即", at))
    return out


def kin(house: House, event: Record) -> bool:
    """Whether kin of a child of the event are on record (F04 亲属联系表)."""
    known = (house.child(c) for c in event.get("children") or ())
    return any(f.get("relatives") for child in known if child for f in child.all("F04"))


def _step(house: House, event: Record, rule: Rule) -> Step:
    found, within = event.at("found_at") or house.now, rule.within
    if rule.again:
        within = int(house.param("recheck_minutes", house.today))
    limit = "" if within is None else "立即" if within == 0 else f"{within}分钟内"
    done = _looked_again(house, event) if rule.again else _done(event, rule)
    if done:
        return Step(rule.words, "done", limit, done)
    if within is None:
        return Step(rule.words, "open", limit)
    if within == 0:
        return Step(rule.words, "now", limit)
    late = house.now > found + timedelta(minutes=within)
    return Step(rule.words, "late" if late else "open", limit)


def _done(event: Record, rule: Rule) -> str:
    """When a step was done, empty if it was not."""
    if rule.told:
        rows = [
            r for r in event.rows("notified") if str(r.get("person") or "").startswith(rule.told)
        ]
    elif rule.actions:
        rows = [r for r in event.rows("timeline") if r.get("action") in rule.actions]
    else:
        return event.text("first_action_at")[11:]
    return min((str(r.get("at") or "") for r in rows), default="")[11:]


def measured_again(event: Record) -> str:
    """When signs were measured after the finding, empty if they were not."""
    rows = (r for r in event.rows("timeline") if r.get("action") == MEASURED)
    return min((at for r in rows if (at := str(r.get("at"))) > event.text("found_at")), default="")


def _looked_again(house: House, event: Record) -> str:
    """The second look of level 1: measured, or seen on a round and not 异常 any more."""
    found, about = event.at("found_at") or house.now, event.get("children") or ()
    marks = (
        m["at"][:16] for m in marked.all_marks(house, None, found, house.now)
        if m["child"] in about and m["mark"] in ("1", "2")
    )  # fmt: skip
    looked = [at for at in marks if at > event.text("found_at")]
    return min([at for at in (measured_again(event), *looked) if at], default="")[11:]


def times(event: Record, action: str) -> list[str]:
    """When an action was done, by the rows of the timeline."""
    return sorted(str(r["at"]) for r in event.rows("timeline") if r.get("action") == action)


def arrival(event: Record, sent: str) -> str:
    """When those who left at a minute arrived, empty if it is not told: each way to the hospital
    takes the first arrival after it, who left first arrives first."""
    arrived = times(event, ARRIVED)
    for left in sorted({*times(event, SENT), sent}):
        came = next((at for at in arrived if at >= left), "")
        if left == sent:
            return came
        arrived = [at for at in arrived if at != came]
    return ""


def under_way(visits: Iterable[Record], field: str, at: str) -> list[Record]:
    """The visits (F24) that a fresh row of the timeline tells of: those still on the way, and at an
    arrival those who left first."""
    found = [
        v for v in visits
        if not (v.get(field) or v.get("arrived_at") or v.get("discharge_at"))
    ]  # fmt: skip
    if field != "arrived_at":
        return found
    left = [v.text("sent_at") for v in found if v.text("sent_at") <= at]
    return [v for v in found if v.text("sent_at") == min(left, default=None)]


def to_complete(event: Record, now: datetime) -> str:
    """Until when the timeline of a level 4 is to be completed, as a time of day; else empty."""
    found = event.at("found_at")
    if event.get("severity") != "4" or found is None or now > found + COMPLETED:
        return ""
    return f"{found + COMPLETED:%H:%M}"
