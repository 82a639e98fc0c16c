"""The printed 交接班 sheet (F32; lifecycle.md §2.5, §4.3, §4.4): sick children first."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from welfare_desktop.reports import page
from welfare_desktop.reports.page import ChainHead, PageFrame, Signed
from welfare_desktop.reports.text import Paragraph, Span, Style

ATTENTION = {1: "平稳", 2: "关注", 3: "危急"}


class Census(msgspec.Struct, frozen=True, kw_only=True):
    """Head count of the ward; ``before`` is what the shift began with, if known."""

    listed: int
    expected: int
    seen: int
    hospital: int = 0
    away: int = 0
    boarding: int = 0
    foster: int = 0
    explained: str = ""
    moves: str = ""

    @property
    def holds(self) -> bool:
        """在册 = 应在 + 住院 + 外出 + 住校 + 寄养, and 实在 = 应在."""
        elsewhere = self.hospital + self.away + self.boarding + self.foster
        return self.listed == self.expected + elsewhere and self.seen == self.expected


class SpecialChild(msgspec.Struct, frozen=True, kw_only=True):
    """One card of 重点儿童. ``attention``: 1 平稳, 2 关注, 3 危急, 0 not yet judged."""

    name: str
    place: str = ""
    age: str = ""
    attention: int = 0
    reason: str = ""
    todo: str = ""
    next_at: datetime | None = None
    contingency: str = ""
    summary: str = ""
    repeat_back: str = ""
    ack_at: datetime | None = None
    bedside_at: datetime | None = None


class Counted(msgspec.Struct, frozen=True):
    """A thing counted by both: 相符, 不符 with a note, or empty for uncounted."""

    name: str
    result: str = ""
    note: str = ""


class OtherChild(msgspec.Struct, frozen=True):
    """A child not on the special list: one line, exceptions only."""

    place: str
    name: str
    remark: str = ""


class OpenTask(msgspec.Struct, frozen=True):
    """An open event, an order due or a round unsigned; ``answer``: 接收 or 退回."""

    kind: str
    subject: str
    todo: str = ""
    due: datetime | None = None
    answer: str = ""


class HandoverSheet(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the sheet prints; ``head`` is the journal's end when it was signed."""

    institution: str
    ward: str
    from_shift: str
    to_shift: str
    handover_at: datetime
    census: Census
    giver: Signed
    receiver: Signed
    number: str = ""
    on_duty: tuple[str, ...] = ()
    special: tuple[SpecialChild, ...] = ()
    counts: tuple[Counted, ...] = ()
    others: tuple[OtherChild, ...] = ()
    tasks: tuple[OpenTask, ...] = ()
    moves: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    remark: str = ""
    happened: tuple[str, ...] = ()
    entered: str = ""
    more_signatures: tuple[Signed, ...] = ()
    head: ChainHead | None = None
    addenda: tuple[str, ...] = ()
    practice: bool = False


_LEAD = Style(size=10.5, leading=16.5)
_SUM = Style(size=12, leading=19, face="medium")
_TAG = Style(size=11, leading=15, face="bold", align="centre")
_NAME = Style(size=12.5, leading=18, face="bold")


def short_code(head: ChainHead) -> str:
    """Sixteen signs of the chain head's hash, in fours: what two people read to each other."""
    return page.grouped(head.hash[:16].upper())


def code_content(sheet: HandoverSheet, head: ChainHead) -> str:
    """What the QR code says: number, device, seq, hash; no child, no person."""
    return f"CWH1|{sheet.number}|{head.device}|{head.seq}|{head.hash}"


def _top(sheet: HandoverSheet) -> list[Any]:
    rows = [
        ["区域", sheet.ward, "交接时间", page.minute(sheet.handover_at)],
        ["班次", f"{sheet.from_shift} → {sheet.to_shift}", "当班人员", "、".join(sheet.on_duty)],
        ["交班人", sheet.giver.name, "接班人", sheet.receiver.name],
    ]
    shade = [("BACKGROUND", (c, 0), (c, -1), page.SHADE) for c in (0, 2)]
    return [page.table(rows, [11, 34, 13, 42], shade)]


def _census(census: Census) -> list[Any]:
    first = (
        f"在册 {census.listed} ＝ 应在 {census.expected} ＋ 住院 {census.hospital}"
        f" ＋ 外出 {census.away} ＋ 住校 {census.boarding} ＋ 寄养 {census.foster}"
    )
    same = "✓ 相符" if census.holds else "▲ 不符"
    lines: list[Any] = [
        page.heading("一、人数"),
        Paragraph(f"{first}　　实在 {census.seen}　{same}", _SUM),
    ]
    if census.moves:
        lines.append(Paragraph(census.moves, _LEAD))
    if census.explained or not census.holds:
        lines.append(Paragraph(f"差异说明：{census.explained or page.GAP}", _LEAD))
    return lines


def in_order(children: tuple[SpecialChild, ...]) -> list[SpecialChild]:
    """危急 first, then those not yet judged, 关注, 平稳; otherwise as given."""
    rank = {3: 0, 0: 1, 2: 2, 1: 3}
    return sorted(children, key=lambda child: rank.get(child.attention, 1))


def _line(label: str, text: str) -> list[Any]:
    return ["", Paragraph(label, page.LABEL), text]


