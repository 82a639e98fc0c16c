"""Gates before F08 and admission (lifecycle.md §1.4, §1.5): false guards in handbook order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec

from welfare_desktop.domain.forms.f05_entry_exam import DEFAULT_PANEL
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules.admission import unconfirmed_before
from welfare_desktop.domain.rules.facts import (
    claims,
    found_division,
    outstanding,
    panel,
    tests,
    wants_notice,
)
from welfare_desktop.domain.situation import Problem, Situation

Guard = Callable[[Child, Situation], list[Problem]]


def _no(clause: str, sentence: str, *, opens: date | None = None, soft: bool = False,
        field: str | None = None) -> list[Problem]:  # fmt: skip
    return [Problem(sentence=sentence, clause=clause, opens_on=opens, soft=soft, field=field)]


def police_report(child: Child, _: Situation) -> list[Problem]:
    """C1.03: reported to the police where the child was found."""
    report = child.newest("F03")
    if report is None or not report.get("police_reported_at"):
        return _no(
            "C1.03", "还没有向发现地公安机关报案的记录，请先填《弃婴（儿）捡拾报案登记表》。"
        )
    if report.get("police_div") != report.get("found_div"):
        return _no("C1.03", "受理报案的公安机关不在发现地，请向发现地公安机关报案。")
    return []


def certificate(child: Child, _: Situation) -> list[Problem]:
    """C1.04: certificate A02 by the police of the discovery county."""
    report = child.newest("F03")
    filed = report is not None and (report.get("cert_file") or report.has_paper("A02"))
    if report is None or not filed:
        return _no("C1.04", "缺《捡拾弃婴（儿）报案证明》，请取得后在捡拾报案登记表续填。")
    if report.get("cert_issuer_div") != found_division(child):
        return _no("C1.04", f"报案证明应由发现地{found_division(child)}公安机关出具。")
    if not report.get("cert_on"):
        return _no("C1.04", "请续填报案证明的出具日期。")
    return []


def notice_over(child: Child, s: Situation) -> list[Problem]:
    """C1.09: the notice period has run; the day of submission counts."""
    notice = child.newest("F06")
    if notice is None:
        return _no("C1.09", "还没有发布寻亲公告，请先填《寻亲公告登记表》。")
    day = (s.date("submitted_on") if s.form.id == "F08" else None) or s.now.date()
    waiting = child.house.waiting_of(notice)
    if waiting is None:
        return _no("C1.09", "公告日期不全，请更正《寻亲公告登记表》。")
    if day >= waiting.opens:
        return []
    why = ""
    if waiting.last != waiting.raw:
        why = f"（{waiting.days}日届满日{waiting.raw:%m-%d}为法定休假日，顺延）"
    note = f"（{waiting.note}）" if waiting.note else ""
    sentence = f"公告期满日为{waiting.last}{why}，可报审日期{waiting.opens}{note}"
    return _no("C1.09", sentence, opens=waiting.opens)


def no_open_claim(child: Child, _: Situation) -> list[Problem]:
    """C1.10: every claim closed, none confirmed."""
    states = [row.get("state") for row in claims(child)]
    if "3" in states:
        return _no("C1.10", "认领已成立，应办理领回，不能报审入院。")
    if any(s in (None, "1") for s in states):
        return _no("C1.10", "有认领还没核实，请先续填核实结果。")
    return []


def dna(child: Child, s: Situation) -> list[Problem]:
    """C1.11: 无比中 with A07; a result before the notice ended wants confirmation (gate-S)."""
    sample = child.newest("F07")
    if sample is None:
        return _no("C1.11", "还没有DNA采血比对记录，请先填《DNA采血与信息比对登记表》。")
    if sample.get("result_code") == "2":
        return _no("C1.11", "DNA比中亲属，应核实并办理领回，不能报审入院。")
    if sample.get("result_code") != "1" or not sample.get("result_on"):
        return _no("C1.11", "DNA比对结果未出，取得“无比中”结果后才能报审。")
    if not (sample.get("result_file") or sample.has_paper("A07")):
        return _no("C1.11", "缺DNA信息比对结果文书，请续填并附上。")
    return _late_match(child, sample)


def _late_match(child: Child, sample: Record) -> list[Problem]:
    last = unconfirmed_before(child, sample)
    if last is None:
        return []
    sentence = (
        f"DNA结果出于{sample.date('result_on')}，早于公告期满日{last}："
        "请附公安复核确认，或写明理由由院长确认。"
    )
    return _no("C1.11", sentence, soft=True)


def approver(child: Child, s: Situation) -> list[Problem]:
    """C1.12: a foundling's F08 goes to the county of discovery."""
    if s.form.id != "F08":
        return []
    wanted, given = found_division(child), s.get("approver_div")
    if child.cause == "A1" and given and wanted and given != wanted:
        sentence = f"弃婴（儿）由发生地民政部门审核，审核区划应为{wanted}，不是{given}。"
        return _no("C1.12", sentence, field="approver_div")
    return []


