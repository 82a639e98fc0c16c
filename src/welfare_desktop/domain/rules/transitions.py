"""Transitions T-0, T00–T05, changes of care mode and whereabouts (lifecycle.md §1.4, §1.9)."""

from __future__ import annotations

from datetime import datetime

import msgspec

from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.house import Child, House
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules import gates
from welfare_desktop.domain.situation import Problem, Situation
from welfare_desktop.domain.values import empty, needed


class Transition(msgspec.Struct, frozen=True):
    """One row of §1.4. ``documents`` are archive types that must be in the file."""

    id: str
    origin: tuple[str, ...]
    target: str
    trigger: str
    guards: tuple[gates.Guard, ...] = ()
    by_cause: bool = False
    documents: tuple[str, ...] = ()


class Change(msgspec.Struct, frozen=True):
    """A change of one dimension that a saved record brings about."""

    dimension: str
    value: str
    previous: str
    at: str
    transition: str


def _agreement(child: Child, s: Situation) -> list[Problem]:
    """T02: the entrust agreement A14 with its term."""
    basis = child.newest("F04")
    held = any(p.type == "A14" for p in s.papers) or (basis and basis.get("entrust_agreement"))
    if not held:
        return [
            Problem(
                sentence="临时监护须有委托协议：请附上委托监护（代养）协议（A14）。", field="files"
            )
        ]
    return []


def _claim_proved(child: Child, s: Situation) -> list[Problem]:
    """T03: police confirmation and the papers of handing back; harm suspected → F61 first."""
    out: list[Problem] = []
    confirmed = [row for row in s.record.rows("claims") if row.get("state") == "3"]
    if not any(row.get("police_reply") for row in confirmed):
        out.append(Problem(sentence="认领须有公安书面答复，请续填认领情况。", field="claims"))
    held = {paper.type for form in FORMS for r in child.all(form) for paper in r.papers}
    held |= {paper.type for paper in s.papers}
    out += [
        Problem(sentence=f"缺领回文书{kind}，请附上。", field="files")
        for kind in ("C11", "C12", "C01")
        if kind not in held
    ]
    report = child.newest("F03")
    if report is not None and report.get("crime_suspected") is True and not child.all("F61"):
        out.insert(0, Problem(sentence="疑似遗弃犯罪，先填强制报告再办理领回。", clause="C11.12"))
    return out


TRANSITIONS: dict[str, Transition] = {
    t.id: t
    for t in (
        Transition("T-0", (), "IN_CARE", "建账"),
        Transition("T00", ("LEAD",), "", "不予接收"),
        Transition("T01", ("LEAD",), "TEMP_CARE", "儿童到院", documents=("A01",)),
        Transition("T02", ("LEAD",), "TEMP_GUARD", "受托临时监护", (_agreement,),
                   documents=("A14", "A01")),
        Transition("T03", ("TEMP_CARE",), "LEFT_REUNITED", "认领成立", (_claim_proved,),
                   documents=("A06", "C11", "C12", "C01")),
        Transition("T04", ("TEMP_CARE",), "IN_CARE", "审核同意后正式入院",
                   (gates.examined, gates.approved), by_cause=True, documents=("A03", "A08")),
        Transition("T04b", ("LEAD",), "IN_CARE", "材料齐全直接入院", (gates.approved,),
                   by_cause=True, documents=("A08",)),
        Transition("T05", ("TEMP_GUARD",), "IN_CARE", "转为长期监护", (gates.approved,),
                   by_cause=True, documents=("A08",)),
    )
}  # fmt: skip


def triggered(s: Situation) -> Transition | None:
    """The transition of status that a step would bring about."""
    child = s.child
    if child is None:
        return None
    status = child.status
    if s.form.id == "F02":
        if s.get("decision") in ("2", "3"):
            return TRANSITIONS["T00"]
        if s.filled_now("admitted_on"):
            name = {"TEMP_CARE": "T04", "TEMP_GUARD": "T05", None: "T04b"}.get(status)
            return TRANSITIONS[name] if name else None
        if status is None and s.get("arrived_at"):
            return TRANSITIONS["T02" if child.cause.startswith("T") else "T01"]
    if s.form.id == "F06" and s.filled_now("result") and s.get("result") == "2":
        return TRANSITIONS["T03"]
    return None


def guards(s: Situation, transition: Transition) -> list[Problem]:
    """Every false guard: those of the cause, those of the transition, then missing fields."""
    child = s.child
    if child is None:
        return []
    first = gates.of_cause(child) if transition.by_cause else ()
    found = gates.run((*first, *transition.guards), child, s)
    return found + missing_for(child, s, transition.id)


def missing_for(child: Child, s: Situation, step: str) -> list[Problem]:
    """Fields of the child's records that a step names as ``needed_for`` and that are empty."""
    out: list[Problem] = []
    for form in FORMS.values():
        fields = needed(form, step)
        record = s.record if form.id == s.form.id else child.newest(form.id)
        if not fields or record is None or form.about != "child":
            continue
        there = msgspec.structs.replace(s, form=form, record=record)
        out += [
            Problem(sentence=f"《{form.title}》还缺“{f.label}”。", field=f.name)
            for f in fields
            if empty(record.get(f.name)) and (f.when is None or f.when(there))
            and f.name != "late_confirm"
        ]  # fmt: skip
    return out


def changes(
    house: House, child: Child, before: Record | None, saved: Record, now: datetime
) -> list[Change]:
    """What a record just saved changes in the child's three dimensions."""
    s = Situation(form=FORMS[saved.form], record=saved, house=house, now=now, child=child,
                  before=before)  # fmt: skip
    transition = triggered(s)
    out: list[Change] = []
    if transition is not None and transition.target:
        out += _of_status(child, transition, saved, now)
    if saved.form == "F12" and saved.state == "approved" and (not before or not before.approved_at):
        previous = child.care_mode or ""
        at = saved.text("effective_at")
        out.append(Change("care_mode", saved.text("to_mode"), previous, at, _mode(saved)))
    if saved.form == "F24":
        out += _hospital(child, s)
    return out


def _of_status(child: Child, transition: Transition, saved: Record, now: datetime) -> list[Change]:
    previous = child.status or "LEAD"
    at = saved.text("arrived_at")
    if transition.id in ("T04", "T05"):
        at = max(f"{saved.text('admitted_on')}T00:00", at)
    elif transition.id == "T03":
        at = now.strftime("%Y-%m-%dT%H:%M")
    out = [Change("status", transition.target, previous, at, transition.id)]
    if transition.id in ("T01", "T02", "T04b"):
        out.append(Change("care_mode", "INSTITUTION", "", at, transition.id))
        out.append(Change("whereabouts", "ON_SITE", "", at, transition.id))
    if transition.id == "T03":
        out.append(Change("whereabouts", "LEFT", child.whereabouts or "", at, transition.id))
    return out


def _mode(saved: Record) -> str:
    if saved.get("to_mode") == "FOSTER":
        return "T12"
    if saved.get("from_mode") == "FOSTER":
        return "T14"
    return "T10" if saved.get("to_mode") == "FAMILY_HOME" else "T11"


def _hospital(child: Child, s: Situation) -> list[Change]:
    out: list[Change] = []
    where = child.whereabouts or ""
    if s.filled_now("admit_at"):
        out.append(Change("whereabouts", "HOSPITAL", where, s.get("admit_at"), ""))
        where = "HOSPITAL"
    if s.filled_now("discharge_at"):
        back = "FOSTER_HOME" if child.care_mode == "FOSTER" else "ON_SITE"
        out.append(Change("whereabouts", back, where, s.get("discharge_at"), ""))
    return out
