"""Bad news of two kinds; everything else that is raised is a bug."""

from __future__ import annotations

import traceback
from datetime import date
from pathlib import Path


class Refused(Exception):
    """A rule says no.

    Args:
        sentence: one Chinese sentence for the person: what is refused and what to do.
        clause: the clause row that refuses (``C1.09``), or ``None`` for a rule of a form.
        field: identifier of the field it belongs to (``approver_div``), if it is one field.
        opens_on: first day on which the step becomes possible, where that can be computed.
        soft: the gate may be passed with a written reason and the 院长's confirmation.
        also: further refusals of the same step, in handbook order.
    """

    def __init__(
        self,
        sentence: str,
        *,
        clause: str | None = None,
        field: str | None = None,
        opens_on: date | None = None,
        soft: bool = False,
        also: tuple[Refused, ...] = (),
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.clause = clause
        self.field = field
        self.opens_on = opens_on
        self.soft = soft
        self.also = also


class Trouble(Exception):
    """The world failed: disk, lock, network, wrong password, damaged file.

    Args:
        sentence: one Chinese sentence: what happened, what to do, what was kept.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def trace(error: BaseException) -> str:
    """Kind of an error and places in the program: no message text, no values, no paths."""
    lines = [f"错误类型 {type(error).__name__}"]
    frames = traceback.extract_tb(error.__traceback__)
    lines += [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return "\n".join(lines)
