"""Transitions of status: what brings each about and what stands before it (lifecycle.md §1.4)."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.lifecycle import GONE, PRESENT
from welfare_desktop.domain.rules import adulthood, gates, leaving, sending
from welfare_desktop.domain.rules.care import care_change
from welfare_desktop.domain.rules.entry import refusal_reports
from welfare_desktop.domain.situation import Problem, Situation
from welfare_desktop.domain.values import empty, needed


class Transition(msgspec.Struct, frozen=True):
    """One row of §1.4."""

    id: str
    origin: tuple[str, ...]
    target: str
    trigger: str
    guards: tuple[gates.Guard, ...] = ()
    by_cause: bool = False


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


TRANSITIONS: dict[str, Transition] = {
    t.id: t
    for t in (
        Transition("T-0", (), "IN_CARE", "建账"),
        Transition("T00", ("LEAD",), "", "不予接收", (_lawful_refusal,)),
        Transition("T01", ("LEAD",), "TEMP_CARE", "儿童到院"),
        Transition("T02", ("LEAD",), "TEMP_GUARD", "受托临时监护", (_agreement,)),
        Transition("T03", ("TEMP_CARE",), "LEFT_REUNITED", "认领成立，领回",
                   (leaving.harm_told, leaving.claim_proved)),
        Transition("T04", ("TEMP_CARE",), "IN_CARE", "审核同意后正式入院",
                   (gates.examined, gates.approved), by_cause=True),
        Transition("T04b", ("LEAD",), "IN_CARE", "材料齐全直接入院", (gates.approved,),
                   by_cause=True),
        Transition("T05", ("TEMP_GUARD",), "IN_CARE", "转为长期监护",
                   (_agreement_over, gates.approved), by_cause=True),
        Transition("T06", ("TEMP_GUARD",), "LEFT_ENTRUST_END", "委托期满或监护人恢复监护"),
        Transition("T15", ("IN_CARE",), "ADOPTION", "集体研究同意送养"),
        Transition("T16", ("ADOPTION",), "IN_CARE", "送养终止"),
        Transition("T17", ("ADOPTION",), "LEFT_ADOPTED", "收养登记后离院", (sending.evaluated,)),
        Transition("T18", ("IN_CARE",), "LEFT_TRANSFER", "转其他机构",
                   (leaving.handed_over,)),
        Transition("T19", ("IN_CARE",), "LEFT_REUNITED", "回归家庭"),
        Transition("T20", ("IN_CARE", "ADOPTION"), "ADULT_PENDING", "年满十八周岁"),
        Transition("T21", ("ADULT_PENDING",), "LEFT_PLACED", "成年安置",
                   (adulthood.carried_out,)),
        Transition("T22", tuple(PRESENT), "DECEASED", "死亡"),
        Transition("T23", tuple(PRESENT), "LEFT_OTHER", "其他离院", (leaving.other_ground,)),
        Transition("T30", GONE, "FILE_CLOSED", "档案归结", (leaving.file_whole,)),
        Transition("T31", ("FILE_CLOSED",), "FILE_TRANSFERRED", "档案移交"),
    )
}  # fmt: skip


def triggered(s: Situation) -> Transition | None:
    """The transition of status that a step would bring about."""
    child = s.child
    if child is None:
        return None
    status = leaving.status_then(child, s) if s.form.id in leaving.FORMS else child.status
    find = _TRIGGERS.get(s.form.id)
    name = find(child, status, s) if find is not None else None
    return TRANSITIONS[name] if name else None


def _intake(child: Child, status: str | None, s: Situation) -> str | None:
    """F02: not taken in, arrived, formally admitted."""
    if s.get("decision") in ("2", "3"):
        return "T00" if status is None else None
    if s.filled_now("admitted_on"):
        return {"TEMP_CARE": "T04", "TEMP_GUARD": "T05", None: "T04b"}.get(status)
    if status is None and s.get("arrived_at"):
        return "T02" if child.cause.startswith("T") else "T01"
    return None


def _death(child: Child, status: str | None, s: Situation) -> str | None:
    return "T22" if status in PRESENT else None


def _handed_to_archive(child: Child, status: str | None, s: Situation) -> str | None:
    return "T31" if s.get("kind") == "2" and status == "FILE_CLOSED" else None


Trigger = Callable[[Child, "str | None", Situation], "str | None"]
#: Form → which transition a step with it would bring about.
_TRIGGERS: dict[str, Trigger] = {
    "F02": _intake,
    "F46": sending.sent,
    "F47": sending.ended,
    "F49": leaving.transferred,
    "F50": leaving.exit_of,
    "F51": _death,
    "F53": _handed_to_archive,
}


def guards(s: Situation, transition: Transition) -> list[Problem]:
    """Every false guard: those of the cause, those of the transition, then missing fields."""
    child = s.child
    if child is None:
        return []
    first = gates.of_cause(child) if transition.by_cause else ()
    found = gates.run((*first, *transition.guards), child, s)
    return found + missing_for(child, s, transition.id)


def care_mode_fields(s: Situation) -> list[Problem]:
    """F12: what the change of care mode (T10–T12, T14) wants filled."""
    name = care_change(s.record)
    if s.child is None or name is None or s.record.basis != "normal":
        return []
    return missing_for(s.child, s, name)


#: Needed fields that a guard of their own asks for, with more to say than that they are empty.
_BY_GUARD = ("F07.late_confirm", "F45.child_view")


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
            and f"{form.id}.{f.name}" not in _BY_GUARD
        ]  # fmt: skip
    return out
