"""Carers' notes: feeding, sleep, stool, mood, bath; what of them handover names (X11)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from welfare_desktop.domain import rounds
from welfare_desktop.domain.codes import code_list, label
from welfare_desktop.domain.house import House

#: What is noted, by the first digit of its codes.
KINDS: Mapping[str, str] = {"1": "进食", "2": "睡眠", "3": "大便", "4": "情绪", "5": "洗澡"}
_LIST = "X11.notes.what"
#: Not as usual, and yet nothing that the next shift has to know.
_MILD = frozenset({"12", "52"})
#: What must not be wanting for so many days, and what counts as it.
_DAYS: Mapping[str, int] = {"3": 3, "5": 7}
_NOT_DONE = frozenset({"53"})
#: Characters of two notes that stand in one line beside the board.
_NARROW = 22
_SHOWN = timedelta(hours=12)


def choices(kind: str) -> list[tuple[str, str]]:
    """The ways in which one kind of note can turn out, the usual one first."""
    return [(code, name) for code, name in code_list(_LIST).items if code[0] == kind]


def usual(kind: str) -> str:
    """The code that one key commits."""
    return choices(kind)[0][0]


def words(note: Mapping[str, Any]) -> str:
    """A note in words, without its time."""
    return f"{label(_LIST, note['what'])}{note.get('note') or ''}"


def notes(
    house: House, since: datetime, until: datetime, ward: str | None = None
) -> list[dict[str, Any]]:
    """Notes from a minute up to another, by their time, those not yet written among them.

    Args:
        ward: ``None`` for every ward: a child's notes lie where it was.
    """
    found = [
        note for log in house.within("X11", since, until + timedelta(days=1), ward)
        for note in log.rows("notes")
    ]  # fmt: skip
    found += [note for note in house.source.notes() if ward in (None, note.get("ward"))]
    span = since.isoformat(timespec="seconds"), until.isoformat(timespec="seconds")
    return sorted((n for n in found if span[0] <= n["at"] <= span[1]), key=lambda n: str(n["at"]))


def _lines(own: Iterable[Mapping[str, Any]]) -> list[str]:
    """Notes of one child, one line a kind with their times."""
    by_kind: dict[str, list[str]] = {}
    for note in own:
        kind = note["what"][0]
        said = words(note).removeprefix(KINDS[kind])
        by_kind.setdefault(kind, []).append(f"{note['at'][11:16]}{said}")
    return [f"{KINDS[kind]} {' '.join(by_kind[kind])}" for kind in sorted(by_kind)]


def today(house: House, child: str) -> list[str]:
    """A child's notes of the day; in the first half of it those of the evening before as well."""
    midnight = datetime(house.now.year, house.now.month, house.now.day)
    found = notes(house, min(midnight, house.now - _SHOWN), house.now)
    return _lines(note for note in found if note["child"] == child)


def by_day(house: House, child: str, days: int) -> list[tuple[date, list[str]]]:
    """A child's notes of the last days, the newest day first."""
    first = datetime(house.now.year, house.now.month, house.now.day) - timedelta(days=days - 1)
    own: dict[str, list[Mapping[str, Any]]] = {}
    for note in notes(house, first, house.now):
        if note["child"] == child:
            own.setdefault(note["at"][:10], []).append(note)
    return [(date.fromisoformat(day), _lines(own[day])) for day in sorted(own, reverse=True)]


def in_pairs(lines: list[str]) -> list[str]:
    """Short lines two by two, for a narrow place."""
    out: list[str] = []
    alone = True
    for line in lines:
        if not alone and len(out[-1]) + len(line) <= _NARROW:
            out[-1] = f"{out[-1]}　{line}"
            alone = True
        else:
            out.append(line)
            alone = False
    return out


def exceptions(
    house: House, ward: str, since: datetime, now: datetime
) -> dict[str, list[str]]:  # fmt: skip
    """Child → what the shift to come has to know: what was not as usual, and what was wanting."""
    out: dict[str, list[str]] = {}
    for note in notes(house, since, now):
        if note["what"][1] != "1" and note["what"] not in _MILD:
            out.setdefault(note["child"], []).append(f"{note['at'][11:16]}{words(note)}")
    for kind, days in _DAYS.items():
        for child in _wanting(house, ward, now, kind, days):
            out.setdefault(child, []).append(f"{days}日没有{KINDS[kind]}记录")
    return out


def _wanting(house: House, ward: str, now: datetime, kind: str, days: int) -> list[str]:
    """Children of the ward without a note of a kind for so many days, where the ward keeps them."""
    since = now - timedelta(days=days)
    kept = [
        note for note in notes(house, since - timedelta(days=days), now, ward)
        if note["what"][0] == kind and note["what"] not in _NOT_DONE
    ]  # fmt: skip
    edge = since.isoformat(timespec="seconds")
    if not any(note["at"] <= edge for note in kept):
        return []
    done = {note["child"] for note in kept if note["at"] > edge}
    there = {child.id for child in rounds.expected_children(house, ward, since)}
    return [
        child.id for child in rounds.expected_children(house, ward, now)
        if child.id in there and child.id not in done
    ]  # fmt: skip
