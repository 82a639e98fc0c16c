"""What a saved record changes in a child's three dimensions (lifecycle.md §1.4, §1.9)."""

from __future__ import annotations

from datetime import datetime

import msgspec

from welfare_desktop.domain import adoption, schooling
from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.house import Child, House
from welfare_desktop.domain.lifecycle import EXITS
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules import leaving
from welfare_desktop.domain.rules.care import care_change
from welfare_desktop.domain.rules.transitions import Transition, triggered
from welfare_desktop.domain.situation import Situation


class Change(msgspec.Struct, frozen=True):
    """A change of one dimension that a saved record brings about."""

    dimension: str
    value: str
    previous: str
    at: str
    transition: str


def changes(
    house: House, child: Child, before: Record | None, saved: Record, now: datetime
) -> list[Change]:
    """What a record just saved changes; one that waits for its approval changes nothing yet."""
    form = FORMS[saved.form]
    approved_now = saved.state == "approved" and (before is None or before.state != "approved")
    if form.acts_when_approved and not approved_now:
        return []
    s = Situation(form=form, record=saved, house=house, now=now, child=child, before=before)
    transition, out = triggered(s), []
    if transition is not None and transition.target:
        out += _of_status(child, transition, saved, now)
    if saved.form == "F12":
        out += _of_care(child, saved)
    if saved.form == "F24":
        out += _hospital(child, s)
    if saved.form == "F26":
        out += _away(child, s)
    if saved.form == "F47":
        out += _together(child, s)
    if saved.form == "F31":
        out += _missing(child, s)
    if saved.form == "F38":
        out += _boarding(child, s)
    if saved.form == "F62":
        out += _to_school(child, s)
    return out


def _of_status(child: Child, transition: Transition, saved: Record, now: datetime) -> list[Change]:
    name, target = transition.id, leaving.target_of(transition.id, transition.target, saved)
    at = began(saved, name) or minute_text(now)
    previous = child.status_at(datetime.fromisoformat(at)) if name in EXITS else child.status
    out = [Change("status", target, previous or child.status or "LEAD", at, name)]
    if name in ("T01", "T02", "T04b"):
        out.append(Change("care_mode", "INSTITUTION", "", at, name))
        out.append(Change("whereabouts", "ON_SITE", "", at, name))
    if name in EXITS:
        out.append(Change("whereabouts", "LEFT", child.whereabouts or "", at, name))
        out.append(Change("care_mode", "", child.care_mode or "", at, name))
    return out


def _of_care(child: Child, saved: Record) -> list[Change]:
    """F12: the care mode, and where the child is unless it is in hospital or away."""
    name, at = care_change(saved), saved.text("effective_at")
    if name is None:
        return []
    previous = saved.text("from_mode") or child.care_mode or ""
    out = [Change("care_mode", saved.text("to_mode"), previous, at, name)]
    where, there = child.whereabouts or "", "FOSTER_HOME" if name == "T12" else "ON_SITE"
    if name in ("T12", "T14") and where in ("ON_SITE", "FOSTER_HOME") and where != there:
        out.append(Change("whereabouts", there, where, at, name))
    return out


#: Form → the field that says when the change of status takes place.
_WHEN = {
    "F46": "held_at", "F49": "handover_at", "F50": "left_at", "F51": "died_at",
    "F53": "done_on",
}  # fmt: skip


def began(saved: Record, transition: str, value: str = "") -> str:
    """When a change that a record brings about takes place, by the record's own fields."""
    arrived = saved.text("arrived_at")
    if transition in ("T04", "T05"):
        return max(f"{saved.text('admitted_on')}T00:00", arrived)
    if saved.form == "F12":
        return saved.text("effective_at")
    if saved.form == "F24":
        return saved.text("admit_at" if value == "HOSPITAL" else "discharge_at")
    if saved.form == "F26":
        return saved.text("depart_at" if value == "AWAY_TREATMENT" else "return_at")
    if saved.form == "F47":
        over = "ended_on" if transition or not saved.get("fusion_end") else "fusion_end"
        told = saved.text("fusion_start" if value == "FAMILY_TRIAL" else over)
        return f"{told}T00:00" if told else ""
    if saved.form == "F31":
        return saved.text("found_at" if value == "MISSING" else "closed_at")
    if saved.form == "F38":
        told = saved.text("enrol_on" if value == "BOARDING" else "leave_on")
        return f"{told}T00:00" if told else ""
    if saved.form == "F62":
        return saved.text("out_at" if value in ("DAY_SCHOOL", "BOARDING") else "back_at")
    if saved.form in _WHEN:
        told = saved.text(_WHEN[saved.form])
        return f"{told}T00:00"[:16] if len(told) == 10 else told
    return arrived


