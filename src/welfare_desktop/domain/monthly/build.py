"""Rows of the month's tables from the house as it stood at the cut."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from welfare_desktop.domain import staffing
from welfare_desktop.domain.clock import offset_text
from welfare_desktop.domain.forms.computed import disability
from welfare_desktop.domain.house import Child, House
from welfare_desktop.domain.lifecycle import PRESENT
from welfare_desktop.domain.monthly.columns import TABLES
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules import check, rows_on
from welfare_desktop.domain.rules.shapes import end_of_day
from welfare_desktop.domain.rules.verdict import GRAVITY, Verdict

Row = dict[str, Any]


class Month(msgspec.Struct, frozen=True):
    """A calendar month (DL-9)."""

    year: int
    month: int

    @classmethod
    def of(cls, text: str) -> Month:
        """``2026-10``; ``ValueError`` for anything else."""
        day = date.fromisoformat(f"{text}-01")
        return cls(day.year, day.month)

    @property
    def first(self) -> datetime:
        """First day 00:00."""
        return datetime(self.year, self.month, 1)

    @property
    def cut(self) -> datetime:
        """Last day 24:00."""
        return datetime(self.year + self.month // 12, self.month % 12 + 1, 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


class Balance(msgspec.Struct, frozen=True):
    """opening + additions − reductions = closing, in all and per status."""

    opening: int
    added: int
    left: int
    closing: int

    @property
    def ok(self) -> bool:
        """Whether the equation holds."""
        return self.opening + self.added - self.left == self.closing


def _status(child: Child, at: datetime) -> str | None:
    return child.status_at(at - timedelta(minutes=1))


def _entries(child: Child, month: Month) -> list[tuple[datetime, str, Record]]:
    """Comings and goings of the month: (when, ``in``/``out``, span)."""
    out: list[tuple[datetime, str, Record]] = []
    before: str | None = None
    for span in child.spans("status"):
        at, value = span.happened, span.text("value")
        if at is None:
            continue
        was, now = before in PRESENT, value in PRESENT
        if was != now and month.first <= at < month.cut:
            out.append((at, "in" if now else "out", span))
        before = value
    return out


def balance(house: House, month: Month) -> Balance:
    """The roster's identity for a month."""
    opening = sum(_status(c, month.first) in PRESENT for c in house.children)
    closing = sum(_status(c, month.cut) in PRESENT for c in house.children)
    moves = [kind for c in house.children for _, kind, _ in _entries(c, month)]
    return Balance(opening, moves.count("in"), moves.count("out"), closing)


def masked(id_no: str) -> str:
    """``341000********991X`` (lifecycle.md §6.2)."""
    return f"{id_no[:6]}********{id_no[-4:]}" if len(id_no) == 18 else ""


def _at(moment: datetime | None) -> str:
    return offset_text(moment) if moment else ""


def _day(value: Any) -> str:
    return str(value)[:10] if value else ""


def _roster_row(child: Child, month: Month) -> Row:
    at = month.cut - timedelta(minutes=1)
    hukou = child.hukou
    insurance = child.newest("F10")
    id_no = child.record.text("id_no") or (hukou.text("id_no") if hukou else "")
    intake = child.intake
    return {
        "file_no": child.file_no,
        "name": child.name,
        "sex": child.sex,
        "birth_date": _day(child.birth_date),
        "ethnic": child.record.text("ethnic"),
        "id_no_masked": masked(id_no),
        "adm_cause": child.cause,
        "arrived_on": _day(intake.get("arrived_at") if intake else None),
        "admitted_on": _day(child.admitted_on),
        "status": child.status_at(at) or "",
        "care_mode": child.state_at("care_mode", at) or "",
        "whereabouts": child.state_at("whereabouts", at) or "",
        "selfcare": str(staffing.level_of(child, at)),
        "disability": disability(child),
        "hukou_done": "Y" if hukou else "N",
        "insurance_state": insurance.text("state") if insurance else "",
        "benefit_state": "",
    }


def _p01(house: House, month: Month) -> list[Row]:
    present = [c for c in house.children if _status(c, month.cut) in PRESENT]
    return [_roster_row(c, month) for c in present]


def _p02(house: House, month: Month) -> list[Row]:
    rows = []
    for child in house.children:
        for at, kind, _ in _entries(child, month):
            if kind == "in":
                rows.append(_addition(child, at, month))
    return rows


def _addition(child: Child, at: datetime, month: Month) -> Row:
    police, notice, intake = child.newest("F03"), child.newest("F06"), child.intake
    return {
        "file_no": child.file_no,
        "name": child.name,
        "adm_cause": child.cause,
        "source": intake.text("referral_source") if intake else "",
        "arrived_at": _at(child.arrived_at or at),
        "police_cert_no": police.text("cert_no") if police else "",
        "notice_on": _day(notice.get("published_on") if notice else None),
        "opens_on": _day(notice.get("opens_on") if notice else None),
        "stage": _status(child, month.cut) or "",
    }


