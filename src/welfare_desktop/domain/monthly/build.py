"""Rows of the month's tables from the house as it stood at the cut."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from welfare_desktop.domain import staffing
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.forms.computed import disability
from welfare_desktop.domain.house import Child, House
from welfare_desktop.domain.idnumber import masked
from welfare_desktop.domain.monthly import figures, lives, work
from welfare_desktop.domain.monthly.columns import TABLES
from welfare_desktop.domain.monthly.lives import at_text, before_cut, by_cut, day_text
from welfare_desktop.domain.monthly.month import Month, moves, opening_moment
from welfare_desktop.domain.monthly.staffing import month_figures
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules import check, rows_on
from welfare_desktop.domain.rules.shapes import end_of_day
from welfare_desktop.domain.rules.verdict import GRAVITY, Verdict

Row = dict[str, Any]
#: Days that P13 looks ahead.
_AHEAD = 60


def _settled(child: Child, month: Month) -> bool:
    """Registered by the cut; a roster tells it without a day."""
    hukou = child.hukou
    done = hukou.get("done_on") if hukou else None
    return hukou is not None and (not done or bool(before_cut(done, month)))


def _roster_row(child: Child, month: Month) -> Row:
    at = month.last_minute
    insurance = by_cut(child, "F10", month)
    id_no = child.record.text("id_no") or (child.hukou.text("id_no") if child.hukou else "")
    intake = child.intake
    return {
        "file_no": child.file_no,
        "name": child.name,
        "sex": child.sex,
        "birth_date": day_text(child.birth_date),
        "ethnic": child.record.text("ethnic"),
        "id_no_masked": masked(id_no),
        "adm_cause": child.cause,
        "arrived_on": day_text(intake.get("arrived_at") if intake else None),
        "admitted_on": before_cut(child.admitted_on, month),
        "status": child.status_at(at) or "",
        "care_mode": child.state_at("care_mode", at) or "",
        "whereabouts": child.state_at("whereabouts", at) or "",
        "selfcare": str(staffing.level_of(child, at)),
        "disability": disability(by_cut(child, "F23", month)),
        "hukou_done": "Y" if _settled(child, month) else "N",
        "insurance_state": insurance[-1].text("state") if insurance else "",
        "benefit_state": lives.benefit_state(child, month),
    }


def _p01(house: House, month: Month) -> list[Row]:
    return [_roster_row(c, month) for c in house.children if c.here_at(month.last_minute)]


def _p02(house: House, month: Month) -> list[Row]:
    return [
        _addition(child, move.at, month)
        for child in house.children for move in moves(child, month) if move.entry
    ]  # fmt: skip


def _addition(child: Child, at: datetime, month: Month) -> Row:
    police, intake = child.newest("F03"), child.intake
    notices = by_cut(child, "F06", month)
    notice = notices[-1] if notices else None
    return {
        "file_no": child.file_no,
        "name": child.name,
        "adm_cause": child.cause,
        "source": intake.text("referral_source") if intake else "",
        "arrived_at": at_text(child.arrived_at or at),
        "police_cert_no": police.text("cert_no") if police else "",
        "notice_on": day_text(notice.get("published_on") if notice else None),
        "opens_on": day_text(notice.get("opens_on") if notice else None),
        "stage": child.status_at(month.last_minute) or "",
    }


def _p07(house: House, month: Month) -> list[Row]:
    rows = []
    for event in house.of("F31"):
        found = event.at("found_at")
        if not month.has(found):
            continue
        children = [house.child(c) for c in event.get("children") or []] or [None]
        rows += [_event(house, event, child, month) for child in children]
    return rows


def _event(house: House, event: Record, child: Child | None, month: Month) -> Row:
    timeline = event.rows("timeline")
    sent = next((r.get("at") for r in timeline if r.get("action") == "8"), None)
    sent_at = datetime.fromisoformat(sent) if sent else _sent_by_visit(house, event)
    told = next((r for r in house.of("F70") if r.get("about") == event.id), None)
    return {
        "event_no": event.form_no,
        "at": at_text(event.at("found_at")),
        "type": event.text("type"),
        "severity": event.text("severity"),
        "file_no": child.file_no if child else "",
        "actions": ";".join(str(r.get("action", "")) for r in timeline),
        "sent_at": at_text(sent_at),
        "outcome": event.text("outcome"),
        "reported_at": at_text(told.at("sent_at")) if told else "",
        "open": "N" if before_cut(event.get("closed_at"), month) else "Y",
    }


def _sent_by_visit(house: House, event: Record) -> datetime | None:
    """When F24 says the child was sent: the visit of the event, or one within a day of it."""
    found = event.at("found_at")
    for visit in house.of("F24"):
        sent = visit.at("sent_at")
        own = visit.id == event.get("visit") or visit.child in (event.get("children") or [])
        if own and sent and found and abs(sent - found) < timedelta(days=1):
            return sent
    return None


def _p11(house: House, month: Month) -> list[Row]:
    values = month_figures(house, month.first, month.cut)
    return [{"item": name, "value": values[name]} for name, _ in TABLES["P11"].items]


def _verdicts(house: House, month: Month) -> list[Verdict]:
    """Every row at the cut; the rows that have a line a day, for each day of the month."""
    last = month.seen_from(house)
    daily = {row.id for row in rows_on(last.date()) if row.daily}
    out = [v for v in check(house, last) if v.clause not in daily]
    first = opening_moment(house, month).date()
    for offset in range((last.date() - first).days + 1):
        at = min(end_of_day(first + timedelta(days=offset)), house.now)
        for clause in sorted(daily):
            out += check(house.at(at), at, clause)
    return out


def _p12(house: House, month: Month) -> list[Row]:
    by_clause: dict[str, list[Verdict]] = {}
    for verdict in _verdicts(house, month):
        by_clause.setdefault(verdict.clause, []).append(verdict)
    order = [row.id for row in rows_on(month.last_minute.date())]
    return [_clause_row(clause, by_clause[clause]) for clause in order if clause in by_clause]


def _clause_row(clause: str, found: list[Verdict]) -> Row:
    counts = Counter(v.verdict for v in found)
    judged = sum(n for verdict, n in counts.items() if verdict != "NA")
    late = [v.due for v in found if v.verdict in ("OVERDUE", "BREACH") and v.due]
    return {
        "clause_row": clause,
        "verdict": min(counts, key=GRAVITY.index),
        "pass": counts["PASS"],
        "due": counts["DUE"],
        "warn": counts["WARN"],
        "overdue": counts["OVERDUE"],
        "breach": counts["BREACH"],
        "unknown": counts["UNKNOWN"],
        "na": counts["NA"],
        "numerator": counts["PASS"],
        "denominator": judged,
        "open_items": judged - counts["PASS"],
        "earliest_overdue": min(late).isoformat()[:10] if late else "",
        "note": next((v.note for v in found if v.note), ""),
    }


def _p13(house: House, month: Month) -> list[Row]:
    """What is due within 60 days, and what waits for somebody's approval."""
    today = month.seen_from(house).date()
    institution = house.institution
    office = institution.text("office_name") if institution else ""
    own = institution.text("name") if institution else ""
    rows = [
        _open_item("到期", v.subject.id, v.clause, v.due, today, office)
        for v in check(house, month.seen_from(house))
        if v.verdict == "DUE" and v.due and (v.due - today).days <= _AHEAD
    ]
    for form in (f for f in FORMS.values() if f.acts_when_approved and f.id != "F74"):
        for record in house.of(form.id):
            if record.state == "submitted":
                child = house.child(record.child) if record.child else None
                subject = child.file_no if child else record.form_no
                rows.append(_open_item(f"待批 {form.title}", subject, "", None, today, own))
    for record in house.of("F08"):
        child = house.child(record.child) if record.child else None
        if child and not before_cut(record.get("decided_on"), month):
            asked = record.text("approver_org") or office
            rows.append(_open_item("待批 入院审批", child.file_no, "C1.12", None, today, asked))
    return rows


