"""Ctrl+K: this person's children, staff and forms by name, pinyin initials, full pinyin or number."""

from __future__ import annotations

from functools import lru_cache
from weakref import WeakKeyDictionary

import msgspec

from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.names import SCANNED, pinyin_keys

#: Name, number, full pinyin and initials of the first reading stand before the other readings.
_FIRST_READING = 4


class Hit(msgspec.Struct, frozen=True):
    """What was found. ``kind``: ``child``, ``staff`` or ``form``; ``id`` opens it."""

    kind: str
    id: str
    title: str
    detail: str


class _Entry(msgspec.Struct, frozen=True):
    hit: Hit
    keys: tuple[str, ...]


_INDEX: WeakKeyDictionary[Desk, tuple[int, list[_Entry]]] = WeakKeyDictionary()


@lru_cache(maxsize=20_000)
def _keys(name: str) -> tuple[str, ...]:
    return pinyin_keys(name)


def _entries(desk: Desk) -> list[_Entry]:
    known = _INDEX.get(desk)
    if known is not None and known[0] == desk.revision:
        return known[1]
    house, viewer = desk.house(), desk.viewer()
    wards = {w.id: w.text("name") for w in house.wards}
    out = []
    for child in house.children:
        if not viewer.lists(child.id):
            continue
        ward = wards.get(str(child.record.get("ward_id")), "")
        detail = " · ".join(part for part in (child.file_no, ward) if part)
        keys = (child.name, child.file_no.lower(), *_keys(child.name))
        out.append(_Entry(Hit("child", child.id, child.name, detail), keys))
    for person in house.staff:
        name = person.text("name")
        keys = (name, person.form_no.lower(), *_keys(name))
        out.append(_Entry(Hit("staff", person.id, name, f"工作人员 · {person.form_no}"), keys))
    for form in FORMS.values():
        if not form.internal:
            keys = (form.title, form.id.lower(), *_keys(form.title))
            out.append(_Entry(Hit("form", form.id, form.title, f"填写 {form.id}"), keys))
    _INDEX[desk] = (desk.revision, out)
    return out


def find(desk: Desk, text: str, limit: int = 20) -> list[Hit]:
    """Hits for what was typed: those that begin with it, read as a surname first; then other
    readings; then those that hold it. Children before staff and forms."""
    wanted = "".join(text.lower().split()).removeprefix(SCANNED)
    if not wanted:
        return []
    first: list[Hit] = []
    other: list[Hit] = []
    rest: list[Hit] = []
    for entry in _entries(desk):
        at = next((n for n, key in enumerate(entry.keys) if key.startswith(wanted)), None)
        if at is not None:
            (first if at < _FIRST_READING else other).append(entry.hit)
        elif any(wanted in key for key in entry.keys):
            rest.append(entry.hit)
    return (first + other + rest)[:limit]