def examined(child: Child, _: Situation) -> list[Problem]:
    """C1.05, C1.06: examined, every default test with a result or an exemption."""
    exam = child.newest("F05")
    if exam is None:
        return _no("C1.05", "还没有入院体检，请先填《入院体检与传染病检查表》。")
    items = panel(child)
    waiting = tests([c for c in DEFAULT_PANEL if c not in items] + outstanding(items))
    if waiting:
        return _no("C1.06", f"传染病检查没有结果：{waiting}。请续填体检表。")
    return []


def approved(child: Child, s: Situation) -> list[Problem]:
    """C1.12, C1.13: F08 同意, not earlier than the gate; admitted on or after it."""
    approval = child.newest("F08")
    if approval is None or approval.get("decision") != "1":
        return _no("C1.12", "民政部门还没有审核同意，不能办理正式入院。")
    decided = approval.date("decided_on")
    notice = child.newest("F06")
    period = child.house.waiting_of(notice) if notice and wants_notice(child) else None
    opens = period.opens if period else None
    if decided is not None and opens is not None and decided < opens:
        return _no("C1.12", f"审核日期{decided}早于可报审日期{opens}，请核对。", opens=opens)
    day = s.date("admitted_on")
    if decided is not None and day is not None and day < decided:
        return _no("C1.13", f"正式入院日期不能早于审核日期{decided}。", field="admitted_on")
    return []


def basis(child: Child, _: Situation) -> list[Problem]:
    """F04 complete for the cause (§1.5): first its presence, then its own needed fields."""
    record = child.newest("F04")
    if record is None:
        return [Problem(sentence="请先填《其他入院情形依据材料登记表》。", field="F04")]
    return []


_FOUNDLING: tuple[Guard, ...] = (
    police_report, certificate, notice_over, no_open_claim, dna,
)  # fmt: skip
#: Guards of a cause, in the order of §1.5 (first letter or whole code).
OF_CAUSE: dict[str, tuple[Guard, ...]] = {
    "A1": _FOUNDLING,
    "A2": (basis, notice_over, no_open_claim, dna),
    "A3": (basis, dna),
    "B": (basis,), "G": (basis,), "D": (basis,), "E": (basis,), "T": (basis,),
}  # fmt: skip


def of_cause(child: Child) -> tuple[Guard, ...]:
    """Guards of the child's admission cause."""
    return OF_CAUSE.get(child.cause) or OF_CAUSE.get(child.cause[:1], ())


def run(guards: tuple[Guard, ...], child: Child, s: Situation) -> list[Problem]:
    """Problems of several guards, in order."""
    return [problem for guard in guards for problem in guard(child, s)]


class _Point(msgspec.Struct, frozen=True):
    """A guard as F08 lists it: its clause, its name, and where its day stands."""

    clause: str
    name: str
    form: str
    day: str


_POINTS: dict[Guard, _Point] = {
    police_report: _Point("C1.03", "向发现地公安机关报案", "F03", "police_reported_at"),
    certificate: _Point("C1.04", "捡拾弃婴（儿）报案证明", "F03", "cert_on"),
    notice_over: _Point("C1.09", "寻亲公告期满", "F06", "opens_on"),
    no_open_claim: _Point("C1.10", "没有未结认领", "F06", "opens_on"),
    dna: _Point("C1.11", "DNA信息比对无比中", "F07", "result_on"),
    basis: _Point("C1.01", "入院依据材料", "F04", ""),
    examined: _Point("C1.06", "入院体检和传染病检查", "F05", "exam_at"),
}  # fmt: skip


def check_list(child: Child, s: Situation) -> list[dict[str, Any]]:
    """F08 要件核对: each guard of the cause with ✓ or ✗ and the day of what it rests on."""
    out = []
    here = (examined,) if child.arrived_at is not None else ()
    for guard in (*of_cause(child), *here):
        point = _POINTS[guard]
        record = child.newest(point.form)
        day = record.date(point.day) if record is not None and point.day else None
        row = {
            "guard": point.name, "clause": point.clause, "met": not guard(child, s),
            "on": day.isoformat() if day else None,
        }  # fmt: skip
        out.append({k: v for k, v in row.items() if v is not None})
    return out


def approval_of_admission(s: Situation) -> list[Problem]:
    """F08: the guards of the cause, and the county it goes to."""
    if s.child is None or s.step not in ("submit", "view", "correct"):
        return []
    cause = run(of_cause(s.child), s.child, s) if s.step != "correct" else []
    return cause + approver(s.child, s)


def isolation(s: Situation) -> list[Problem]:
    """C1.06 (gate-S): no common ward before isolation is lifted."""
    child = s.house.child(str(s.get("child") or s.record.child or ""))
    if child is None or child.intake is None or child.intake.get("isolation") is not True:
        return []
    exam = child.newest("F05")
    if exam is not None and exam.get("cleared_at"):
        return []
    ward = s.house.record("X02", str(s.get("to_ward")))
    if ward is not None and ward.get("kind") != "3" and s.get("to_ward") != child.ward:
        return _no("C1.06", "隔离观察未解除，移入普通区域须写明理由并由院长确认。", soft=True)
    return []
