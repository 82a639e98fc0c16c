"""行政区划 by GB/T 2260: six digits, with the years in which each was in force.

What was abolished stays: a child born there keeps its place of birth. Codes that the table does not
know yet are kept as they are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache

import msgspec

from welfare_desktop.domain.places import resource

_CODE = re.compile(r"\d{6}")
_SHOWN = re.compile(r".*[（(](\d{6})[^）)]*[）)]")


class Division(msgspec.Struct, frozen=True):
    """A code and its name; ``since`` and ``until`` are the first and last year, empty where open."""

    code: str
    name: str
    since: str
    until: str


@cache
def table() -> tuple[Division, ...]:
    """All divisions by code; of one code the name in force last (``resources/divisions.tsv``)."""
    lines = resource("divisions.tsv").read_text("utf-8").splitlines()
    rows = [Division(*line.split("\t")) for line in lines if not line.startswith("#")]
    return tuple(sorted(rows, key=lambda row: (row.code, row.until or "9999")))


@cache
def _latest() -> dict[str, Division]:
    return {row.code: row for row in table()}


@cache
def _called() -> dict[str, list[Division]]:
    """Every way to call a division, from the bare name to that with city and province."""
    out: dict[str, list[Division]] = defaultdict(list)
    for row in table():
        province, city = _name(row.code[:2] + "0000"), _name(row.code[:4] + "00")
        for before in dict.fromkeys(("", city, province, province + city)):
            out[before + row.name].append(row)
    return out


def _name(code: str) -> str:
    found = _latest().get(code)
    return found.name if found else ""


def full_name(code: str) -> str:
    """Name with what it lies in, ``黄山市屯溪区``; empty for a code that is not known."""
    above = "" if code.endswith("0000") else _name(code[:2] + "0000")
    if not code.endswith("00"):
        above = _name(code[:4] + "00") or above
    own = _name(code)
    return above + own if own else ""


def label(code: str) -> str:
    """As people read it: ``黄山市屯溪区（341002）``; an unknown code as it is."""
    name = full_name(code)
    return f"{name}（{code}）" if name else code


def called(text: str) -> list[str]:
    """Codes that a text means: a code, a label, a name with or without city and province.

    Divisions in force go before those abolished.
    """
    wanted = text.strip()
    if (shown := _SHOWN.fullmatch(wanted)) is not None:
        wanted = shown[1]
    if _CODE.fullmatch(wanted):
        return [wanted] if _name(wanted[:2] + "0000") else []
    rows = _called().get(wanted, [])
    rows = [row for row in rows if not row.until] or rows
    return list(dict.fromkeys(row.code for row in rows))


@cache
def near(own: str) -> Sequence[tuple[str, str]]:
    """All to choose from, code and label: own city first, own province, the others, abolished ones."""

    def place(row: Division) -> tuple[bool, bool, bool, str]:
        ours = not row.until and bool(own)
        return (
            bool(row.until), not (ours and row.code[:4] == own[:4]),
            not (ours and row.code[:2] == own[:2]), row.code,
        )  # fmt: skip

    rows = sorted(_latest().values(), key=place)
    return tuple(
        (row.code, f"{full_name(row.code)}（{row.code}，已撤销）" if row.until else label(row.code))
        for row in rows
    )
