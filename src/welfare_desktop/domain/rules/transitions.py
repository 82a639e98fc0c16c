"""Transitions T-0, T00–T05, changes of care mode and whereabouts (lifecycle.md §1.4, §1.9)."""

from __future__ import annotations

from datetime import datetime

import msgspec

from welfare_desktop.domain.archive import papers_of
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.house import Child, House
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules import gates
from welfare_desktop.domain.rules.entry import refusal_reports
from welfare_desktop.domain.rules.facts import claims
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


def _lawful_refusal(child: Child, s: Situation) -> list[Problem]:
    """T00: legal ground recorded and the report sent (C1.02)."""
    out = []
    if not s.get("refuse_ground"):
        out.append(
            Problem(sentence="不予接收须写明法定依据。", clause="C1.02", field="refuse_ground")
        )
    if not refusal_reports(s.house, child.id, s.record.id):
        sentence = "不予接收须先上报主管民政部门：请填《上报主管部门登记表》，事项选“不予接收”。"
        out.append(Problem(sentence=sentence, clause="C1.02", field="F70"))
    return out


def _agreement(child: Child, s: Situation) -> list[Problem]:
    """T02: the entrust agreement A14; its term stands in F02."""
    basis = child.newest("F04")
    held = any(p.type == "A14" for p in s.papers) or (basis and basis.get("entrust_agreement"))
    if held:
        return []
    sentence = "临时监护须有委托协议：请附上委托监护（代养）协议（A14）。"
    return [Problem(sentence=sentence, field="entrust_agreement")]


def _agreement_over(child: Child, s: Situation) -> list[Problem]:
    """T05: a new ground in F04, and the entrusting ended by the day of admission."""
    out = []
    basis = child.newest("F04")
    if basis is None or basis.text("cause").startswith("T"):
        sentence = "转为长期监护须有新的依据：请另填《其他入院情形依据材料登记表》。"
        out.append(Problem(sentence=sentence, field="cause"))
    end, day = s.date("entrust_end"), s.date("admitted_on")
    if end is None or (day is not None and end > day):
        sentence = f"委托协议{end or ''}尚未结束，请先更正委托结束日期。"
        out.append(Problem(sentence=sentence, field="entrust_end"))
    return out


#: Papers of handing a child back (§1.4 T03): 儿童交接单, 公安或亲子鉴定文书, 离院确认书.
_HANDED_BACK = ("C11", "C12", "C01")


def _claim_proved(child: Child, s: Situation) -> list[Problem]:
    """T03: police confirmation or court paper, and the papers; harm suspected → F61 first.

    The form of a leaving (F50) is declared with a later part. Until then the result 认领成立 of
    the notice brings T03 about, and the papers that F50 would carry are asked here.
    """
    out: list[Problem] = []
    report = child.newest("F03")
    if report is not None and report.get("crime_suspected") is True and not child.all("F61"):
        out.append(Problem(sentence="疑似遗弃犯罪，先填强制报告再办理领回。", clause="C11.12"))
    held = papers_of(child) | {paper.type for paper in s.papers}
    confirmed = [r for r in claims(child, s.record.rows("claims")) if r.get("state") == "3"]
    if not any(row.get("police_reply") for row in confirmed) and "B83" not in held:
        out.append(Problem(sentence="认领须有公安书面答复，请续填认领情况。", field="claims"))
    out += [
        Problem(sentence=f"缺领回文书{kind}，请附上。", field="files")
        for kind in _HANDED_BACK
        if kind not in held
    ]
    return out


