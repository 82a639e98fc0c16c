"""Paper for a night without the computer: printed ahead, and entered afterwards (§4.4.8)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from welfare_desktop.actions import handover, on_paper, printing, seeing
from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain import board, calling, ladder, rounds
from welfare_desktop.domain import handover as handing
from welfare_desktop.domain.calling import Contact
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.forms import FORMS

if TYPE_CHECKING:
    from welfare_desktop.reports.handover_sheet import HandoverSheet
    from welfare_desktop.reports.night_sheets import RoundSheet

_HOUR = timedelta(hours=1)
#: They change with the shift: on a sheet for any shift they are left to be written.
_OF_THE_SHIFT = (ladder.MEDIC, ladder.LEADER)


def shift_ahead(desk: Desk, ward: str) -> tuple[str, datetime, datetime]:
    """The shift of a ward a sheet is printed for: the one under way, in its last hour the next one."""
    house = desk.house()
    at = desk.now() + _HOUR
    shift = rounds.shift_of(house, at, ward)
    return shift, *rounds.shift_span(at, shift)


def printed_ahead(desk: Desk, ward: str) -> bool:
    """Whether the sheets of this shift lie ready on paper."""
    _, start, _ = shift_ahead(desk, ward)
    acts = (seeing.PRINTED,)
    last = next(iter(desk.store.newest_acts(on_paper.place_of(ward), acts, acts)), None)
    return last is not None and datetime.fromisoformat(last.at[:16]) >= start - _HOUR


def begun(desk: Desk, ward: str) -> bool:
    """Whether a handover is being entered from paper: signed by one, or begun by this person."""
    place = on_paper.place_of(ward)
    if handover.pending(desk, place) is not None:
        return True
    return handover.written(desk, place).paper is not None


def sheets(desk: Desk, ward: str) -> bytes:
    """Rounds and handover of the shift with its children on them; a line in the log."""
    from welfare_desktop.reports import night_sheets

    house = desk.house()
    shift, start, end = shift_ahead(desk, ward)
    body = handover.frozen(desk, ward, handover.written(desk, ward))
    body |= {"from_shift": shift, "to_shift": handing.next_shift(shift)}
    name = next((w.text("name") for w in house.wards if w.id == ward), "")
    made = night_sheets.night_sheets(
        _round_sheet(desk, ward, name, (start, end)), printing.sheet_of(desk, body, None),
        f"{desk.now():%Y-%m-%d %H:%M}打印，{name}{label('CL-SHIFT', shift)}用",
    )  # fmt: skip
    printing.printed(desk, "F30", on_paper.place_of(ward))
    return made


def blank_sheets(desk: Desk) -> bytes:
    """The same sheets without a ward, a name or a time; a line in the log."""
    from welfare_desktop.reports import night_sheets

    made = night_sheets.night_sheets(_round_sheet(desk), _empty_handover(desk), "空白表")
    printing.printed(desk, "F30", "")
    return made


def _round_sheet(
    desk: Desk, ward: str = "", name: str = "", span: Sequence[datetime] = ()
) -> RoundSheet:
    from welfare_desktop.reports.night_sheets import Looked, RoundSheet

    house, slots, children = desk.house(), list[datetime](), list[Looked]()
    if span:
        start, end = span
        days = dict.fromkeys((start.date(), (end - timedelta(minutes=1)).date()))
        slots = [s for day in days for s in rounds.slots(house, ward, day) if start <= s < end]
        children = [
            Looked(
                rounds.bed_words(child.bed), child.name, board.risk_tag(child, desk.now()),
                tuple(rounds.is_due(house, child, slot) for slot in slots),
            )
            for child in rounds.expected_children(house, ward, desk.now())
        ]  # fmt: skip
    signs = "、".join(f"{sign} {word}" for sign, word in rounds.SIGNS.values())
    return RoundSheet(
        institution=desk.institution, ward=name,
        shift=label("CL-SHIFT", rounds.shift_of(house, span[0], ward)) if span else "",
        day=f"{span[0]:%Y-%m-%d}" if span else "　　　年　　月　　日",
        slots=tuple(f"{slot:%H:%M}" for slot in slots), children=tuple(children), marks=signs,
        points=_points(), calls=_calls(desk, ward, span), allergies=tuple(_allergies(desk, ward)),
        practice=desk.practice,
    )  # fmt: skip


def _points() -> tuple[str, str]:
    """What is looked at, once the panel that says so is dark."""
    around = "、".join(name for _, name in FORMS["F30"].field("environment").points)
    return f"婴儿看四项：{rounds.FOUR_POINTS}。", f"环境五项：{around}。"


def _calls(desk: Desk, ward: str, span: Sequence[datetime]) -> tuple[tuple[str, str], ...]:
    """Whom to call in that shift, and the number; without one, only whom the shift names."""
    house = desk.house()
    known = calling.contacts(house.at(max(desk.now(), span[0])) if span else house, ward or None)
    if not span:
        first = {c.action: Contact(c.title, action=c.action) for c in reversed(known)}
        others = (c for c in known if c.action not in _OF_THE_SHIFT)
        known = [*(first[action] for action in _OF_THE_SHIFT), *others]
    return tuple((c.told, c.phone) for c in known if c.phone or c.action in _OF_THE_SHIFT)


def _allergies(desk: Desk, ward: str) -> Iterator[str]:
    """Who bears what not, and of whom it is not known."""
    unasked = list[str]()
    for child in rounds.expected_children(desk.house(), ward, desk.now()) if ward else ():
        who, told = f"{rounds.bed_words(child.bed)} {child.name}", board.allergy(child)
        if told == board.UNASKED:
            unasked.append(who)
        elif told:
            yield f"{who} {told}"
    if unasked:
        yield f"{board.UNASKED}：{'、'.join(unasked)}"


def _empty_handover(desk: Desk) -> HandoverSheet:
    from welfare_desktop.reports.handover_sheet import Census, Counted, HandoverSheet
    from welfare_desktop.reports.page import Signed

    return HandoverSheet(
        institution=desk.institution, ward="", from_shift="", to_shift="", handover_at=desk.now(),
        census=Census(listed=0, expected=0, seen=0), giver=Signed(""), receiver=Signed(""),
        counts=tuple(Counted(name) for _, name in FORMS["F32"].field("facility").points),
        practice=desk.practice,
    )  # fmt: skip
