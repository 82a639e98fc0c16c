"""Nicknames and ``ref:NAME`` in the values of a step become record ids, and back."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from welfare_desktop.app.replay.stage import Stage
from welfare_desktop.domain import divisions
from welfare_desktop.domain.codes import code_list
from welfare_desktop.domain.errors import Trouble
from welfare_desktop.domain.forms.declare import Field, Form
from welfare_desktop.domain.values import empty

_REF = "ref:"


def resolved(stage: Stage, form: Form, data: dict[str, Any]) -> dict[str, Any]:
    """The values with every name of the scenario as a record id."""
    out = {}
    for name, value in data.items():
        field = form.field(name) if name in form else None
        if field is not None and field.calc:
            raise Trouble(f"“{name}”由程序生成，不用填写。")
        out[name] = _value(stage, field, value)
    return out


def _value(stage: Stage, field: Field | None, value: Any) -> Any:
    if (
        isinstance(value, str)
        and value.startswith(_REF)
        and (field is None or field.kind != "refs")
    ):
        return stage.resolve(value[len(_REF) :])
    if field is None or empty(value):
        return value
    if field.kind in ("staff", "ref"):
        return _record(stage, field, value)
    if field.kind in ("staffs", "refs"):
        return [_record(stage, field, v) for v in (value if isinstance(value, list) else [value])]
    if field.kind == "table" and isinstance(value, list):
        columns = {c.name: c for c in field.columns}
        columns[field.columns[0].name] = replace(field.columns[0], words=field.words)
        return [
            {k: _value(stage, columns.get(k), v) for k, v in row.items()}
            if isinstance(row, dict) else row
            for row in value
        ]  # fmt: skip
    return value


def _record(stage: Stage, field: Field, value: Any) -> str:
    name = str(value).removeprefix(_REF)
    if name in stage.names.values() or any(name in word for word in field.words):
        return name
    return stage.resolve(name, "F64" if field.kind in ("staff", "staffs") else "")


def shown(stage: Stage, field: Field | None, value: Any, wanted: Any) -> Any:
    """A value of a record in the words in which the scenario asks for it."""
    if field is None or value is None:
        return value
    if field.kind == "code":
        return _code(field, value, wanted)
    if field.kind == "codes" and isinstance(wanted, list):
        return [
            _code(field, v, w)
            for v, w in zip(value, [*wanted, *value[len(wanted) :]], strict=False)
        ]
    if field.kind == "div":
        return wanted if str(value) in divisions.called(str(wanted)) else value
    if field.kind in ("staff", "ref") and isinstance(wanted, str):
        return wanted if _is(stage, wanted, value) else value
    if field.kind in ("staffs", "refs") and isinstance(wanted, list):
        pairs = zip(value, [*map(str, wanted), *value[len(wanted) :]], strict=False)
        return [w if _is(stage, w, v) else v for v, w in pairs]
    if field.kind == "table" and isinstance(wanted, list):
        columns = {c.name: c for c in field.columns}
        asked = [*wanted, *({} for _ in value[len(wanted) :])]
        return [
            {k: shown(stage, columns.get(k), row.get(k), w) for k, w in ask.items()}
            if isinstance(ask, dict) and ask else row
            for row, ask in zip(value, asked, strict=False)
        ]  # fmt: skip
    return value


def _code(field: Field, value: Any, wanted: Any) -> Any:
    label = code_list(field.codes or "").label(str(value))
    return label if str(wanted) == label else value


def _is(stage: Stage, name: str, record_id: Any) -> bool:
    return bool(stage.names.get(name.removeprefix(_REF)) == record_id)
