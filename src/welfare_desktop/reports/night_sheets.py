"""Sheets for a night without the computer: rounds to tick, a handover to write (§4.2–4.4).

Children, beds and times stand on them already; what people see and decide is left to be written.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from welfare_desktop.reports import page
from welfare_desktop.reports.handover_sheet import HandoverSheet, SpecialChild, in_order
from welfare_desktop.reports.page import PageFrame, Signed
from welfare_desktop.reports.text import Paragraph, Span, Style

#: Columns of a page: wider ones than these hold a sign, narrower ones do not.
_COLUMNS = 16
_LINES, _CARDS = 7, 2
#: Lines of a blank sheet: its rounds fit one page, its handover two, so that one leaf holds it.
_CHILDREN, _OTHERS = 12, 8
_WRITE = "＿" * 7
_LEAD = Style(size=10.5, leading=17)
_TIME = Style(size=8, leading=11, face="bold", align="centre")
#: Lines that a photocopy keeps: the sheets are copied when they run out.
_KEPT: page.Rule = ("INNERGRID", (0, 0), (-1, -1), 0.5, page.INK)
_SMALL = Style(size=8.5, leading=12)
_LOUD = Style(size=9, leading=13, face="bold")
_DASH = Style(size=8, leading=11, align="centre")
_NAME = Style(size=11.5, leading=17, face="bold")
_AFTER = "电脑好了当天补录：在“巡查与交接”里按 Ctrl+Shift+P，附本单照片。"


class Looked(msgspec.Struct, frozen=True):
    """One child of the rounds sheet. ``due``: for each slot whether it is this child's."""

    place: str
    name: str
    tag: str
    due: tuple[bool, ...]


class RoundSheet(msgspec.Struct, frozen=True, kw_only=True):
    """The rounds of one shift.

    Args:
        slots: times of day, empty on a wholly blank sheet. points: what a look and a round hold.
        calls: whom to call, and the number;
            an empty one is left to be written. allergies: who bears what not.
    """

    institution: str
    ward: str = ""
    shift: str = ""
    day: str = ""
    slots: tuple[str, ...] = ()
    children: tuple[Looked, ...] = ()
    marks: str
    points: tuple[str, ...]
    calls: tuple[tuple[str, str], ...]
    allergies: tuple[str, ...] = ()
    practice: bool = False


def _grid(sheet: RoundSheet, first: int, slots: Sequence[str]) -> Any:
    """The children down, some slots across; what is not a child's time bears a dash.

    Shaded as well, but a photocopy loses the shade.
    """
    rows: list[list[Any]] = []
    shaded: list[page.Rule] = []
    for number, child in enumerate(sheet.children, 1):
        name = f"{child.place} {child.name}" + (f"（{child.tag}）" if child.tag else "")
        due = child.due[first : first + len(slots)]
        rows.append([name, *("" if one else Paragraph("—", _DASH) for one in due)])
        shaded += [
            ("BACKGROUND", (column, number), (column, number), page.SHADE)
            for column, one in enumerate(due, 1)
            if not one
        ]
    rows += [["", *[""] * len(slots)] for _ in range(0 if sheet.children else _CHILDREN)]
    foot = ["开始时间", "环境五项", "签名"]
    rows += [[Paragraph(word, _TIME), *[""] * len(slots)] for word in foot]
    high = ("BOTTOMPADDING", (0, -1), (-1, -1), 16)
    heads = ("床位 姓名", *(slot or "　" for slot in slots))
    return page.listing(
        heads, rows, (22, *[78 / len(slots)] * len(slots)),
        [_KEPT, *shaded, high, ("LEFTPADDING", (1, 0), (-1, -1), 1), ("RIGHTPADDING", (1, 0), (-1, -1), 0),
         ("FONTSIZE", (0, 0), (-1, 0), 8)], whole=True,
    )  # fmt: skip


def _calls(sheet: RoundSheet) -> Any:
    """Whom to call, two on a line: where the program is dark nobody looks it up."""
    cells: list[Any] = []
    for who, number in sheet.calls:
        cells += [Paragraph(who, _SMALL), Paragraph(number, _LOUD)]
    cells += [""] * (-len(cells) % 4)
    rows = [cells[at : at + 4] for at in range(0, len(cells), 4)]
    tight = [("TOPPADDING", (0, 0), (-1, -1), 1), ("BOTTOMPADDING", (0, 0), (-1, -1), 2)]
    shade = [("BACKGROUND", (c, 0), (c, -1), page.SHADE) for c in (0, 2)]
    return page.table(rows, [33, 17, 33, 17], [_KEPT, *tight, *shade])


def _round_story(sheet: RoundSheet) -> list[Any]:
    slots = sheet.slots or ("",) * _COLUMNS
    top = [["区域", sheet.ward, "日期", sheet.day, "班次", sheet.shift]]
    story: list[Any] = [
        page.table(top, [9, 27, 9, 27, 9, 19], [_KEPT]),
        page.space(4),
        _calls(sheet),
        page.space(4),
        *([Paragraph(f"▲过敏：{'；'.join(sheet.allergies)}", _LOUD)] if sheet.allergies else []),
        Paragraph(
            f"每名儿童到点看一次，格里写标记：{sheet.marks}。"
            f"{'有“—”的格不用看。' if sheet.children else ''}{''.join(sheet.points)}"
            "出事先救人，再打上面的电话。",
            _SMALL,
        ),
        page.space(4),
    ]
    for first in range(0, len(slots), _COLUMNS):
        story += [_grid(sheet, first, slots[first : first + _COLUMNS]), page.space(6)]
    story += [
        page.heading("异常、体温、不在场和未能查看", "每件一行；有异常先处置，再写"),
        page.listing(
            ("时间", "床位 姓名", "标记", "体温", "情况、怎么处置、通知了谁"),
            [["　"] * 5 for _ in range(_LINES)], (12, 20, 9, 10, 49), [_KEPT],
        ),
        page.space(4),
        Paragraph(_AFTER, _SMALL),
    ]  # fmt: skip
    return story


