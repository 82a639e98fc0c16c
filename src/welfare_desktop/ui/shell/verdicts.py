"""How a verdict looks: tone, and the words of its tag with the days counted."""

from __future__ import annotations

from datetime import date

from welfare_desktop.domain.rules.verdict import WORDS, Word
from welfare_desktop.ui.shell.tokens import Tone

TONES: dict[str, Tone] = {
    "BREACH": "bad", "OVERDUE": "bad", "UNKNOWN": "warn", "WARN": "warn", "DUE": "info",
    "PASS": "ok", "NA": "mute",
}  # fmt: skip


def tag(verdict: Word, due: date | None, today: date) -> tuple[str, Tone]:
    """Words and tone of a duty: ``已逾期3天``, ``今天``, ``剩5天``, else the verdict's word."""
    tone = TONES[verdict]
    if due is None or verdict in ("BREACH", "UNKNOWN", "PASS", "NA"):
        return WORDS[verdict], tone
    days = (due - today).days
    if days < 0:
        word = "已逾期" if verdict == "OVERDUE" else "过目标" if verdict == "WARN" else "已过"
        return f"{word}{-days}天", tone
    if days <= 1:
        return ("今天", "明天")[days], "warn" if verdict == "DUE" else tone
    return f"剩{days}天", "mute" if verdict == "DUE" and days > 7 else tone
