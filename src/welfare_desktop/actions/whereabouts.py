"""Where a child is: the step that changes whereabouts while the care status stays (§1.9)."""

from __future__ import annotations

from welfare_desktop.actions import effects
from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.errors import Refused

#: What a carer may note by hand until the form that starts it is filled: 住院 begins with F24,
#: 走失 with F31, 收养融合 with F47, 离院 and 寄养 with their own forms.
BY_HAND = ("DAY_SCHOOL", "BOARDING", "OUTING", "AWAY_TREATMENT", "ON_SITE")


def move(desk: Desk, child: str, value: str, *, reason: str = "", at: str = "") -> None:
    """Note where a child is from a minute on (``at``: now)."""
    known = desk.house().child(child)
    if known is None:
        raise Refused("找不到这名儿童，请核对。")
    if known.whereabouts == value:
        raise Refused(f"{known.name}已经登记为{label('CL-WHERE', value)}。")
    with desk.store.transaction() as transaction:
        effects.span(
            desk, transaction, child, "whereabouts", value, at or minute_text(desk.now()),
            reason=reason, previous=known.whereabouts or "",
        )  # fmt: skip
