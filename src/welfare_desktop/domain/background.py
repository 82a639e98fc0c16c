"""Queries for a criminal record (F65): who is clear, and until when (clauses.md C11.08–C11.11)."""

from __future__ import annotations

from datetime import date

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
