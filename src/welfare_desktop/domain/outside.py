"""Services for children of other families (F69): what the house may give, and on which paper."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from welfare_desktop.domain.house import House
from welfare_desktop.domain.record import Record

#: F69 ``service``.
TEACHING, REHAB = "1", "2"
#: F69 ``delivery`` and that of F35, F42: at a distance.
_REMOTE = {"F35": "3", "F42": "3"}
REMOTE_SERVICES = ("3", "4", "5", "6")


def paper(service: str) -> tuple[str, str, str]:
    """Clause, name and field of X01 with the last day of the paper that a service rests on."""
    return {
        TEACHING: ("C8.02", "办学许可", "school_licence_to"),
        REHAB: ("C8.03", "康复定点证书", "rehab_valid_to"),
    }.get(service, ("", "", ""))


def in_force(house: House, service: str, day: date) -> bool:
    """Whether the house may give a service on a day: its paper is in force, or none is asked."""
    _, _, until = paper(service)
    own = house.institution
    if not until or own is None:
        return not until
    has = own.get("special_school") in ("1", "2") if service == TEACHING else (
        own.get("rehab_designated") is True
    )  # fmt: skip
    return has and day.isoformat() <= own.text(until)


def days(service: Record) -> list[date]:
    """Days on which a service was given, the day of its entry first."""
    entered = [date.fromisoformat(service.happened_at[:10])] if service.happened_at else []
    return entered + [date.fromisoformat(str(row["on"])) for row in service.rows("sessions")]


def of_service(house: House, service: str) -> list[Record]:
    """Records (F69) of a service."""
    return [r for r in house.of("F69") if r.get("service") == service]


def remote(house: House) -> int:
    """How often something was given at a distance, inside and outside (C8.04)."""
    given = (r.text("delivery") == code for form, code in _REMOTE.items() for r in house.of(form))
    return sum(given) + sum(_remote_sessions(house.of("F69")))


def _remote_sessions(services: Iterable[Record]) -> Iterable[int]:
    for service in services:
        rows = service.rows("sessions")
        away = [row for row in rows if row.get("delivery") == "2"]
        yield len(rows) if service.get("service") in REMOTE_SERVICES else len(away)