def _by_hand(label: str, room: str = "") -> list[Any]:
    return ["", Paragraph(label, page.LABEL), room or "　\n　"]


def _card(child: SpecialChild) -> Any:
    head = (Span(child.name or "姓名＿＿＿＿＿＿　床位＿＿＿＿", "bold"),
            Span(f"　{child.place}　{child.age}", "sans"))  # fmt: skip
    rows = [
        ["□平稳\n□关注\n□危急", Paragraph(head, _NAME), ""],
        _by_hand("列入原因", child.reason),
        _by_hand("待办、时间", child.todo and f"{child.todo}\n　"),
        _by_hand("若…则…", child.contingency and f"{child.contingency}\n　"),
        _by_hand("接班者复述"),
        _by_hand("床头交接", "□已看　　　　时　　　分"),
    ]
    rules = [
        _KEPT, ("SPAN", (0, 0), (0, -1)), ("SPAN", (1, 0), (2, 0)),
        ("BACKGROUND", (0, 0), (0, -1), page.SHADE), ("NOSPLIT", (0, 0), (-1, -1)),
    ]  # fmt: skip
    return page.together(page.table(rows, [11, 15, 74], rules), page.space(6))


def _handover_top(sheet: HandoverSheet) -> list[Any]:
    count = sheet.census
    rows = [
        ["区域", sheet.ward, "交接时间", "　　　年　　月　　日　　时　　分"],
        ["班次", f"{sheet.from_shift} → {sheet.to_shift}" if sheet.ward else "", "当班人员",
         "、".join(sheet.on_duty)],
        ["交班人", "", "接班人", ""],
    ]  # fmt: skip
    known = (
        f"打印时：在册 {count.listed}，应在 {count.expected}，住院 {count.hospital}，外出 "
        f"{count.away}，住校 {count.boarding}，寄养 {count.foster}。"
    )
    equation = "在册＿＿ ＝ 应在＿＿ ＋ 住院＿＿ ＋ 外出＿＿ ＋ 住校＿＿ ＋ 寄养＿＿　　实在＿＿"
    return [
        page.table(rows, [11, 34, 13, 42], [_KEPT]),
        page.heading("一、人数", known if sheet.ward else ""),
        Paragraph(equation, _LEAD),
        Paragraph(f"差在谁、在哪里：{_WRITE * 4}", _LEAD),
    ]


def _handover_rest(sheet: HandoverSheet) -> list[Any]:
    counts = [[c.name, "□相符　□不符", "　"] for c in sheet.counts]
    others = [[c.place, c.name, "　"] for c in sheet.others] or [["　"] * 3 for _ in range(_OTHERS)]
    tasks = [[t.kind, t.subject, t.todo, page.short_minute(t.due), "□接收 □退回"]
             for t in sheet.tasks]  # fmt: skip
    tasks += [["　", "　", "　", "　", "□接收 □退回"] for _ in range(3)]
    signed = [Signed("交班人"), Signed("接班人"), Signed("带班领导（代交或退回时）")]
    return [
        page.heading("三、清点", "双方一起数"),
        page.listing(("项目", "结果", "差什么"), counts, (26, 22, 52), [_KEPT]),
        page.heading("四、其他儿童", "只写不平常的"),
        page.listing(("床位", "姓名", "特殊情况"), others, (12, 20, 68), [_KEPT]),
        page.heading("五、未了事项与下一班到点"),
        page.listing(
            ("类别", "对象", "下一步", "时间", "接班意见"), tasks, (15, 22, 33, 13, 17), [_KEPT]
        ),
        page.space(4),
        Paragraph(f"没签的巡查：{_WRITE}　原因：{_WRITE * 2}", _LEAD),
        Paragraph(f"预计进出（谁、几点）：{_WRITE * 4}", _LEAD),
        Paragraph(f"环境、来访、维修：{_WRITE * 4}", _LEAD),
        page.together(
            page.heading("签名", "两人都在场，各签各的；不能替别人签"),
            page.signature_lines(signed),
            Paragraph(_AFTER, _SMALL),
        ),
    ]


def _handover_story(sheet: HandoverSheet) -> list[Any]:
    cards = [*in_order(sheet.special), *[SpecialChild(name="")] * _CARDS]
    note = "重者在前；逐名复述，逐名到床头看" if sheet.special else "逐名复述，逐名到床头看"
    return [
        *_handover_top(sheet),
        page.heading("二、重点儿童", note),
        *(_card(child) for child in cards),
        *_handover_rest(sheet),
    ]


def night_sheets(rounds: RoundSheet, handover: HandoverSheet, printed: str) -> bytes:
    """Both sheets as one PDF. ``printed``: when and for which shift, in words."""
    law = "依据：C3.08（F30 巡查记录）、C3.09（F32 交接班记录）。"

    def frame(title: str) -> PageFrame:
        return PageFrame(
            institution=rounds.institution, title=title, subtitle=printed, footer=law,
            practice=rounds.practice,
        )  # fmt: skip

    return page.render_all([
        (frame("巡查记录（手写备用）"), _round_story(rounds)),
        (frame("交接班记录（手写备用）"), _handover_story(handover)),
    ])[0]  # fmt: skip
