"""Carers at a hospital bed: they leave the ward's count with the child (§4.6)."""

from __future__ import annotations

from datetime import datetime

from welfare_desktop.domain.house import House
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules.facts import visit_end

#: The earliest of these is when a carer goes along to hospital; where none is told, the finding.
_TO_BED = ("sent_at", "arrived_at", "admit_at")


def stays(house: House) -> list[tuple[str, datetime, datetime | None]]:
    """Stays of carers at a hospital bed: who, from, to. Each ward asks at each look."""
    facts = house.facts("F01", "F24", "T")
    if "bedsides" not in facts:
        facts["bedsides"] = [
            (str(carer), since, _from_bed(house, visit))
            for visit in house.of("F24")
            if (carer := visit.get("carer_in_hospital")) and (since := _to_bed(visit)) is not None
        ]
    return list(facts["bedsides"])


def _to_bed(visit: Record) -> datetime | None:
    times = [t for name in _TO_BED if (t := visit.at(name)) is not None]
    return min(times, default=visit.at("found_at"))


def _from_bed(house: House, visit: Record) -> datetime | None:
    """With the end of the visit; where none is written, not before the child is back."""
    end, child = visit_end(visit), house.child(visit.child or "")
    still = child is not None and end and child.state_at("whereabouts", end) == "HOSPITAL"
    return None if still and not visit.get("discharge_at") else end


def carers(house: House, at: datetime) -> set[str]:
    """Carers at a hospital bed: they leave the count with the child."""
    found = stays(house)
    return {who for who, start, end in found if start <= at and (end is None or at < end)}
