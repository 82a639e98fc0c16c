"""Raising children in the house: care plan, care mode, family homes (C2.01–C2.03)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from welfare_desktop.domain import foster
from welfare_desktop.domain.background import cleared
from welfare_desktop.domain.deadlines import addm, fixed, judged_on, soft_days
from welfare_desktop.domain.house import Child, House
from welfare_desktop.domain.lifecycle import CARE_CHANGES
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules.facts import admitted, opened_on
from welfare_desktop.domain.rules.shapes import child_row, finding, judged, on_with
from welfare_desktop.domain.rules.verdict import Finding, Remedy, Row, Subject, Word

_TRAITS = ("age_desc", "body_desc", "sex_temper_desc", "intellect_desc", "psych_desc")


def plans(child: Child) -> list[Record]:
    """Approved care plans (F11), by their start."""
    return [r for r in child.all("F11") if r.state == "approved"]


def _c2_01(child: Child, now: datetime) -> Finding | None:
    start = opened_on(child) or child.admitted_on
    if not admitted(child, now) or start is None:
        return None
    days = int(child.house.param("care_plan_days", now.date()))
    made = plans(child)
    first = judged_on(made[0], "plan_from") if made else None
    outcome = soft_days(start, days, now.date(), first)
    if not made:
        return judged(child, outcome, counted_from=start)
    newest = made[-1]
    due = newest.date("review_due")
    facts: dict[str, Any] = {"plan_from": newest.date("plan_from"), "review_due": due}
    if any(not newest.get(name) for name in _TRAITS):
        return finding(child, "UNKNOWN", "方案没有写全儿童的特点", due=due,
                       remedy=on_with(newest, "F11"), **facts)  # fmt: skip
    if due is not None and now.date() > due:
        return judged(child, fixed(due, now.date()), **facts)
    if len(made) == 1 and outcome.verdict == "WARN":
        return judged(child, outcome, **facts)
    return finding(child, "PASS", f"现行方案{facts['plan_from']}起，{due}前复评", due=due, **facts)


def _c2_02(child: Child, now: datetime) -> Finding | None:
    if not child.here_at(now):
        return None
    mode = child.state_at("care_mode", now)
    if mode is None:
        return finding(child, "BREACH", "在院而没有养育方式")
    changes = {r.id: r for r in child.all("F12")}
    for span in child.spans("care_mode"):
        if span.text("transition") not in CARE_CHANGES:
            continue
        form = changes.get(span.text("cause"))
        if form is None:
            return finding(child, "BREACH", "养育方式变更没有审批表", changed_at=span.happened)
        decided = form.date("decided_on")
        if decided is not None and span.happened is not None and span.happened.date() < decided:
            return finding(child, "BREACH", "养育方式先变更后审批", decided_on=decided,
                           remedy=on_with(form, "F12"))  # fmt: skip
    return finding(child, "PASS", "养育方式连续，变更均有审批", care_mode=mode)


def _c2_03(house: House, now: datetime) -> list[Finding]:
    day = now.date()
    out = []
    for home in house.of("F14"):
        opened, closed = home.date("opened_on"), home.date("closed_on")
        if opened is None or opened > day or (closed is not None and closed <= day):
            continue
        subject = Subject("family", home.form_no, home.text("home_name"), home.id)
        out.append(_home(house, home, subject, now))
    return out


def _home(house: House, home: Record, subject: Subject, now: datetime) -> Finding:
    day, couple = now.date(), home.rows("couple")
    living = foster.children_at(house, home.id, now)
    strict: Word = "BREACH" if living else "DUE"
    told, remedy = f"在住儿童{len(living)}名", on_with(home, "F14")
    if home.get("screen_result") != "1" or len(couple) != 2:
        words = f"夫妻筛选不符合或不全，{told}"
        return Finding(subject=subject, verdict=strict, arithmetic=words, remedy=remedy)
    unclear = [
        row
        for row in couple
        if cleared(house, str(row.get("name") or ""), str(row.get("id_no") or ""), day) is None
    ]
    if unclear:
        names = "、".join(str(row.get("name")) for row in unclear)
        words = f"{names}没有从业查询结果，{told}"
        return Finding(subject=subject, verdict=strict, arithmetic=words,
                       remedy=_query(home, unclear[0]))  # fmt: skip
    exams = [date.fromisoformat(str(row["health_on"])) for row in couple if row.get("health_on")]
    if len(exams) < 2:
        words = f"夫妻体检日期不全，{told}"
        return Finding(subject=subject, verdict="UNKNOWN", arithmetic=words, remedy=remedy)
    outcome = fixed(addm(min(exams), 12), day)
    verdict: Word = "PASS" if outcome.verdict == "DUE" else outcome.verdict
    words = f"夫妻已筛选、无犯罪记录，体检{min(exams)}，有效至{outcome.due}，{told}"
    return Finding(subject=subject, verdict=verdict, due=outcome.due, arithmetic=words,
                   remedy=remedy)  # fmt: skip


def _query(home: Record, person: dict[str, Any]) -> Remedy:
    """A background check (F65) of somebody of a couple."""
    told = {"person_name": person.get("name"), "person_id_no": person.get("id_no")}
    known = {name: value for name, value in told.items() if value}
    return Remedy("F65", values={"subject_type": "5", "subject": home.id} | known)


ROWS: tuple[Row, ...] = (
    child_row("C2.01", "个性化抚养方案", _c2_01, "F11", source="D", exempt=True, offers="deadline",
              anew=True),
    child_row("C2.02", "机构抚养、院内类家庭式养育", _c2_02, "F12", exempt=True, offers="form",
              anew=True),
    Row(id="C2.03", obligation="家庭式居所，筛选符合条件的夫妻", obliged="机构（鼓励）", source="S2",
        forms=("F14", "F65"), judge=_c2_03, offers="checklist",
        reads=("F14.screen_result",)),
)  # fmt: skip
