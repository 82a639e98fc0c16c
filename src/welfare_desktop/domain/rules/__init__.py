"""Clause rows, the checker over them, and the gates before a step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from welfare_desktop.domain.house import House
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules import (
    admission,
    adoption,
    adulthood,
    care,
    checking,
    death,
    entering,
    entry,
    filing,
    foster,
    harm,
    health,
    leaving,
    medical,
    money,
    outside,
    raising,
    rehabilitation,
    schooling,
    sending,
    social,
    staffing,
    told,
    transitions,
    ward,
)
from welfare_desktop.domain.rules import gates as _gates
from welfare_desktop.domain.rules.shapes import end_of_day, institution
from welfare_desktop.domain.rules.verdict import Finding, Row, Subject, Verdict
from welfare_desktop.domain.situation import Problem, Situation

ALL_ROWS: tuple[Row, ...] = tuple(
    sorted(
        (
            *entry.ROWS,
            *admission.ROWS,
            *raising.ROWS,
            *foster.ROWS,
            *ward.ROWS,
            *medical.ROWS,
            *health.ROWS,
            *staffing.ROWS,
            *adulthood.ROWS,
            *adoption.ROWS,
            *money.ROWS,
            *entering.ROWS,
            *checking.ROWS,
            *harm.ROWS,
            *death.ROWS,
            *filing.ROWS,
            *told.ROWS,
            *schooling.ROWS,
            *rehabilitation.ROWS,
            *social.ROWS,
            *outside.ROWS,
        ),
        key=lambda row: tuple(int(part) for part in row.id[1:].split(".")),
    )
)


def rows_on(day: date) -> tuple[Row, ...]:
    """Rows in force on a day."""
    return tuple(
        r for r in ALL_ROWS if r.valid_from <= day and (r.valid_to is None or day <= r.valid_to)
    )


def moment_of(on: date | datetime, now: datetime) -> datetime:
    """The moment a check judges: today as of now, any other day as of its end.

    A day to come is judged as it would be if nothing more were done.
    """
    if isinstance(on, datetime):
        return on
    return now if on == now.date() else end_of_day(on)


def check(
    house: House,
    on: date | datetime,
    clause: str | None = None,
    subject: str | None = None,
) -> list[Verdict]:
    """Every verdict on a day; each row appears at least once.

    Args:
        house: built for the moment asked about.
        subject: an id, or its part before the slash.
    """
    now = moment_of(on, house.now)
    # Of one child asked about by itself, the others are not judged.
    known = next((c.id for c in house.children if c.file_no == subject), None) if subject else None
    alone = house.only({known}) if known is not None else house
    out: list[Verdict] = []
    for row in rows_on(now.date()):
        if clause is not None and row.id != clause:
            continue
        found = judged(row, alone if row.of_children else house, now)
        out += [v for v in found if _about(v.subject, subject)]
    return out


def judged(row: Row, house: House, now: datetime) -> list[Verdict]:
    """Every verdict of one row; where it applies to nobody, one that says so."""
    return lines(row, house, now) or [nobody(row, house)]


def lines(row: Row, house: House, now: datetime) -> list[Verdict]:
    """Every verdict of one row on those to whom it applies."""
    return [_verdict(row, found) for found in row.judge(house, now)]


def nobody(row: Row, house: House) -> Verdict:
    """The verdict of a row that applies to nobody."""
    return _verdict(row, _nobody(house))


def _nobody(house: House) -> Finding:
    return Finding(subject=institution(house), verdict="NA", arithmetic="没有适用对象")


def _about(found: Subject, wanted: str | None) -> bool:
    return wanted is None or found.id == wanted or found.id.split("/")[0] == wanted


def _verdict(row: Row, found: Finding) -> Verdict:
    return Verdict(
        clause=row.id, subject=found.subject, verdict=found.verdict, due=found.due,
        facts=found.facts, arithmetic=found.arithmetic, source=row.source, forms=row.forms,
        note=found.note, remedy=found.remedy,
    )  # fmt: skip


#: Gates of single forms: each says by the step whether it is asked.
FORM_GATES: Mapping[str, tuple[Callable[[Situation], list[Problem]], ...]] = {
    "F08": (_gates.approval_of_admission,),
    "F12": (care.mode_changed, transitions.care_mode_fields),
    "F16": (care.agreement,),
    "F26": (health.before_departure,),
    "F44": (adulthood.plan,),
    "F46": (sending.studied,),
    "F47": (sending.case,),
    "F48": (sending.donation,),
    "F49": (leaving.gone_already, leaving.in_order),
    "F50": (leaving.reason_fits, leaving.gone_already, leaving.in_order),
    "F51": (leaving.gone_already, leaving.in_order, death.rerouted, death.proved),
    "F53": (filing.to_archive,),
    "F55": (money.spending,),
    "F64": (checking.into_work,),
    "F67": (checking.on_roster,),
    "F68": (social.no_contact_unchecked,),
    "F69": (outside.licensed,),
    "X09": (_gates.isolation,),
}


def gates(s: Situation) -> list[Problem]:
    """What clause rows and transitions hold against a step (lifecycle.md §1.4, in its order)."""
    found = [p for gate in FORM_GATES.get(s.form.id, ()) for p in gate(s)]
    if s.form.id == "F08" and s.child is not None and s.step in ("submit", "view"):
        found += transitions.missing_for(s.child, s, "F08")
    if s.step in ("submit", "continue") or (s.step == "approve" and s.form.acts_when_approved):
        transition = transitions.triggered(s)
        if transition is not None:
            found += transitions.guards(s, transition)
    return found


def locked(house: House, record: Record) -> Problem | None:
    """What keeps a record from being changed or voided by anybody."""
    return filing.locked(house, record)
