"""What the law asks next of a child: each step that may come, tried against its own guards.

No rule stands here. A trial is the step as it would be taken now; the transition it brings about,
what is missing and the first possible date are what gates and transitions say of it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec

from welfare_desktop.domain import adoption, foster, meetings, rules
from welfare_desktop.domain.benefit import running
from welfare_desktop.domain.deadlines import addm
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.lifecycle import GONE
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules import transitions
from welfare_desktop.domain.rules.citation import row_of
from welfare_desktop.domain.rules.facts import claims
from welfare_desktop.domain.situation import Problem, Situation
from welfare_desktop.domain.values import empty, needed

#: Stands for the present, and for the child, in the values of a trial.
_NOW, _TODAY, _CHILD = "now", "today", "child"


class Gap(msgspec.Struct, frozen=True):
    """One thing in the way. ``form`` mends it, ``record`` is the one to continue (empty: new)."""

    problem: Problem
    form: str
    record: str


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One step. ``id``: its transition, else its form; ``target``: the status it leads to.

    ``gaps`` stand before it; ``asks`` is what its own form wants when it is taken. ``offered``:
    nothing calls for it, it is only possible. ``signed``: taken by a signature, without a form.
    """

    id: str
    title: str
    form: str
    record: str = ""
    target: str = ""
    gaps: tuple[Gap, ...] = ()
    asks: tuple[Problem, ...] = ()
    offered: bool = False
    signed: bool = False

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What stands before it, in the order of the handbook."""
        return tuple(gap.problem for gap in self.gaps)

    @property
    def open(self) -> bool:
        """Whether it may be taken now; a soft gate asks the reason when it is taken."""
        return all(problem.soft for problem in self.problems)

    @property
    def opens_on(self) -> date | None:
        """First possible date as far as it can be computed."""
        return max((g.problem.opens_on for g in self.gaps if g.problem.opens_on), default=None)


class _Trial(msgspec.Struct, frozen=True):
    form: str
    values: dict[str, Any]
    fits: Callable[[Child], bool]
    title: str = ""
    id: str = ""
    new: bool = False
    offered: bool = False
    signed: bool = False


def _lead(child: Child) -> bool:
    return child.status is None


def _waiting(child: Child) -> bool:
    return child.status in ("TEMP_CARE", "TEMP_GUARD")


def _undecided(child: Child) -> bool:
    approval = child.newest("F08")
    return approval is not None and not approval.get("decision")


def _to_be_submitted(child: Child) -> bool:
    """Not admitted, papers on the way, no F08 that is pending or agreed."""
    approval = child.newest("F08")
    open_ = approval is None or approval.get("decision") in ("2", "3")
    return open_ and (_waiting(child) or (_lead(child) and bool(child.all("F04"))))


def _in_hospital(child: Child) -> bool:
    visit = child.newest("F24")
    return child.whereabouts == "HOSPITAL" and visit is not None and not visit.get("discharge_at")


def _to_depart(child: Child) -> bool:
    """The newest request is not refused, and the child has not gone yet."""
    request = child.newest("F26")
    return request is not None and not request.get("depart_at") and request.get("decision") != "2"


def _on_the_way(child: Child) -> bool:
    request = child.newest("F26")
    return request is not None and bool(request.get("depart_at")) and not request.get("return_at")


def _mode(*modes: str) -> Callable[[Child], bool]:
    return lambda child: child.status == "IN_CARE" and child.care_mode in modes


def _to_be_placed(child: Child) -> bool:
    """An agreement waits for its first day."""
    return _mode("INSTITUTION", "FAMILY_HOME")(child) and any(
        r.state != "void" and r.text("end_on") >= child.house.today.isoformat()
        for r in child.all("F16")
    )


def _to_be_renewed(child: Child) -> bool:
    """The window before the end of the agreement is open."""
    agreement = foster.last_agreement(child, child.house.today)
    end = agreement.date("end_on") if agreement else None
    return _mode("FOSTER")(child) and end is not None and addm(end, -2) <= child.house.today


def _still_paid(child: Child) -> bool:
    case = child.newest("F54")
    return child.left_at is not None and case is not None and running(case)


def _not_disposed(child: Child) -> bool:
    death = child.newest("F51")
    return death is not None and not death.get("disposed_on")


def _to_be_sent(child: Child) -> bool:
    assessed = child.newest("F45")
    return child.status == "IN_CARE" and assessed is not None and assessed.get("suitable") == "1"


def _in_case(child: Child) -> bool:
    return child.status == "ADOPTION" and adoption.open_case(child) is not None


def _registered(child: Child) -> bool:
    case = adoption.case_of(child)
    return child.status == "ADOPTION" and case is not None and bool(case.get("registered_on"))


#: Steps tried, in the order of §1.4.
_TRIALS: tuple[_Trial, ...] = (
    _Trial("F02", {"decision": "1", "arrived_at": _NOW}, _lead, new=True),
    _Trial("F02", {"decision": "2"}, _lead, new=True, offered=True),
    _Trial("F08", {"submitted_on": _TODAY}, _to_be_submitted, "报民政部门审核", new=True),
    _Trial("F08", {"decision": "1", "decided_on": _TODAY}, _undecided, "登记民政审核结论", "F08+"),
    _Trial("F02", {"admitted_on": _TODAY},
           lambda child: _waiting(child) or (_lead(child) and bool(child.all("F08")))),
    _Trial("F50", {"cause": "L1", "left_at": _NOW},
           lambda child: _waiting(child) and bool(claims(child)), new=True),
    _Trial("F46", {"topic": meetings.ADOPTION, "held_at": _NOW, "children": _CHILD}, _to_be_sent,
           "集体研究送养", "T15", new=True),
    _Trial("F47", {}, lambda child: child.status == "ADOPTION" and not child.all("F47"),
           "登记送养办理", "F47", new=True),
    _Trial("F47", {"registered_on": _TODAY}, _in_case, "登记收养", "T17"),
    _Trial("F47", {"end_reason": "1", "ended_on": _TODAY}, _in_case, offered=True),
    _Trial("F50", {"cause": "L3", "left_at": _NOW}, _registered, new=True),
    _Trial("F50", {"cause": "L4", "left_at": _NOW},
           lambda child: child.status == "ADULT_PENDING", new=True),
    _Trial("F24", {"discharge_at": _NOW}, _in_hospital, "出院返回"),
    _Trial("F26", {"depart_at": _NOW}, _to_depart, "出发跨省就医", "F26+"),
    _Trial("F26", {"return_at": _NOW}, _on_the_way, "跨省就医返回", "F26-"),
    _Trial("F51", {"disposed_on": _TODAY}, _not_disposed, "登记遗体处置", "F51+"),
    _Trial("F54", {"reduced_on": _TODAY}, _still_paid, "登记系统减员", "F54+"),
    _Trial("F52", {}, lambda child: child.status in GONE, id="T30", new=True, signed=True),
    _Trial("F53", {"kind": "2", "done_on": _TODAY}, lambda child: child.status == "FILE_CLOSED",
           new=True),
    _Trial("F16", {"is_renewal": True, "signed_on": _TODAY}, _to_be_renewed, "续签寄养协议",
           "T13", new=True),
    _Trial("F12", {"from_mode": "FOSTER", "to_mode": "INSTITUTION", "effective_at": _NOW},
           _mode("FOSTER"), "接回机构", "T14", new=True, offered=True),
    _Trial("F12", {"from_mode": "INSTITUTION", "to_mode": "FAMILY_HOME"}, _mode("INSTITUTION"),
           "入住类家庭", "T10", new=True, offered=True),
    _Trial("F12", {"from_mode": "FAMILY_HOME", "to_mode": "INSTITUTION"}, _mode("FAMILY_HOME"),
           "回机构集中抚养", "T11", new=True, offered=True),
    _Trial("F16", {"is_renewal": False, "signed_on": _TODAY},
           _mode("INSTITUTION", "FAMILY_HOME"), "签订寄养协议", "F16", new=True, offered=True),
    _Trial("F12", {"to_mode": "FOSTER", "effective_at": _NOW}, _to_be_placed, "送到寄养家庭", "T12",
           new=True),
)  # fmt: skip


def steps(child: Child) -> list[Step]:
    """Every step that may come next for a child at the moment of its house, the open ones first."""
    found = [step for trial in _TRIALS if trial.fits(child) and (step := _tried(child, trial))]
    return sorted(found, key=lambda step: (step.offered, not step.open))


def _tried(child: Child, trial: _Trial) -> Step | None:
    now = child.house.now
    present = {_NOW: now.strftime("%Y-%m-%dT%H:%M"), _TODAY: now.date().isoformat(),
               _CHILD: [child.id]}  # fmt: skip
    values = {name: present.get(value, value) for name, value in trial.values.items()}
    before = None if trial.new else child.newest(trial.form)
    start = before or Record(id="", form=trial.form, form_no="", child=child.id)
    record = msgspec.structs.replace(start, body=start.body | values)
    situation = Situation(
        form=FORMS[trial.form], record=record, house=child.house, now=now, child=child,
        before=before, step="continue" if before else "submit",
    )  # fmt: skip
    transition = transitions.triggered(situation) or transitions.TRANSITIONS.get(trial.id)
    if transition is None and not trial.title:
        return None
    if transition is not None and (child.status or "LEAD") not in transition.origin:
        return None
    name = transition.id if transition else trial.id or trial.form
    if trial.signed and transition is not None:
        found = transitions.guards(situation, transition)
    else:
        found = rules.gates(situation)
    gaps = tuple(_gap(child, situation, name, p) for p in found)
    return Step(
        id=name, title=trial.title or (transition.trigger if transition else ""), form=trial.form,
        record=before.id if before else "", target=transition.target if transition else "",
        gaps=tuple(g for g in gaps if not _own(g, trial)),
        asks=tuple(g.problem for g in gaps if _own(g, trial)), offered=trial.offered,
        signed=trial.signed,
    )  # fmt: skip


def _own(gap: Gap, trial: _Trial) -> bool:
    return gap.form == trial.form and not gap.problem.clause


def _gap(child: Child, s: Situation, step: str, problem: Problem) -> Gap:
    form = _mends(child, s, step, problem)
    # What its own field names is filled anew: an item of the file, a report.
    known = None if problem.field == form else child.newest(form)
    return Gap(problem, form, known.id if known else "")


def _mends(child: Child, s: Situation, step: str, problem: Problem) -> str:
    """The form in which a gap is mended: the clause row's, else the one that has the field."""
    if problem.field in FORMS:
        return str(problem.field)
    row = row_of(problem.clause) if problem.clause else None
    if row is not None:
        return next((f for f in row.forms if f in FORMS), s.form.id)
    for form in FORMS.values():
        record = s.record if form.id == s.form.id else child.newest(form.id)
        names = {f.name for f in needed(form, step) if record and empty(record.get(f.name))}
        if problem.field in names:
            return form.id
    return s.form.id
