"""Keys of the board and of the handover (ward.md)."""

from __future__ import annotations

from welfare_desktop.ui.shell.keys import Key, meanings

_PAPER = Key("Ctrl+Shift+P", "纸表：打印备用、补录", "paper")

BOARD = (
    Key("空格 或 1", "正常，到下一名", "mark:1"), Key("2", "醒着", "mark:2"),
    Key("3", "异常：按数字选类型，再写体温或情况", "mark:3"),
    Key("4", "不在场：在院的先问在哪里", "mark:4"), Key("5", "未能查看：写原因", "mark:5"),
    Key("T · N", "体温 · 备注，留在这一名", "temp note"),
    Key("E", "环境五项都正常；异常按数字", "environment"),
    Key("F S D M B", "照护：进食、睡眠、大便、情绪、洗澡，照常",
        "care:1 care:2 care:3 care:4 care:5"),
    Key("Shift+F S D M B", "照护：不同往常，再按数字",
        "care:1+ care:2+ care:3+ care:4+ care:5+"),
    Key("退格", "取消自己的上一笔；签过的是更正", "undo"),
    Key("↑ ↓ PgUp PgDn", "换儿童"), Key("Home", "到第一名", "first"),
    Key("← →", "换时点；过去的格子是补录，写明原因"),
    Key("/", "找人：拼音、床号、编号、腕带", "jump"), Key("Enter", "看这名儿童的档案", "details"),
    Key("Ctrl+Enter", "结束并签字", "finish"), Key("Ctrl+Tab", "换到交接班"), _PAPER,
)  # fmt: skip

HANDOVER = (
    Key("Ctrl+↓ ↑", "下一张卡、上一张卡", "on back"), Key("A", "待办；异常的下一步", "todo"),
    Key("R", "复述：自己写", "repeat"),
    Key("1–3", "复述：选一句；异常、医嘱：1接收，2退回", "pick:*"),
    Key("B", "床头已看；扫腕带到那名儿童", "bedside"), Key("Esc", "从一栏回到这张卡", "card"),
    Key("Ctrl+Enter", "签字", "sign"), Key("Ctrl+Tab", "换到巡查板"), _PAPER,
)  # fmt: skip

#: Carers' notes: key → what is noted (`welfare_desktop.domain.care.KINDS`).
CARE = {
    key: word[5:] for key, word in meanings(BOARD).items()
    if word.startswith("care:") and not word.endswith("+")
}  # fmt: skip
