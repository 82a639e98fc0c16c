"""Papers of an event under way: the telephone report and the emergency card; each printing is logged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from welfare_desktop.actions import events, printing, transfer
from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain import ladder, urgent
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.urgent import Facts, Sbar

if TYPE_CHECKING:
    from welfare_desktop.reports.urgent_papers import EmergencyCard

#: 民法典 art. 34, as F24 `consent_by` has it: who acts for a child in the care of the institution.
_CONSENT = (
    "手术或有风险的处置，由{head}作为监护人的代表签字同意（民法典第三十四条）。"
    "电话先取得同意，再补签字；陪送的工作人员不代签。"
)
#: Kinds of contact that stand on the card: the hospital reaches the house by them.
_ON_CARD = (ladder.MEDIC, ladder.LEADER, "")


def spoken(desk: Desk, event: Record) -> Sbar:
    """What is read out on the telephone, as far as this person may read it."""
    return urgent.sbar(desk.house(), desk.seen(), event, desk.account.name)


def spoken_paper(desk: Desk, record_id: str) -> bytes:
    """The telephone report as PDF."""
    from welfare_desktop.reports.urgent_papers import SpokenPaper, spoken_paper

    event = events.read(desk, record_id)
    told = SpokenPaper(
        institution=desk.institution, number=event.form_no, made_at=desk.now(),
        parts=spoken(desk, event).parts, practice=desk.practice,
    )  # fmt: skip
    made = spoken_paper(told)
    printing.printed(desk, "F31", event.id)
    return made


def card(desk: Desk, record_id: str) -> bytes:
    """The emergency cards of the event's children as PDF: of several, of those who are sent."""
    from welfare_desktop.reports.urgent_papers import emergency_cards

    event = events.read(desk, record_id)
    about = transfer.gone(desk, event) or events.children_of(desk.house(), event)
    if not about:
        raise Refused("先选儿童（按 / ），再打印急救卡。")
    made = emergency_cards([_card(desk, event, child) for child in about])
    printing.printed(desk, "F31", event.id)
    return made


def _card(desk: Desk, event: Record, child: Child) -> EmergencyCard:
    from welfare_desktop.reports.urgent_papers import EmergencyCard

    known = urgent.facts(child, desk.seen().child(child.id) or urgent.nothing_of(child))
    head = next((c for c in events.whom(desk, event) if c.title == "院长" and c.name), None)
    return EmergencyCard(
        institution=desk.institution, number=known.number, made_at=desk.now(), name=known.name,
        facts=_facts(known), event=tuple(_happened(event)), contacts=tuple(_contacts(desk, event)),
        consent=_CONSENT.format(head=f"院长{head.name}" if head else "院长"),
        practice=desk.practice,
    )  # fmt: skip


def _facts(known: Facts) -> tuple[tuple[str, str], ...]:
    born = f"，{known.birth} 生" if known.birth else ""
    loud = "▲ " if urgent.is_allergic(known.allergy) else ""
    return (
        ("儿童", f"{known.sex}，{known.age}{born}，{known.place}"),
        ("过敏", f"{loud}{known.allergy}"),
        ("诊断", known.diagnoses), ("在用药", "\n".join(known.medication)), ("体重", known.weight),
        ("血型", known.blood), ("预防接种", known.vaccines),
    )  # fmt: skip


def _happened(event: Record) -> Iterator[str]:
    """The event and what was done, by its time."""
    found = event.text("found_at").replace("T", " ")
    yield f"{found} {event.text('place')} 发现{urgent.kind_words(event)}"
    if event.get("desc"):
        yield event.text("desc")
    rows = sorted(event.rows("timeline"), key=lambda row: str(row.get("at") or ""))
    for row in rows:
        if row.get("action") not in (None, ladder.FOUND):
            said = f"：{row['note']}" if row.get("note") else ""
            yield f"{str(row['at'])[11:]} {label('CL-ACTION', str(row['action']))}{said}"


def _contacts(desk: Desk, event: Record) -> Iterator[tuple[str, str]]:
    own = desk.house().institution
    if own is not None:
        yield own.text("name"), own.text("phone")
    for one in events.whom(desk, event):
        if one.action in _ON_CARD and one.phone:
            yield one.told, one.phone