def _p03(house: House, month: Month) -> list[Row]:
    rows = []
    for child in house.children:
        for at, kind, span in _entries(child, month):
            if kind == "out":
                rows.append(
                    {
                        "file_no": child.file_no, "name": child.name,
                        "leave_cause": "", "left_at": _at(at), "document": span.text("reason"),
                        "fact_on": _day(at.date()), "reduced_on": "", "same_month": "",
                        "last_paid_month": "",
                    }
                )  # fmt: skip
    return rows


def _p07(house: House, month: Month) -> list[Row]:
    rows = []
    for event in house.of("F31"):
        found = event.at("found_at")
        if found is None or not month.first <= found < month.cut:
            continue
        children = [house.child(c) for c in event.get("children") or []] or [None]
        rows += [_event(house, event, child) for child in children]
    return rows


def _event(house: House, event: Record, child: Child | None) -> Row:
    timeline = event.rows("timeline")
    sent = next((r.get("at") for r in timeline if r.get("action") == "8"), None)
    told = next((r for r in house.of("F70") if r.get("about") == event.id), None)
    return {
        "event_no": event.form_no,
        "at": _at(event.at("found_at")),
        "type": event.text("type"),
        "severity": event.text("severity"),
        "file_no": child.file_no if child else "",
        "actions": ";".join(str(r.get("action", "")) for r in timeline),
        "sent_at": _at(datetime.fromisoformat(sent)) if sent else "",
        "outcome": event.text("outcome"),
        "reported_at": _at(told.at("sent_at")) if told else "",
        "open": "N" if event.get("closed_at") else "Y",
    }


def _p11(house: House, month: Month) -> list[Row]:
    values = staffing.month_figures(house, month.first, month.cut)
    return [{"item": name, "value": values[name]} for name, _ in TABLES["P11"].items]


def _verdicts(house: House, month: Month) -> list[Verdict]:
    """Every row at the cut; the rows that have a line a day, for each day of the month."""
    last = month.cut - timedelta(minutes=1)
    daily = {row.id for row in rows_on(last.date()) if row.daily}
    out = [v for v in check(house, last) if v.clause not in daily]
    live = house.go_live_on
    first = max(month.first.date(), live) if live else month.first.date()
    for offset in range((min(last, house.now).date() - first).days + 1):
        at = min(end_of_day(first + timedelta(days=offset)), house.now)
        for clause in sorted(daily):
            out += check(house.at(at), at, clause)
    return out


def _p12(house: House, month: Month) -> list[Row]:
    by_clause: dict[str, list[Verdict]] = {}
    for verdict in _verdicts(house, month):
        by_clause.setdefault(verdict.clause, []).append(verdict)
    order = [row.id for row in rows_on((month.cut - timedelta(minutes=1)).date())]
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
    today = (month.cut - timedelta(minutes=1)).date()
    institution = house.institution
    office = institution.text("office_name") if institution else ""
    rows = []
    for verdict in check(house, month.cut - timedelta(minutes=1)):
        due = verdict.due
        if verdict.verdict == "DUE" and due and (due - today).days <= 60:
            rows.append(
                {
                    "item": "到期", "subject": verdict.subject.id, "clause_row": verdict.clause,
                    "due_on": due.isoformat(), "days_left": (due - today).days,
                    "responsible_office": office,
                }
            )  # fmt: skip
        elif verdict.note.startswith("建账前") and verdict.subject.kind == "child":
            rows.append(
                {
                    "item": "建账前", "subject": verdict.subject.id,
                    "clause_row": verdict.clause, "due_on": "", "days_left": "",
                    "responsible_office": office,
                }
            )  # fmt: skip
    return rows


def rounds_rows(house: House, month: Month) -> Iterable[Row]:
    """One line per mark of the month."""
    numbers = {s.id: s.form_no for s in house.staff}
    wards = {w.id: w.text("ward_no") for w in house.wards}
    files = {c.id: c.file_no for c in house.children}
    for walk in house.of("F30"):
        for mark in walk.rows("marks"):
            at = datetime.fromisoformat(mark["at"])
            if month.first <= at < month.cut:
                slot = mark.get("slot")
                yield {
                    "file_no": files.get(mark["child"], ""),
                    "ward": wards.get(mark.get("ward", ""), ""),
                    "slot": _at(datetime.fromisoformat(slot)) if slot else "",
                    "at": _at(at),
                    "mark": mark["mark"],
                    "temp": mark.get("temp", ""),
                    "by": numbers.get(mark.get("by", ""), ""),
                }


_BUILDERS: dict[str, Callable[[House, Month], list[Row]]] = {
    "P01": _p01, "P02": _p02, "P03": _p03, "P07": _p07, "P11": _p11, "P12": _p12, "P13": _p13,
}  # fmt: skip


def month_tables(house: House, month: Month) -> dict[str, list[Row]]:
    """Rows of every table built so far, P00 apart (it is written when the package is sealed)."""
    return {name: build(house, month) for name, build in _BUILDERS.items()}
