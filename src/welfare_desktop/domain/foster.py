"""Family foster care: families, agreements, and who lives where (lifecycle.md §1.7)."""

from __future__ import annotations

from datetime import date, datetime

from welfare_desktop.domain import background
from welfare_desktop.domain.deadlines import age_on, is_minor
from welfare_desktop.domain.house import Child, House
from welfare_desktop.domain.record import Record


def agreements(child: Child) -> list[Record]:
    """Approved agreements (F16) of a child, by their start."""
    found = [r for r in child.all("F16") if r.state == "approved" and r.get("start_on")]
    return sorted(found, key=lambda r: r.text("start_on"))


def agreement_on(child: Child, day: date) -> Record | None:
    """The agreement whose days hold a day; both ends count."""
    text = day.isoformat()
    return next(
        (r for r in reversed(agreements(child)) if r.text("start_on") <= text <= r.text("end_on")),
        None,
    )


def last_agreement(child: Child, day: date) -> Record | None:
    """The newest agreement that has begun by a day."""
    begun = [r for r in agreements(child) if r.text("start_on") <= day.isoformat()]
    return begun[-1] if begun else None


def fostered_at(child: Child, at: datetime) -> bool:
    """Living with a foster family at a minute, in hospital too."""
    return child.here_at(at) and child.state_at("care_mode", at) == "FOSTER"


def family_at(child: Child, at: datetime) -> Record | None:
    """The family (F15) a fostered child lives with at a minute."""
    agreement = last_agreement(child, at.date()) if fostered_at(child, at) else None
    return child.house.record("F15", agreement.text("family")) if agreement else None


def home_at(child: Child, at: datetime) -> Record | None:
    """The in-house family home (F14) that the newest approved F12 names, by number or name."""
    if child.state_at("care_mode", at) != "FAMILY_HOME":
        return None
    moves = [r for r in child.all("F12") if r.state == "approved" and r.get("to_ward")]
    place = moves[-1].text("to_ward").strip() if moves else ""
    return next(
        (h for h in child.house.of("F14") if place in (h.text("home_no"), h.text("home_name"))),
        None,
    )


def children_at(house: House, home: str, at: datetime) -> list[Child]:
    """Children living at a minute with a foster family (F15) or in a family home (F14)."""
    return [
        child
        for child in house.children
        if any(r is not None and r.id == home for r in (family_at(child, at), home_at(child, at)))
    ]


def failed(child: Child) -> Record | None:
    """The newest evaluation (F18), if its result is 不符合，不再续签."""
    newest = child.newest("F18")
    return newest if newest is not None and newest.get("result") == "2" else None


def stays(child: Child) -> list[tuple[datetime, datetime | None]]:
    """Times lived with foster families, each from a minute to before another (``None``: still)."""
    out: list[tuple[datetime, datetime | None]] = []
    spans = sorted(
        (s.happened, s.text("value")) for s in child.spans("care_mode") if s.happened is not None
    )
    begun: datetime | None = None
    for at, value in spans:
        if value == "FOSTER" and begun is None:
            begun = at
        elif value != "FOSTER" and begun is not None:
            out.append((begun, at))
            begun = None
    left = child.left_at
    if begun is not None:
        out.append((begun, left if left is not None and left >= begun else None))
    return out


def unchecked(house: House, family: Record, on: date) -> list[str]:
    """Adults of a family for whom no clear query (F65) stands, by name."""
    return [
        str(row.get("name"))
        for row in family.rows("members")
        if _adult(row, on) and not _clear(house, row, on)
    ]


def _adult(row: dict[str, object], on: date) -> bool:
    number = str(row.get("id_no") or "")
    if len(number) == 18 and number[6:14].isdigit():
        born = date.fromisoformat(f"{number[6:10]}-{number[10:12]}-{number[12:14]}")
        return not is_minor(born, on)
    # Without a number only a child of the family may be a minor.
    return row.get("relation") != "3"


def _clear(house: House, row: dict[str, object], on: date) -> bool:
    name, number = str(row.get("name") or ""), str(row.get("id_no") or "")
    told = row.get("check_result") == background.CLEAR and bool(row.get("checked_on"))
    if background.queries(house, name, number):
        return background.cleared(house, name, number, on) is not None
    return told


def carer_age(family: Record, on: date) -> int | None:
    """Age of the main carer on a day."""
    born = family.date("main_carer_birth")
    return age_on(born, on) if born is not None else None


def eligible(child: Child, on: date) -> list[str]:
    """Why a child may not be fostered, in words (lifecycle.md §1.7)."""
    birth = child.birth_date
    return ["儿童已满18周岁，不能寄养"] if birth and age_on(birth, on) >= 18 else []