TRANSITIONS: dict[str, Transition] = {
    t.id: t
    for t in (
        Transition("T-0", (), "IN_CARE", "建账"),
        Transition("T00", ("LEAD",), "", "不予接收", (_lawful_refusal,)),
        Transition("T01", ("LEAD",), "TEMP_CARE", "儿童到院", documents=("A01",)),
        Transition("T02", ("LEAD",), "TEMP_GUARD", "受托临时监护", (_agreement,),
                   documents=("A14", "A01")),
        Transition("T03", ("TEMP_CARE",), "LEFT_REUNITED", "认领成立", (_claim_proved,),
                   documents=("A06", "C11", "C12", "C01")),
        Transition("T04", ("TEMP_CARE",), "IN_CARE", "审核同意后正式入院",
                   (gates.examined, gates.approved), by_cause=True, documents=("A03", "A08")),
        Transition("T04b", ("LEAD",), "IN_CARE", "材料齐全直接入院", (gates.approved,),
                   by_cause=True, documents=("A08",)),
        Transition("T05", ("TEMP_GUARD",), "IN_CARE", "转为长期监护",
                   (_agreement_over, gates.approved),
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
            return TRANSITIONS["T00"] if status is None else None
        if s.filled_now("admitted_on"):
            name = {"TEMP_CARE": "T04", "TEMP_GUARD": "T05", None: "T04b"}.get(status)
            return TRANSITIONS[name] if name else None
        if status is None and s.get("arrived_at"):
            return TRANSITIONS["T02" if child.cause.startswith("T") else "T01"]
    if s.form.id == "F06" and s.filled_now("result") and s.get("result") == "2":
        return TRANSITIONS["T03"] if status == "TEMP_CARE" else None
    return None


def guards(s: Situation, transition: Transition) -> list[Problem]:
    """Every false guard: those of the cause, those of the transition, then missing fields."""
    child = s.child
    if child is None:
        return []
    first = gates.of_cause(child) if transition.by_cause else ()
    found = gates.run((*first, *transition.guards), child, s)
    return found + missing_for(child, s, transition.id)


def care_mode_guards(s: Situation) -> list[Problem]:
    """F12: what the change of care mode (T10–T12, T14) wants of its own form."""
    name = care_change(s.record)
    if s.child is None or s.form.id != "F12" or name is None:
        return []
    return missing_for(s.child, s, name)


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
    approved_now = saved.state == "approved" and (before is None or before.state != "approved")
    name = care_change(saved)
    if approved_now and name is not None:
        at, previous = saved.text("effective_at"), saved.text("from_mode") or child.care_mode or ""
        out.append(Change("care_mode", saved.text("to_mode"), previous, at, name))
    if saved.form == "F24":
        out += _hospital(child, s)
    if saved.form == "F31":
        out += _missing(child, s)
    return out


def _of_status(child: Child, transition: Transition, saved: Record, now: datetime) -> list[Change]:
    previous = child.status or "LEAD"
    at = began(saved, transition.id) or now.strftime("%Y-%m-%dT%H:%M")
    out = [Change("status", transition.target, previous, at, transition.id)]
    if transition.id in ("T01", "T02", "T04b"):
        out.append(Change("care_mode", "INSTITUTION", "", at, transition.id))
        out.append(Change("whereabouts", "ON_SITE", "", at, transition.id))
    if transition.id == "T03":
        out.append(Change("whereabouts", "LEFT", child.whereabouts or "", at, transition.id))
        out.append(Change("care_mode", "", child.care_mode or "", at, transition.id))
    return out


def began(saved: Record, transition: str, value: str = "") -> str:
    """When a change that a record brings about takes place, by the record's own fields."""
    arrived = saved.text("arrived_at")
    if transition in ("T04", "T05"):
        return max(f"{saved.text('admitted_on')}T00:00", arrived)
    if saved.form == "F12":
        return saved.text("effective_at")
    if saved.form == "F24":
        return saved.text("admit_at" if value == "HOSPITAL" else "discharge_at")
    if saved.form == "F31":
        return saved.text("found_at" if value == "MISSING" else "closed_at")
    return arrived


def care_change(saved: Record) -> str | None:
    """Which of T10, T11, T12, T14 an F12 asks for."""
    if saved.form != "F12" or not saved.get("to_mode"):
        return None
    if saved.get("to_mode") == "FOSTER":
        return "T12"
    if saved.get("from_mode") == "FOSTER":
        return "T14"
    return "T10" if saved.get("to_mode") == "FAMILY_HOME" else "T11"


def _home(child: Child) -> str:
    return "FOSTER_HOME" if child.care_mode == "FOSTER" else "ON_SITE"


def _hospital(child: Child, s: Situation) -> list[Change]:
    out: list[Change] = []
    where = child.whereabouts or ""
    if s.filled_now("admit_at"):
        out.append(Change("whereabouts", "HOSPITAL", where, s.get("admit_at"), ""))
        where = "HOSPITAL"
    if s.filled_now("discharge_at"):
        out.append(Change("whereabouts", _home(child), where, s.get("discharge_at"), ""))
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
        return [Change("whereabouts", _home(child), where, s.get("closed_at"), "")]
    lost = s.filled_now("type") or s.filled_now("children")
    if lost and not s.get("closed_at") and where not in ("MISSING", "LEFT"):
        return [Change("whereabouts", "MISSING", where, s.get("found_at"), "")]
    return []
