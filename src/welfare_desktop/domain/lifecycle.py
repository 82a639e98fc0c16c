"""States of a child and the names of transitions (lifecycle.md §1)."""

from __future__ import annotations

#: Statuses that count in the month-end roster (§1.2).
PRESENT = frozenset({"TEMP_CARE", "TEMP_GUARD", "IN_CARE", "ADOPTION", "ADULT_PENDING"})
#: Statuses of a living child of the house after formal admission.
ADMITTED = frozenset({"IN_CARE", "ADOPTION", "ADULT_PENDING"})
