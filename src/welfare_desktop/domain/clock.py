"""The only source of the present moment (DL-1: Asia/Shanghai)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import Literal, Protocol

import msgspec

#: Mainland China keeps one zone without summer time since 1992; a fixed offset needs no data file.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")

#: From what is worst to what has not come.
Lateness = Literal["missed", "overdue", "due", "future"]


class Clock(Protocol):
    """Gives the present as a naive Asia/Shanghai ``datetime``."""

    def now(self) -> datetime: ...


class Limits(msgspec.Struct, frozen=True):
    """Minutes from the time of something: due from ``early`` before, overdue and missed after."""

    early: int
    late: int
    missed: int

    def state(self, due_at: datetime, now: datetime) -> Lateness:
        """How late something is; the minute under way has not passed."""
        minutes = (now.replace(second=0, microsecond=0) - due_at) // timedelta(minutes=1)
        if minutes > self.missed:
            return "missed"
        if minutes > self.late:
            return "overdue"
        return "due" if minutes >= -self.early else "future"


class SystemClock:
    """The device's clock."""

    def now(self) -> datetime:
        """Present moment, naive, Asia/Shanghai."""
        return datetime.now(SHANGHAI).replace(tzinfo=None)


class SetClock:
    """A clock that stands where it is put: scenarios, practice stores and tests."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        """The moment it was put to."""
        return self.at


def next_time(text: str, now: datetime) -> datetime | None:
    """The next moment of a typed time of day (``0200``, ``2:00``, ``2点``)."""
    digits = re.fullmatch(r"(\d{1,2})[:：点.]?(\d{2})?", text.strip())
    if digits is None:
        return None
    hour, minute = int(digits[1]), int(digits[2] or 0)
    if hour > 23 or minute > 59:
        return None
    at = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return at if at >= now else at + timedelta(days=1)


def past_time(text: str, now: datetime) -> datetime | None:
    """The last moment of a typed time of day, now at the latest."""
    coming = next_time(text, now)
    if coming is None:
        return None
    return coming if coming <= now else coming - timedelta(days=1)


def minute_text(moment: datetime) -> str:
    """``2025-07-28T08:20``, the JSON form of a business time."""
    return moment.strftime("%Y-%m-%dT%H:%M")


def offset_text(moment: datetime) -> str:
    """ISO 8601 with the offset of Asia/Shanghai, to the second: for journal and packages."""
    return moment.replace(tzinfo=SHANGHAI).isoformat(timespec="seconds")


def lasted(minutes: int) -> str:
    """``95`` → ``1小时35分钟``."""
    hours, rest = divmod(minutes, 60)
    return f"{f'{hours}小时' if hours else ''}{f'{rest}分钟' if rest or not hours else ''}"
