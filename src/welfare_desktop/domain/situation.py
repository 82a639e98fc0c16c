"""What a condition, a check or a gate may look at: the record as it would be, and its house."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import msgspec

from welfare_desktop.domain.record import Paper, Record

if TYPE_CHECKING:
    from welfare_desktop.domain.forms.declare import Form
    from welfare_desktop.domain.house import Child, House


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One reason why a step is refused or questioned.

    Args:
        sentence: what is wrong and what to do, one Chinese sentence.
        field: identifier of the field. clause: clause row id.
        soft: passes with a written reason and the 院长's confirmation.
        warning: only shown; never stops a step.
        opens_on: first possible date, where it can be computed.
        logged: the attempt is kept, with ids only, and counted.
    """

    sentence: str
    field: str | None = None
    clause: str | None = None
    soft: bool = False
    warning: bool = False
    opens_on: date | None = None
    logged: bool = False


class Situation(msgspec.Struct, frozen=True, kw_only=True):
    """A step about to be taken.

    Args:
        form: declaration. record: the record as it would stand after the step.
        before: the record before it, ``None`` at submission.
        now: the clock. house: all that is known. child: the child it is about.
        step: ``submit``, ``continue``, ``correct``, ``approve`` or ``view``.
        on_paper: what is entered was signed on its paper by those whom it names (`import`).
    """

    form: Form
    record: Record
    house: House
    now: datetime
    child: Child | None = None
    before: Record | None = None
    step: str = "submit"
    on_paper: bool = False

    def get(self, name: str) -> Any:
        """Value of a field of the record."""
        return self.record.body.get(name)

    def date(self, name: str) -> date | None:
        """A date of the record."""
        return self.record.date(name)

    def at(self, name: str) -> datetime | None:
        """A date-time of the record."""
        return self.record.at(name)

    def filled_now(self, name: str) -> bool:
        """Whether this step fills or changes the field."""
        before = None if self.before is None else self.before.body.get(name)
        return self.record.body.get(name) not in (None, "", [], {}) and (
            self.record.body.get(name) != before
        )

    @property
    def papers(self) -> tuple[Paper, ...]:
        """Papers of the record."""
        return self.record.papers
