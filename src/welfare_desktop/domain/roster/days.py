"""Days as people write them; one that can be read in two ways is not read."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta

from welfare_desktop.domain.roster.model import Cell

_DAY = re.compile(r"(\d{4})[-./年、,](\d{1,2})[-./月、,](\d{1,2})(?:[日号]|\.(?=$))?")
_TIMED = re.compile(r"(.*?)(?:T|\s+)(\d{1,2}):(\d{2})(?::\d{2}(?:\.0+)?)?")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_NUMERAL = r"[〇○零一二三四五六七八九十\d]"
_IN_WORDS = re.compile(f"({_NUMERAL}{{4}})年({_NUMERAL}{{1,3}})月({_NUMERAL}{{1,3}})[日号]")
#: Day zero of Excel's serial numbers (1900 system, after its 29 February 1900).
_SERIAL_ZERO = date(1899, 12, 30)


def read_day(value: Cell) -> tuple[date, str | None, bool]:
    """Day, clock time ``HH:MM`` if one is written, and whether it was a bare Excel serial number.

    Raises:
        ValueError: unreadable, incomplete, or readable in two ways; the text says which.
    """
    if isinstance(value, datetime):
        return value.date(), _clock(value.hour, value.minute), False
    if isinstance(value, date):
        return value, None, False
    if isinstance(value, bool) or value is None:
        raise ValueError("读不懂这个日期")
    if isinstance(value, float) and not value.is_integer():
        raise ValueError("读不懂这个日期")
    text = str(int(value)) if isinstance(value, int | float) else value
    text = unicodedata.normalize("NFKC", text).strip().lstrip("'")
    clock = None
    timed = _TIMED.fullmatch(text)
    if timed:
        text, clock = timed[1].strip(), _clock(int(timed[2]), int(timed[3]))
    if re.fullmatch(r"\d{4}\s+\d{1,2}\s+\d{1,2}", text):
        text = "-".join(text.split())
    day, serial = _plain(re.sub(r"\s+", "", text))
    return day, clock, serial


def _clock(hour: int, minute: int) -> str | None:
    """A time of zero is how programs write a day without a time."""
    if not (0 <= hour < 24 and 0 <= minute < 60):
        raise ValueError("读不懂这个时间")
    return f"{hour:02d}:{minute:02d}" if hour or minute else None


def _plain(text: str) -> tuple[date, bool]:
    match = _DAY.fullmatch(text) or re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text)
    if match:
        return _real(int(match[1]), int(match[2]), int(match[3])), False
    words = _IN_WORDS.fullmatch(text)
    if words:
        year = int(words[1].translate(_DIGITS))
        return _real(year, _number(words[2]), _number(words[3])), False
    if re.fullmatch(r"20\d{3}", text):
        raise ValueError("这个日期有两种读法，请写成四位年份，如 2016-08-31")
    if re.fullmatch(r"[2-5]\d{4}", text):
        return _SERIAL_ZERO + timedelta(days=int(text)), True
    if re.fullmatch(r"\d{6}|\d{1,2}[-./年]\d{1,2}[-./月]\d{1,4}日?", text):
        raise ValueError("这个日期有两种读法，请写成四位年份，如 2016-08-31")
    if re.fullmatch(r"\d{4}[-./年]?(\d{1,2}月?)?", text):
        raise ValueError("日期不完整，请写到日，如 2016-08-31")
    raise ValueError("读不懂这个日期，请写成公历 2016-08-31 的样子，不详的留空")


def _real(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError("没有这一天") from None


def _number(numeral: str) -> int:
    """``二十一`` → 21."""
    if "十" not in numeral:
        return int(numeral.translate(_DIGITS))
    tens, ones = numeral.split("十", 1)
    return int(tens.translate(_DIGITS) or 1) * 10 + int(ones.translate(_DIGITS) or 0)
