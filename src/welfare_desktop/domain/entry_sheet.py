"""录入对照单 (F73): what the outside system was told last, and what the records say now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from welfare_desktop.domain.forms.declare import Field, Form
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.record import Record

#: 事项 → forms, or single fields, whose newest record is copied out.
_FACTS: dict[str, tuple[str, ...]] = {
    "1": ("F01",),
    "2": ("F20", "F23", "F24"),
    "3": ("F33", "F34", "F36"),
    "4": ("F38", "F39"),
    "5": ("F54.benefit", "F54.applied_on", "F54.approved_on", "F54.rate"),
    "6": ("F54.benefit", "F54.end_fact", "F54.end_fact_on"),
    "7": ("F04", "F16"),
    "8": ("F01",),
}
#: Kinds that can be copied by hand as a word or a line.
_PLAIN = frozenset(
    ("text", "long", "date", "dt", "month", "int", "dec", "money", "bool", "code", "codes", "div")
)


def _fields(fact: str) -> Iterator[tuple[Form, Field]]:
    from welfare_desktop.domain.forms import FORMS

    for path in _FACTS.get(fact, ()):
        form_id, _, name = path.partition(".")
        form = FORMS.get(form_id)
        for field in form.fields if form else ():
            plain = field.kind in _PLAIN and not field.calc
            if form and plain and name in ("", field.name) and form.secrecy_of(field) != "S4":
                yield form, field


def last_copy(child: Child, entry: Record) -> dict[str, str]:
    """Values that were entered last for the same matter in the same system."""
    copies = [
        other for other in child.all("F73")
        if other.id != entry.id and other.get("entered_on")
        and all(other.get(name) == entry.get(name) for name in ("system", "fact_type"))
    ]  # fmt: skip
    return (
        {str(r["field"]): str(r.get("new") or "") for r in copies[-1].rows("sheet")}
        if copies
        else {}
    )


def sheet(child: Child, entry: Record) -> list[dict[str, Any]]:
    """One row a field that holds something, or did when it was entered last."""
    from welfare_desktop.domain.values import show

    old, now, out = last_copy(child, entry), {}, []
    for form, field in _fields(entry.text("fact_type")):
        record = child.record if form.id == "F01" else child.newest(form.id)
        told = show(field, record.get(field.name), child.house) if record else ""
        now[f"{form.title}：{field.label}"] = told
    for name in (*now, *(name for name in old if name not in now)):
        before, value = old.get(name, ""), now.get(name, "")
        if before or value:
            row = {"field": name, "old": before, "new": value, "changed": before != value}
            out.append({key: cell for key, cell in row.items() if cell != ""})
    return out
