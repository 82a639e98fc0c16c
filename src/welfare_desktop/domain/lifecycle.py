"""States of a child and the names of transitions (lifecycle.md §1)."""

from __future__ import annotations

#: Statuses that count in the month-end roster (§1.2).
PRESENT = frozenset({"TEMP_CARE", "TEMP_GUARD", "IN_CARE", "ADOPTION", "ADULT_PENDING"})
#: Statuses of a living child of the house after formal admission.
ADMITTED = frozenset({"IN_CARE", "ADOPTION", "ADULT_PENDING"})
#: Statuses of a child who left, its file not yet closed.
GONE = (
    "LEFT_ADOPTED", "LEFT_REUNITED", "LEFT_TRANSFER", "LEFT_PLACED", "LEFT_ENTRUST_END",
    "LEFT_OTHER", "DECEASED",
)  # fmt: skip
#: Transitions by which a child leaves for good.
EXITS = frozenset({"T03", "T06", "T17", "T18", "T19", "T21", "T22", "T23"})
#: Transitions of care mode (F12).
CARE_CHANGES = ("T10", "T11", "T12", "T14")
