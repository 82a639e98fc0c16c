"""Papers of an emergency: what is read out on the telephone, and the card that goes along (§1.9, §4.5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from welfare_desktop.reports import page
from welfare_desktop.reports.page import PageFrame
from welfare_desktop.reports.text import Paragraph, Style

_BIG = Style(size=13, leading=20)
_NAME = Style(size=17, leading=24, face="bold")
_LOUD = Style(size=14, leading=20, face="bold")
#: As high as the words beside it, so that both stand on one line.
_HEAD = Style(size=10, leading=20)
_LEFT = [("BACKGROUND", (0, 0), (0, -1), page.SHADE), ("VALIGN", (0, 0), (-1, -1), "TOP")]


class SpokenPaper(msgspec.Struct, frozen=True, kw_only=True):
    """``parts``: letter, what it stands for, lines."""

    institution: str
    number: str
    made_at: datetime
    parts: tuple[tuple[str, str, tuple[str, ...]], ...]
    practice: bool = False


class EmergencyCard(msgspec.Struct, frozen=True, kw_only=True):
    """One sheet for the ambulance and the hospital.

    Args:
        facts: label and text, in their order; a text that begins with ▲ is printed heavy.
        event: what happened. contacts: who, number.
        consent: who signs for the child.
    """

    institution: str
    number: str
    made_at: datetime
    name: str
    facts: tuple[tuple[str, str], ...]
    event: tuple[str, ...]
    contacts: tuple[tuple[str, str], ...]
    consent: str
    practice: bool = False


def spoken_paper(told: SpokenPaper) -> bytes:
    """现状, 背景, 评估, 请求 as PDF."""
    frame = PageFrame(
        institution=told.institution, title="电话报告单", number=told.number,
        subtitle=f"{page.minute(told.made_at)} 生成，照着念，请对方复述",
        footer="只写看到的和量到的，不下诊断。含儿童个人信息，用后归档或销毁。", practice=told.practice,
    )  # fmt: skip
    rows = [[Paragraph(f"{letter} {name}", _HEAD), Paragraph("\n".join(lines), _BIG)]
            for letter, name, lines in told.parts]  # fmt: skip
    return page.render(frame, lambda: [page.table(rows, [14, 86], _LEFT)])


def emergency_cards(cards: Sequence[EmergencyCard]) -> bytes:
    """The cards as PDF: one page each."""
    return page.render_all([(_frame(card), _card(card)) for card in cards])[0]


def _frame(card: EmergencyCard) -> PageFrame:
    return PageFrame(
        institution=card.institution, title="急救卡", number=card.number,
        subtitle=f"{page.minute(card.made_at)} 生成，随车带走，交给接诊医生",
        footer="含儿童个人信息，只供救治，就诊后带回归档。", practice=card.practice,
    )  # fmt: skip


def _card(card: EmergencyCard) -> list[Any]:
    facts = [
        [Paragraph(name, _HEAD), Paragraph(text, _LOUD if text.startswith("▲") else _BIG)]
        for name, text in card.facts
    ]
    calls = [[Paragraph(who, _HEAD), Paragraph(number, _BIG)] for who, number in card.contacts]
    event = [[line] for line in card.event]
    return [
        Paragraph(card.name, _NAME),
        page.table(facts, [20, 80], _LEFT),
        page.heading("发生了什么"),
        page.table(event, [100]),
        page.heading("联系"),
        page.table(calls, [60, 40]),
        page.heading("谁能同意手术"),
        Paragraph(card.consent, _BIG),
    ]
