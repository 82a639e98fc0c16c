"""What a house is read from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Protocol

from welfare_desktop.domain.record import Record


class Source(Protocol):
    """Where current records come from: the store, or a list in a test."""

    def of_form(self, form: str) -> Sequence[Record]:
        """All records of a form that are not void, by business time; not of an hourly form."""
        ...

    def within(self, form: str, first: date, last: date, ward: str | None) -> Sequence[Record]:
        """Records of an hourly form on some days, the last one too, by business time."""
        ...

    def edge(self, form: str, ward: str, until: datetime | None) -> Record | None:
        """A ward's newest record of an hourly form up to a minute; ``None``: its first of all."""
        ...

    def marks(self, since: datetime, until: datetime) -> Sequence[dict[str, Any]]:
        """Marks of rounds still open, as rows of F30 ``marks`` plus ``round``."""
        ...

    def notes(self) -> Sequence[dict[str, Any]]:
        """Carers' notes of the shifts under way, as rows of X11 ``notes`` plus ``ward``."""
        ...
