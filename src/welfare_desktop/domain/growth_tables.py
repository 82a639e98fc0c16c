"""Growth standards as data: dated tables under ``resources/growth`` (source and edition in their heads)."""

from __future__ import annotations

from bisect import bisect_right
from functools import cache

import msgspec

from welfare_desktop.domain.places import resource

Row = tuple[float, ...]
#: Days of a month as WHO counts.
MONTH = 30.4375


class Table(msgspec.Struct, frozen=True):
    """Rows by age or length; between two rows a straight line."""

    xs: tuple[float, ...]
    rows: tuple[Row, ...]

    def at(self, x: float, beyond: float = 0) -> Row | None:
        """The row of an age or length; ``None`` outside the table and what its last line may go on."""
        if not self.xs[0] <= x <= self.xs[-1] + beyond:
            return None
        i = min(bisect_right(self.xs, x), len(self.xs) - 1)
        low, high = self.xs[i - 1], self.xs[i]
        part = (x - low) / (high - low)
        pairs = zip(self.rows[i - 1], self.rows[i], strict=True)
        return tuple(a + (b - a) * part for a, b in pairs)


@cache
def tables(name: str) -> dict[tuple[str, str], Table]:
    """Index and sex → table, of ``who`` (x: days or cm; L, M, S) or ``wst423-2022`` (months or cm; −3…+3)."""
    found: dict[tuple[str, str], list[Row]] = {}
    for line in resource(f"growth/{name}.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            index, sex, *numbers = line.split("\t")
            found.setdefault((index, sex), []).append(tuple(map(float, numbers)))
    return {
        key: Table(tuple(r[0] for r in rows), tuple(r[1:] for r in rows))
        for key, rows in found.items()
    }
