"""基本医疗保险 of a child on a day, by the records of F10."""

from __future__ import annotations

from datetime import date

from welfare_desktop.domain.house import Child

_IN_ORDER = "1"


def insured_on(child: Child, day: date) -> bool:
    """Whether the child has its benefits on a day: verified in order, or enrolled by then."""
    known = [r for r in child.all("F10") if r.happened_at[:10] <= day.isoformat()]
    for record in reversed(known):
        start = record.date("effective_on") or record.date("enrolled_on")
        if record.get("state") == _IN_ORDER or (start is not None and start <= day):
            return True
        if record.get("state"):
            return False
    return False