def home(child: Child) -> str:
    """Where a child is who is in no hospital; with the applicants while they live together, on the
    way of treatment while it is under way."""
    case = adoption.open_case(child)
    if case is not None and case.get("fusion_start") and not case.get("fusion_end"):
        return "FAMILY_TRIAL"
    if any(r.get("depart_at") and not r.get("return_at") for r in child.all("F26")):
        return "AWAY_TREATMENT"
    return "FOSTER_HOME" if child.care_mode == "FOSTER" else "ON_SITE"


def _hospital(child: Child, s: Situation) -> list[Change]:
    out: list[Change] = []
    where = child.whereabouts or ""
    if s.filled_now("admit_at"):
        out.append(Change("whereabouts", "HOSPITAL", where, s.get("admit_at"), ""))
        where = "HOSPITAL"
    if s.filled_now("discharge_at"):
        out.append(Change("whereabouts", home(child), where, s.get("discharge_at"), ""))
    return out


def _away(child: Child, s: Situation) -> list[Change]:
    """外出治疗康复 (§1.9): from the departure to the return, apart from the days in hospital."""
    out: list[Change] = []
    where = child.whereabouts or ""
    if s.filled_now("depart_at") and where not in ("AWAY_TREATMENT", "HOSPITAL", "LEFT"):
        out.append(Change("whereabouts", "AWAY_TREATMENT", where, s.get("depart_at"), ""))
        where = "AWAY_TREATMENT"
    if s.filled_now("return_at") and where == "AWAY_TREATMENT":
        out.append(Change("whereabouts", home(child), where, s.get("return_at"), ""))
    return out


def _together(child: Child, s: Situation) -> list[Change]:
    """融合 (§1.9): living with the applicants from its start until it or the case ends.

    A registered child stays with them; its leaving closes the whereabouts.
    """
    out: list[Change] = []
    where = child.whereabouts or ""
    if s.filled_now("fusion_start") and where not in ("FAMILY_TRIAL", "LEFT"):
        out.append(Change("whereabouts", "FAMILY_TRIAL", where, began(s.record, "", "FAMILY_TRIAL"),
                          ""))  # fmt: skip
        where = "FAMILY_TRIAL"
    over = s.filled_now("fusion_end") or s.filled_now("ended_on")
    if over and where == "FAMILY_TRIAL" and not s.get("registered_on"):
        out.append(Change("whereabouts", home(child), where, began(s.record, ""), ""))
    return out


def _boarding(child: Child, s: Situation) -> list[Change]:
    """住校 (§1.9): from the enrolment until the school is left; a day begins after what was that day."""
    out: list[Change] = []
    last = max((span.happened_at for span in child.spans("whereabouts")), default="")
    where = child.whereabouts or ""
    start = began(s.record, "", "BOARDING")
    if start and s.before is None and schooling.boards(s.record) and where == home(child):
        out.append(Change("whereabouts", "BOARDING", where, max(start, last), ""))
        where = "BOARDING"
    if s.filled_now("leave_on") and where == "BOARDING":
        out.append(Change("whereabouts", home(child), where, max(began(s.record, ""), last), ""))
    return out


def _to_school(child: Child, s: Situation) -> list[Change]:
    """走读 (§1.9): out in the morning, back at night; a boarder goes out for longer."""
    out: list[Change] = []
    where = child.whereabouts or ""
    day = s.date("out_at")
    if day is not None and s.before is None and where == home(child):
        enrolled = schooling.enrolment(child, day)
        boards = enrolled is not None and schooling.boards(enrolled)
        there = "BOARDING" if boards else "DAY_SCHOOL"
        out.append(Change("whereabouts", there, where, s.get("out_at"), ""))
        where = there
    if s.filled_now("back_at") and where in ("DAY_SCHOOL", "BOARDING"):
        out.append(Change("whereabouts", home(child), where, s.get("back_at"), ""))
    return out


#: F31 ``outcome``: 恢复正常, 继续观察, 门急诊后返回.
_CAME_BACK = ("1", "2", "3")


def _missing(child: Child, s: Situation) -> list[Change]:
    """走失 (§1.9): from the finding of F31 type 14 until it ends with the child back."""
    where = child.whereabouts or ""
    if s.get("type") != "14" or child.id not in (s.get("children") or ()):
        return []
    ended = s.filled_now("closed_at") or s.filled_now("outcome")
    if ended and s.get("closed_at") and where == "MISSING" and s.get("outcome") in _CAME_BACK:
        return [Change("whereabouts", home(child), where, s.get("closed_at"), "")]
    lost = s.filled_now("type") or s.filled_now("children")
    if lost and not s.get("closed_at") and where not in ("MISSING", "LEFT"):
        return [Change("whereabouts", "MISSING", where, s.get("found_at"), "")]
    return []
