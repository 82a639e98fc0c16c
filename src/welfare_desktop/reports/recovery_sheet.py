"""The recovery sheet: 24 words and a QR code, printed once and kept in a sealed envelope."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from welfare_desktop.reports import page
from welfare_desktop.reports.page import PageFrame, Signed
from welfare_desktop.reports.text import Paragraph, Style

_WORD = Style(size=21, leading=28, face="serif_bold", align="centre")
_NUMBER = Style(size=9, leading=14, align="centre", grey=0.25)
_LEAD = Style(size=10.5, leading=17.5)


class RecoverySheet(msgspec.Struct, frozen=True):
    """``words``: the 24 Chinese words (BIP 39)."""

    institution: str
    words: tuple[str, ...]
    issued_at: datetime
    practice: bool = False


_ADVICE = (
    "1. 谁持有这 24 个词，谁就能打开本机构的全部儿童资料。不要拍照、不要录入手机或网络。",
    "2. 请当场把 24 个词逐个抄回程序核对；核对通过后，本页装入信封，骑缝签名封存，"
    "由院长锁入保险柜；建议另抄一份，由另一位负责人异地保管。",
    "3. 全部密码都忘记、或电脑损坏后用备份恢复时，才需要拆封：在恢复页依次输入 24 个词，或扫描右侧二维码。",
    "4. 程序不保存这 24 个词，遗失后无法补印；拆封后应重新生成恢复单，并销毁旧页。",
)


def _words(sheet: RecoverySheet) -> Any:
    rows: list[list[Any]] = []
    for start in range(0, len(sheet.words), 6):
        line = sheet.words[start : start + 6]
        rows.append(
            [
                [Paragraph(str(start + i + 1), _NUMBER), Paragraph(word, _WORD)]
                for i, word in enumerate(line)
            ]
        )
    return page.table(rows, [1] * 6)


def _story(sheet: RecoverySheet) -> list[Any]:
    advice = [Paragraph(line, _LEAD) for line in _ADVICE]
    code = page.Code(" ".join(sheet.words), 138)
    facts = page.table([["生成时间", page.minute(sheet.issued_at)]], [15, 85])
    beside = page.table(
        [[advice, code]],
        [70, 30],
        [("GRID", (0, 0), (-1, -1), 0, page.INK), ("VALIGN", (0, 0), (-1, -1), "TOP")],
    )
    beside.setStyle([("LINEBELOW", (0, 0), (-1, -1), 0.5, page.HAIR)])
    kept = (Signed("封存人"), Signed("保管人（院长）"), Signed("拆封记录一"), Signed("拆封记录二"))
    return [
        facts,
        page.heading("恢复词", "从左到右、从上到下，按编号顺序"),
        _words(sheet),
        page.heading("怎样保管与使用"),
        beside,
        page.heading("封存与拆封"),
        page.signature_lines(kept),
    ]


def recovery_sheet(sheet: RecoverySheet) -> bytes:
    """The sheet as PDF; never written anywhere by this module."""
    frame = PageFrame(
        institution=sheet.institution,
        title="资料库恢复单",
        number="密 · 仅一份",
        footer="本页含打开资料库的密钥，用后封存。",
        practice=sheet.practice,
    )
    return page.render(frame, lambda: _story(sheet))
