"""Queries for a criminal record (F65): who is clear, and until when (clauses.md C11.08–C11.11)."""

from __future__ import annotations

from datetime import date, datetime

from welfare_desktop.domain.house import House
from welfare_desktop.domain.record import Record

CLEAR, RECORDED = "1", "2"


def queries(house: House, name: str, id_no: str = "") -> list[Record]:
    """Queries about a person, by number where both know it, else by name."""
    out = []
    for query in house.of("F65"):
        number = query.text("person_id_no")
        same = number == id_no if number and id_no else query.text("person_name") == name
        if same:
            out.append(query)
    return out


def cleared(house: House, name: str, id_no: str, on: date) -> Record | None:
    """The newest answered query by a day, if it found nothing."""
    told = [
        q
        for q in queries(house, name, id_no)
        if (q.get("result") and q.text("replied_on") <= on.isoformat())
    ]
    return told[-1] if told and told[-1].get("result") == CLEAR else None


def of_staff(house: House, person: Record) -> list[Record]:
    """Queries about somebody of the staff: by the record, else by number or name."""
    told = queries(house, person.text("name"), person.text("id_no"))
    mine = [q for q in house.of("F65") if q.get("subject") == person.id]
    return sorted({q.id: q for q in (*told, *mine)}.values(), key=lambda q: (q.happened_at, q.id))


def answered(found: list[Record], until: date) -> list[Record]:
    """Those answered by a day, in the order of the replies."""
    told = [
        q for q in found
        if q.get("result") in (CLEAR, RECORDED) and q.text("replied_on")[:10] <= until.isoformat()
    ]  # fmt: skip
    return sorted(told, key=lambda q: (q.text("replied_on"), q.id))


def known_at(query: Record) -> datetime | None:
    """When the house knew of a result: it counts from the minute it is entered (C11.11)."""
    at = query.filled.get("result") or query.submitted_at
    return datetime.fromisoformat(at[:16]) if at else None


def recorded(house: House, person: Record, on: date) -> Record | None:
    """The query that found a record about somebody, where none after it cleared them."""
    told = answered(of_staff(house, person), on)
    return told[-1] if told and told[-1].get("result") == RECORDED else None