def _card(child: SpecialChild) -> Any:
    level = ATTENTION.get(child.attention, page.GAP)
    sign = {3: "▲", 2: "●"}.get(child.attention, "")
    name = (Span(child.name, "bold"), Span(f"　{child.place}　{child.age}", "sans"))
    todo = child.todo or page.GAP
    if child.next_at:
        todo += f"（下次 {page.short_minute(child.next_at)}）"
    said = child.repeat_back or page.GAP
    if child.ack_at:
        said += f"（{page.short_minute(child.ack_at)} 确认）"
    bedside = page.short_minute(child.bedside_at)
    rows: list[list[Any]] = [
        [Paragraph(f"{sign}\n{level}" if sign else level, _TAG), Paragraph(name, _NAME), ""],
        _line("列入原因", child.reason),
        _line("待办", todo),
        _line("若…则…", child.contingency or "—"),
        _line("概况", child.summary or "—"),
        _line("接班者复述", said),
        _line("床头交接", f"✓ {bedside}" if bedside else "□ 未做"),
    ]
    heavy = 1.6 if child.attention == 3 else 0.9
    rules = [
        ("SPAN", (0, 0), (0, -1)),
        ("SPAN", (1, 0), (2, 0)),
        ("BACKGROUND", (0, 0), (0, -1), page.SHADE),
        ("BOX", (0, 0), (-1, -1), heavy, page.INK if child.attention == 3 else page.RULE),
        ("TOPPADDING", (0, 1), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, 1), (-1, -1), 2.5),
    ]
    return page.together(page.table(rows, [11, 15, 74], rules), page.space(6))


def _special(sheet: HandoverSheet) -> list[Any]:
    parts: list[Any] = [page.heading("二、重点儿童", f"{len(sheet.special)} 人，重者在前")]
    if not sheet.special:
        return [*parts, Paragraph("无", _LEAD)]
    return parts + [_card(child) for child in in_order(sheet.special)]


def _counts(sheet: HandoverSheet) -> list[Any]:
    if not sheet.counts:
        return []
    rows = [[c.name, c.result or "未清点", c.note] for c in sheet.counts]
    return [
        page.heading("三、清点", "双方共同清点"),
        page.listing(("项目", "结果", "说明"), rows, (26, 16, 58)),
    ]


def _others(sheet: HandoverSheet) -> list[Any]:
    if not sheet.others:
        return []
    said = [child for child in sheet.others if child.remark]
    quiet = [child.name for child in sheet.others if not child.remark]
    parts: list[Any] = [page.heading("四、其他儿童", f"{len(sheet.others)} 人")]
    if said:
        rows = [[child.place, child.name, child.remark] for child in said]
        parts += [page.listing(("床位", "姓名", "特殊情况"), rows, (14, 20, 66)), page.space(3)]
    if quiet:
        parts.append(Paragraph(f"无特殊（{len(quiet)} 人）：{'、'.join(quiet)}。", _LEAD))
    return parts


def _tasks(sheet: HandoverSheet) -> list[Any]:
    parts: list[Any] = [page.heading("五、未了事项与下一班到点")]
    if sheet.tasks:
        rows = [
            [t.kind, t.subject, t.todo, page.short_minute(t.due), t.answer or page.GAP]
            for t in sheet.tasks
        ]
        names = ("类别", "对象", "下一步", "时间", "接班意见")
        parts.append(page.listing(names, rows, (15, 22, 36, 14, 13)))
    else:
        parts.append(Paragraph("无", _LEAD))
    if sheet.moves:
        parts.append(Paragraph("预计进出：" + "；".join(sheet.moves) + "。", _LEAD))
    told = [*sheet.happened, *([sheet.remark] if sheet.remark else [])]
    if told:
        parts.append(Paragraph(f"环境、来访、维修：{'；'.join(told)}", _LEAD))
    return parts


def _warnings(sheet: HandoverSheet) -> list[Any]:
    if not sheet.warnings:
        return []
    return [
        page.heading("六、警示", "已写入记录，不影响交接"),
        *(Paragraph(f"▲ {text}", _LEAD) for text in sheet.warnings),
    ]


def _proof(sheet: HandoverSheet) -> list[Any]:
    signed = [sheet.giver, sheet.receiver, *sheet.more_signatures]
    parts: list[Any] = [page.heading("签名"), page.signature_lines(signed)]
    if sheet.head is None:
        return [page.together(*parts)]
    head = sheet.head
    facts = (
        f"记录终端　{head.device}\n日志链头　第 {head.seq} 条　{page.minute(head.at)}\n"
        f"链头摘要　{page.grouped(head.hash[:32])}\n　　　　　{page.grouped(head.hash[32:])}"
    )
    words = [
        Paragraph((Span("校验短码　", "sans"), Span(short_code(head), "bold")), _SUM),
        Paragraph(facts, Style(size=8.5, leading=13)),
    ]
    code = page.Code(code_content(sheet, head), 82)
    return [page.together(*parts, page.space(6), page.table([[words, code]], [82, 18]))]


def _addenda(sheet: HandoverSheet) -> list[Any]:
    if not sheet.addenda:
        return []
    return [page.heading("补充", "双方签名之后"), *(Paragraph(t, _LEAD) for t in sheet.addenda)]


def _story(sheet: HandoverSheet) -> list[Any]:
    return [
        *_top(sheet),
        *_census(sheet.census),
        *_special(sheet),
        *_counts(sheet),
        *_others(sheet),
        *_tasks(sheet),
        *_warnings(sheet),
        *_proof(sheet),
        *_addenda(sheet),
    ]


def handover_sheet(sheet: HandoverSheet) -> bytes:
    """The sheet as PDF, readable in grey print."""
    frame = PageFrame(
        institution=sheet.institution,
        title="交接班记录",
        number=sheet.number,
        footer="依据：C3.09（F32 交接班记录）。双方签名后不得更改，只可补充。",
        practice=sheet.practice,
        subtitle=sheet.entered,
    )
    return page.render(frame, lambda: _story(sheet))
