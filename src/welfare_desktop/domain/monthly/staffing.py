"""P11: headcount, load, cover by shift and professions of a month."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from welfare_desktop.domain import staffing
from welfare_desktop.domain.house import House

_PROFESSIONS = {"medical": ("3", "4"), "rehab": ("5",), "education": ("6",), "social": ("7", "8")}
_SHIFT_HOURS = {"D": (8, 16), "E": (16, 24), "N": (0, 8)}


def _days(since: datetime, until: datetime, live: date | None) -> list[date]:
    first = max(since.date(), live) if live else since.date()
    count = (until.date() - first).days
    return [first + timedelta(days=i) for i in range(max(0, count))]


def month_figures(house: House, since: datetime, until: datetime) -> dict[str, Any]:
    """P11: headcount, load and gap of the month's worst day, cover by shift, professions."""
    days = _days(since, min(until, house.now + timedelta(days=1)), house.go_live_on)
    snaps = {d: staffing.ratio_at(house, datetime(d.year, d.month, d.day, 8)) for d in days}
    last = snaps[days[-1]] if days else staffing.Ratio(staffing.Load(), 0)
    worst = max(days, key=lambda d: (snaps[d].gap, -d.toordinal())) if days else None
    figures: dict[str, Any] = {
        "frontline": f"{last.carers:g}", "n1": last.load.n1, "n2": last.load.n2,
        "n3": last.load.n3, "units": last.load.units, "required": last.load.required,
        "gap": f"{max(last.gap, 0):g}",
        "worst_day": worst.isoformat() if worst else "",
        "worst_gap": f"{max(snaps[worst].gap, 0):g}" if worst else "0",
    }  # fmt: skip
    figures |= _cover_figures(house, days)
    posts = [p.text("post") for p in house.staff if p.get("state") == "2"]
    for name, wanted in _PROFESSIONS.items():
        figures[f"professionals.{name}"] = sum(post in wanted for post in posts)
    figures["vacancies"] = max(0, math.ceil(last.gap))
    return figures


def _cover_figures(house: House, days: Sequence[date]) -> dict[str, Any]:
    missing, total = dict.fromkeys(_SHIFT_HOURS, 0), 0
    for day in days:
        start = datetime(day.year, day.month, day.day)
        for ward in house.wards:
            for shift, (first, last) in _SHIFT_HOURS.items():
                since, until = start + timedelta(hours=first), start + timedelta(hours=last)
                missing[shift] += staffing.uncovered(house, ward.id, since, min(until, house.now))
                total += 8 * 60
    share = total / 3
    out: dict[str, Any] = {
        f"coverage.{s}": f"{100 * (1 - n / share):.1f}" if share else "" for s, n in missing.items()
    }
    out["uncovered_minutes"] = sum(missing.values())
    return out
