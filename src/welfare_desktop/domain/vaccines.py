"""免疫规划: from which age each dose may be given (lifecycle.md §3.1, CL-VAC).

What is due and when it is caught up is the clinic's decision; this only questions what cannot be.
"""

from __future__ import annotations

from datetime import date, timedelta

from welfare_desktop.domain.deadlines import addm

#: Vaccine → months of age from which each of its doses may be given, of the widest version.
#: 脊灰疫苗 is counted by the kind or as one course of four; a dose caught up comes earlier.
_FROM_MONTHS: dict[str, tuple[int, ...]] = {
    "HEPB": (0, 1, 6), "BCG": (0,), "IPV": (2, 3, 3, 3), "BOPV": (4, 4, 4, 4),
    "DTAP": (2, 4, 5, 18, 72), "DT": (72,), "MMR": (8, 18), "JEL": (8, 24),
    "JEI": (8, 8, 24, 72), "MPSA": (6, 9), "MPSAC": (36, 72), "HEPAL": (18,), "HEPAI": (18, 24),
    "HPV": (108, 108),
}  # fmt: skip
_MONTH_DAYS, _YEAR = 28, 12


def doses(vaccine: str) -> int:
    """How many doses the programme has."""
    return len(_FROM_MONTHS.get(vaccine, ()))


def earliest(vaccine: str, dose: int, birth: date) -> date | None:
    """First day on which a dose may be given; in the first year a month is four weeks."""
    months = _FROM_MONTHS.get(vaccine, ())
    if not 1 <= dose <= len(months):
        return None
    month = months[dose - 1]
    if month >= _YEAR:
        return addm(birth, month)
    return birth + timedelta(days=_MONTH_DAYS * month)
