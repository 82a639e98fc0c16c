"""Harm to a child: to the police at once, to civil affairs at the same time (C11.12, C11.13)."""

from __future__ import annotations

from datetime import datetime, timedelta

from welfare_desktop.domain.deadlines import instant, judged_at, soft_minutes
from welfare_desktop.domain.house import House
from welfare_desktop.domain.ladder import harmed, report_of, victim
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules.shapes import institution, on_with, subject_of
from welfare_desktop.domain.rules.verdict import Finding, Remedy, Row, Subject, Word

_DAY_MINUTES = 24 * 60
_TOGETHER_MINUTES = 60


def ladder(
    house: House, start: datetime, done: datetime | None, now: datetime
) -> tuple[Word, str, datetime]:
    """DL-12: DUE or PASS within the red line, WARN after it, BREACH after a day."""
    red = int(house.param("instant_minutes", now.date()))
    done = done if done is None or done <= now else None
    minutes, words = instant(start, done, now, red)
    in_time: Word = "DUE" if done is None else "PASS"
    verdict: Word = in_time if minutes <= red else "WARN" if minutes <= _DAY_MINUTES else "BREACH"
    return verdict, words, start + timedelta(minutes=red)


def _subject(house: House, child_id: str) -> Subject:
    child = house.child(child_id)
    return subject_of(child) if child is not None else institution(house)


def _unreported(house: House) -> list[tuple[str, datetime]]:
    """Children harmed by what an F31 tells, with its time, for whom no F61 was saved."""
    out = []
    for event in house.of("F31"):
        found = event.at("found_at")
        if found is None or not harmed(event):
            continue
        named = event.get("children") or ([event.child] if event.child else [])
        out += [(str(c), found) for c in named if report_of(house, event, str(c)) is None]
    return out


def _c11_12(house: House, now: datetime) -> list[Finding]:
    out = []
    for report in house.of("F61"):
        found, subject = report.at("found_at"), _subject(house, victim(report))
        if found is None or found > now:
            continue
        done = judged_at(report, "police_at")
        if report.state == "approved" and done is None:
            words = "强制报告已办结，没有报案时间"
            out.append(Finding(subject=subject, verdict="BREACH", arithmetic=words,
                               remedy=on_with(report, "F61")))  # fmt: skip
            continue
        verdict, words, due = ladder(house, found, done, now)
        out.append(
            Finding(subject=subject, verdict=verdict, arithmetic=f"发现侵害后报案：{words}",
                    due=due.date(), remedy=on_with(report, "F61"))
        )  # fmt: skip
    for child, found in _unreported(house):
        verdict, words, due = ladder(house, found, None, now)
        words = f"异常记录疑似侵害，没有强制报告：{words}"
        out.append(Finding(subject=_subject(house, child), verdict=verdict, arithmetic=words,
                           due=due.date(), remedy=Remedy("F61")))  # fmt: skip
    return out


def _reported(house: House, report: Record) -> datetime | None:
    """When civil affairs heard: in F61, or by an F70 about it."""
    told = [judged_at(report, "mz_at")] if report.get("mz_at") else []
    told += [
        judged_at(r, "sent_at") for r in house.of("F70")
        if r.get("type") == "HARM" and r.get("about") == report.id
    ]  # fmt: skip
    return min((at for at in told if at is not None), default=None)


def _c11_13(house: House, now: datetime) -> list[Finding]:
    out = []
    for report in house.of("F61"):
        subject, police = _subject(house, victim(report)), judged_at(report, "police_at")
        told = _reported(house, report)
        if police is None or police > now:
            words = "报案的同时报告主管民政部门"
            out.append(Finding(subject=subject, verdict="DUE", arithmetic=words,
                               remedy=on_with(report, "F61")))  # fmt: skip
            continue
        outcome = soft_minutes(police, _TOGETHER_MINUTES, now, told)
        words = f"报案后报告主管民政部门：{outcome.arithmetic}"
        out.append(Finding(subject=subject, verdict=outcome.verdict, due=outcome.due,
                           arithmetic=words, remedy=on_with(report, "F61")))  # fmt: skip
    return out


ROWS: tuple[Row, ...] = (
    Row(id="C11.12", obligation="立即向公安机关报案", obliged="机构", source="S11",
        forms=("F61", "F31"), judge=_c11_12, by_minute=True, offers="deadline", reads=("F61.police_at",)),
    Row(id="C11.13", obligation="同时向主管民政部门报告", obliged="机构", source="D",
        forms=("F61", "F70"), judge=_c11_13, by_minute=True, offers="deadline",
        reads=("F61.police_at", "F61.mz_at")),
)  # fmt: skip
