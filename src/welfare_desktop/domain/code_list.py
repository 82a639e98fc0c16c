"""A list of codes, as forms name it and as ``domain.codes`` holds it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec


class CodeList(msgspec.Struct, frozen=True):
    """A list of codes: the code is stored, the label is shown.

    Args:
        id: ``CL-SEX``, or ``F02.decision`` for a list printed at its field.
        items: ``(code, label)`` in printed order.
        source: source tag of the list.
        base: a named list whose items come first (F54 ``end_fact``).
        since: day on which its source came into force; empty where it has none.
        spans: code → first and last day, of the codes that have not always been or are no more.
    """

    id: str
    items: tuple[tuple[str, str], ...]
    source: str = "D"
    base: str = ""
    since: str = ""
    spans: Mapping[str, tuple[str, str]] = msgspec.field(default_factory=dict)

    def out_of_force(self, code: str, day: date) -> str:
        """Why a code may not stand for what was on a day, in a few words; empty if it may."""
        since, until = self.spans.get(code, ("", ""))
        if since and day.isoformat() < since:
            return f"{since}起才有"
        return f"{until}后已停用" if until and until < day.isoformat() else ""

    def choices(self, day: date) -> tuple[tuple[str, str], ...]:
        """To choose from: what is in force on a day first, what is no more last and marked."""
        past = [code for code, (_, until) in self.spans.items() if until and until < f"{day}"]
        now = [item for item in self.items if item[0] not in past]
        gone = [(c, f"{name}（{self.spans[c][1]}止）") for c, name in self.items if c in past]
        return (*now, *gone)

    def label(self, code: str) -> str:
        """Chinese label of a code; an unknown code is shown as it is."""
        return dict(self.items).get(code, code)

    def code_of(self, text: str) -> str | None:
        """Code for a code or a label, ``None`` if neither."""
        wanted = text.strip()
        for code, label in self.items:
            if wanted in (code, label):
                return code
        return None