def _open_item(
    item: str, subject: str, clause: str, due: date | None, today: date, office: str
) -> Row:
    return {
        "item": item, "subject": subject, "clause_row": clause,
        "due_on": due.isoformat() if due else "", "days_left": (due - today).days if due else "",
        "responsible_office": office,
    }  # fmt: skip


def _walks(house: House, month: Month) -> Iterator[Record]:
    """Rounds that may hold a mark of the month, read by the day."""
    day = month.first - timedelta(days=1)
    while day < month.cut + timedelta(days=3):
        yield from house.within("F30", day, day + timedelta(days=1))
        day += timedelta(days=1)


def rounds_rows(house: House, month: Month) -> Iterable[Row]:
    """One line per mark of the month."""
    numbers = {s.id: s.form_no for s in house.staff}
    wards = {w.id: w.text("ward_no") for w in house.wards}
    files = {c.id: c.file_no for c in house.children}
    for walk in _walks(house, month):
        for mark in walk.rows("marks"):
            at = datetime.fromisoformat(mark["at"])
            if month.has(at):
                slot = mark.get("slot")
                yield {
                    "file_no": files.get(mark["child"], ""),
                    "ward": wards.get(mark.get("ward", ""), ""),
                    "slot": at_text(datetime.fromisoformat(slot)) if slot else "",
                    "at": at_text(at),
                    "mark": mark["mark"],
                    "temp": mark.get("temp", ""),
                    "by": numbers.get(mark.get("by", ""), ""),
                }


_BUILDERS: dict[str, Callable[[House, Month], list[Row]]] = {
    "P01": _p01, "P02": _p02, "P03": lives.reductions, "P04": lives.changes,
    "P05": lives.fostered, "P06": figures.medicine, "P07": _p07, "P08": lives.deaths,
    "P09": lives.funds, "P10": lives.benefits, "P11": _p11, "P12": _p12, "P13": _p13,
    "P14": figures.growing, "P15": lives.majority, "P16": lives.adoptions, "P18": work.safety,
    "P19": work.files, "P20": work.services, "P21": work.follow_up,
}  # fmt: skip


def month_tables(house: House, month: Month) -> dict[str, list[Row]]:
    """Rows of every table built so far, P00 apart (it is written when the package is sealed)."""
    return {name: build(house, month) for name, build in _BUILDERS.items()}
