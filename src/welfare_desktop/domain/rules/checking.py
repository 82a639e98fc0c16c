"""Background checks of the staff: before the work, every year, and what a record means (C11.08–C11.11)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from welfare_desktop.domain import background
from welfare_desktop.domain.deadlines import fixed, last_day, repeated, soft_days
from welfare_desktop.domain.house import House
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules.shapes import on_with
from welfare_desktop.domain.rules.verdict import (
    BEFORE_OPENING,
    Finding,
    Remedy,
    Row,
    Subject,
    Word,
)
from welfare_desktop.domain.situation import Problem, Situation
from welfare_desktop.domain.staffing import serving

_FRESH_DAYS = 90
_DISMISSED_IN = 7
_AHEAD = timedelta(days=62)
_AT_WORK, _SUSPENDED = "2", "3"


def subject_of(person: Record) -> Subject:
    """The subject of somebody of the staff."""
    return Subject("staff", person.form_no, person.text("name"), person.id)


def _found(
    subject: Subject, verdict: Word, words: str, due: date | None = None, note: str = "",
    remedy: Remedy | None = None,
) -> Finding:  # fmt: skip
    """Without a remedy of its own, the person is asked about anew."""
    known = {"subject_type": "2", "subject": subject.record, "person_name": subject.label}
    return Finding(subject=subject, verdict=verdict, arithmetic=words, due=due, note=note,
                   remedy=remedy or Remedy("F65", values=known))  # fmt: skip


def _c11_08(house: House, now: datetime) -> list[Finding]:
    out = []
    for person in house.staff:
        subject, hired = subject_of(person), person.date("hired_on")
        if not serving(person, now.date()) or hired is None:
            out.append(_found(subject, "NA", "不在岗"))
        elif house.go_live_on is not None and hired < house.go_live_on:
            out.append(_found(subject, "NA", "启用日期前入职", note=BEFORE_OPENING))
        else:
            out.append(_before_work(house, person, subject, hired))
    return out


def _before_work(house: House, person: Record, subject: Subject, hired: date) -> Finding:
    told = background.answered(background.of_staff(house, person), hired)
    if not told or told[-1].get("result") != background.CLEAR:
        return _found(subject, "BREACH", f"{hired}入职，此前没有“未发现”的查询结果")
    replied = date.fromisoformat(told[-1].text("replied_on"))
    words = f"{replied}查询未发现，{hired}入职，相隔{(hired - replied).days}日"
    if last_day(replied, _FRESH_DAYS) < hired:
        return _found(subject, "WARN", f"{words}，超过{_FRESH_DAYS}日")
    return _found(subject, "PASS", words)


def _c11_09(house: House, now: datetime) -> list[Finding]:
    out = []
    for person in house.staff:
        subject = subject_of(person)
        if not serving(person, now.date()):
            out.append(_found(subject, "NA", "不在岗"))
            continue
        told = background.answered(background.of_staff(house, person), now.date())
        if not told:
            out.append(_found(subject, "OVERDUE", "在岗而没有从业查询结果"))
            continue
        outcome = repeated(date.fromisoformat(told[-1].text("replied_on")), 12, now.date())
        out.append(_found(subject, outcome.verdict, outcome.arithmetic, outcome.due))
    return out


def _person(house: House, query: Record) -> Record | None:
    """The staff record that a query is about."""
    own = house.record("F64", query.text("subject"))
    if own is not None:
        return own
    return next(
        (p for p in house.staff if query.id in {q.id for q in background.of_staff(house, p)}), None
    )


def _about(house: House, query: Record) -> Subject:
    person = _person(house, query)
    if person is not None:
        return subject_of(person)
    return Subject("staff", query.form_no, query.text("person_name"), query.id)


def _c11_10(house: House, now: datetime) -> list[Finding]:
    own = house.institution.text("div") if house.institution else ""
    out = []
    for query in house.of("F65"):
        there, subject = query.text("police_div"), _about(house, query)
        word: Word = "PASS"
        if not there or not own:
            word, words = "UNKNOWN", "查询公安机关的区划未填"
        elif there == own:
            words = f"向机构所在地{own}公安机关查询"
        else:
            word, words = "WARN", f"向{there}公安机关查询，机构在{own}"
        out.append(_found(subject, word, words, remedy=on_with(query, "F65")))
    return out


def _signed_by(record: Record, names: Iterable[str]) -> set[str]:
    marks = [record.get(name) for name in names]
    return {str(m["by"]) for m in marks if isinstance(m, dict) and "by" in m}


def duties_after(house: House, person: str, since: datetime) -> list[Record]:
    """Duty entries of somebody after a minute: rounds and handovers signed, shifts planned."""
    signed = {"F30": ("by",), "F32": ("by_in", "by_out")}
    out = [
        r for form, names in signed.items()
        for r in house.within(form, since, house.now + timedelta(minutes=1))
        if person in _signed_by(r, names) and r.happened and r.happened > since
    ]  # fmt: skip
    return out + future_shifts(house, person, since)


def future_shifts(house: House, person: str, since: datetime) -> list[Record]:
    """Shifts that begin after a minute for which somebody is on the roster."""
    until = max(since, house.now) + _AHEAD
    return [
        r for r in house.within("F67", since, until)
        if (start := r.at("planned_from")) and start > since
        and person in (*(r.get("staff_list") or ()), r.get("leader"), r.get("medic"))
    ]  # fmt: skip


def _c11_11(house: House, now: datetime) -> list[Finding]:
    out = []
    for query in house.of("F65"):
        since = background.known_at(query)
        if query.get("result") != background.RECORDED or since is None or since > now:
            continue
        person, subject = _person(house, query), _about(house, query)
        if person is None:
            out.append(_not_hired(query, subject, since, now))
        else:
            out.append(_dismissed(house, query, person, since, now))
    return out


def _not_hired(query: Record, subject: Subject, since: datetime, now: datetime) -> Finding:
    if query.get("action"):
        return _found(subject, "PASS", f"{since:%Y-%m-%d}查询有记录，已处理")
    outcome = fixed(since.date(), now.date())
    return _found(subject, outcome.verdict, f"查询有记录，处理未登记，{outcome.arithmetic}",
                  outcome.due, remedy=on_with(query, "F65"))  # fmt: skip


def _dismissed(
    house: House, query: Record, person: Record, since: datetime, now: datetime
) -> Finding:
    subject, start = subject_of(person), f"{since:%Y-%m-%d %H:%M}"
    remedy = on_with(person, "F64")
    worked = duties_after(house, person.id, since)
    if worked:
        return _found(subject, "BREACH", f"{start}查询有记录，其后仍有{len(worked)}条当班记录",
                      remedy=remedy)  # fmt: skip
    if person.get("state") == _AT_WORK:
        return _found(subject, "BREACH", f"{start}查询有记录，仍登记为在岗", remedy=remedy)
    left = person.date("left_on") or (
        query.date("action_on") if query.get("action") in ("1", "2") else None
    )
    outcome = soft_days(since.date(), _DISMISSED_IN, now.date(), left)
    return _found(subject, outcome.verdict, f"{start}查询有记录，解聘：{outcome.arithmetic}",
                  outcome.due, remedy=remedy)  # fmt: skip


def into_work(s: Situation) -> list[Problem]:
    """F64 (gate-H): nobody is 在岗 without a clear reply by the day of hiring, or with a record."""
    was = s.before.get("state") if s.before is not None else None
    if s.get("state") != _AT_WORK or was == _AT_WORK or s.record.basis != "normal":
        return []
    hired = s.date("hired_on") or s.now.date()
    told = background.answered(background.of_staff(s.house, s.record), s.now.date())
    if told and told[-1].get("result") == background.RECORDED:
        sentence = "从业查询有记录，不得录用，在岗的应及时解聘。"
        return [Problem(sentence=sentence, clause="C11.11", field="state")]
    before = [q for q in told if q.text("replied_on") <= hired.isoformat()]
    if was == _SUSPENDED and told:
        return []
    if not before:
        sentence = f"入职（{hired}）前要有“未发现”的从业查询结果，请先查询，再改为在岗。"
        return [Problem(sentence=sentence, clause="C11.08", field="state")]
    replied = date.fromisoformat(before[-1].text("replied_on"))
    if last_day(replied, _FRESH_DAYS) < hired:
        sentence = f"从业查询结果是{replied}的，距入职已超过{_FRESH_DAYS}日，请重新查询。"
        return [Problem(sentence=sentence, clause="C11.08", field="state")]
    return []


def on_roster(s: Situation) -> list[Problem]:
    """F67 (gate-H): nobody with a record is put on duty."""
    named = {*(s.get("staff_list") or ()), s.get("leader"), s.get("medic")}
    if s.before is not None and not any(map(s.filled_now, ("staff_list", "leader", "medic"))):
        return []
    told = [
        p.text("name") for p in s.house.staff
        if p.id in named and background.recorded(s.house, p, s.now.date())
    ]  # fmt: skip
    if not told:
        return []
    sentence = f"{'、'.join(told)}从业查询有记录，不能排班，请另排。"
    return [Problem(sentence=sentence, clause="C11.11", field="staff_list")]


ROWS: tuple[Row, ...] = (
    Row(id="C11.08", obligation="应聘者违法犯罪记录查询", obliged="机构", source="S11",
        forms=("F65", "F64"), judge=_c11_08, offers="gate-H",
        reads=("F65.replied_on", "F65.result")),
    Row(id="C11.09", obligation="工作人员违法犯罪记录查询", obliged="机构", source="R:未保法 art.62",
        forms=("F65",), judge=_c11_09, offers="deadline", reads=("F65.replied_on", "F65.result")),
    Row(id="C11.10", obligation="按属地原则向基层公安机关或其派出机构查询", obliged="机构",
        source="S11", forms=("F65",), judge=_c11_10, offers="form", reads=("F65.police_div",)),
    Row(id="C11.11", obligation="有违法犯罪记录的，不得录用或及时解聘", obliged="机构", source="S11",
        forms=("F65", "F64", "F67", "F30", "F32"), judge=_c11_11, offers="gate-H",
        reads=("F65.result", "F65.action")),
)  # fmt: skip
