"""Values as people type them, as records keep them, and as people read them."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from welfare_desktop.domain import divisions
from welfare_desktop.domain.codes import code_list
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.forms.declare import Field, Form
from welfare_desktop.domain.house import House
from welfare_desktop.domain.situation import Situation

_EMPTY: tuple[Any, ...] = (None, "", [], {})
_YES = {"是", "有", "y", "yes", "true", "1"}
_NO = {"否", "无", "n", "no", "false", "0"}
_DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")
_LONG_LIMIT = 20_000
#: What no paper can hold: controls, halves of a character and private ones, which Unicode never
#: adds to, and the last two of each plane (U+FFFF), which are no characters at all.
_NONE = "".join(
    f"\\U{plane | 0xFFFE:08x}\\U{plane | 0xFFFF:08x}" for plane in range(0, 0x110000, 0x10000)
)
_BAD = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef"
    f"\U000f0000-\U0010ffff{_NONE}]"
)


def empty(value: Any) -> bool:
    """Whether a field holds nothing. ``False`` and ``0`` are answers."""
    return any(value is e or (type(value) is type(e) and value == e) for e in _EMPTY)


def _wrong(field: Field, sentence: str) -> Refused:
    return Refused(f"“{field.label}”{sentence}", field=field.name)


def clean_text(field: Field, value: Any) -> str:
    """NFC (never NFKC, names would change), trimmed, lines ended alike; private-use and control
    characters refused."""
    lines = str(value).replace("\r\n", "\n").replace("\r", "\n")
    text = unicodedata.normalize("NFC", lines).strip()
    if (bad := _BAD.search(text)) is not None:
        if unicodedata.category(bad[0]) == "Co":
            raise _wrong(field, f"里的“{bad[0]}”是自造字，别处显示不出来。请换成标准字。")
        raise _wrong(field, "里有看不见的控制字符，请删掉重新输入。")
    limit = field.max_len or _LONG_LIMIT
    if len(text) > limit:
        raise _wrong(field, f"最多{limit}个字，现有{len(text)}个。请缩短。")
    return text


def _half_width(value: Any) -> str:
    """Full-width digits and marks as half-width; only for numbers and dates, never names."""
    return unicodedata.normalize("NFKC", str(value)).strip()


def read_day(value: Any) -> date:
    """A day in the usual ways of writing it; ``ValueError`` for anything else."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = _half_width(value)
    if re.fullmatch(r"\d{8}", text):
        return _plausible(int(text[:4]), int(text[4:6]), int(text[6:]))
    match = _DAY.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return _plausible(*(int(part) for part in match.groups()))


def _plausible(year: int, month: int, day: int) -> date:
    if not 1900 <= year <= 2199:
        raise ValueError(year)
    return date(year, month, day)


def _date(field: Field, value: Any) -> str:
    try:
        return read_day(str(value)[:10] if "T" in str(value) else value).isoformat()
    except ValueError:
        raise _wrong(field, "不是日期。请写成 2026-07-12 这样。") from None


def _moment(field: Field, value: Any) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M")
    text = _half_width(value)
    match = re.fullmatch(r"(.+?)(?:[T\s]+|日\s*)(\d{1,2})[:时](\d{1,2})(?::\d+)?分?", text)
    try:
        if match is None:
            raise ValueError(text)
        day = read_day(match[1] + ("日" if "月" in match[1] else ""))
        hour, minute = int(match[2]), int(match[3])
        return datetime(day.year, day.month, day.day, hour, minute).strftime("%Y-%m-%dT%H:%M")
    except ValueError:
        raise _wrong(field, "不是时间。请写成 2026-07-12 08:20 这样。") from None


def _month(field: Field, value: Any) -> str:
    match = re.fullmatch(r"(\d{4})[-./年](\d{1,2})月?", _half_width(value))
    if match is None or not 1 <= int(match[2]) <= 12:
        raise _wrong(field, "不是月份。请写成 2026-10 这样。")
    return f"{match[1]}-{int(match[2]):02d}"


def _number(field: Field, value: Any) -> int | float:
    whole = field.kind in ("int", "money")
    if isinstance(value, bool):
        raise _wrong(field, "要填数字。")
    try:
        text = str(value) if isinstance(value, int | float) else _half_width(value)
        # Python reads 1_0 as ten.
        number = float(text.replace("_", "?"))
    except ValueError:
        raise _wrong(field, "要填数字。") from None
    if not abs(number) < 1e12 or (whole and number != int(number)):
        raise _wrong(field, "要填整数。" if whole else "的数字不合理。")
    low = -math.inf if field.low is None else field.low
    high = math.inf if field.high is None else field.high
    if not low <= number <= high:
        span = f"应在{low:g}到{high:g}之间" if high < math.inf else f"不能小于{low:g}"
        raise _wrong(field, f"{span}，请核对单位。")
    return int(number) if whole else number


def _bool(field: Field, value: Any) -> bool:
    text = _half_width(value).lower()
    if isinstance(value, bool):
        return value
    if text in _YES or text in _NO:
        return text in _YES
    raise _wrong(field, "请选是或否。")


def _code(field: Field, value: Any) -> str:
    codes = code_list(field.codes or "")
    found = codes.code_of(str(value)) or codes.code_of(_half_width(value))
    if found is None:
        choices = "、".join(label for _, label in codes.items[:8])
        raise _wrong(field, f"没有“{value}”这一项。可选：{choices}。")
    return found


def _div(field: Field, value: Any) -> str:
    found = divisions.called(_half_width(value))
    if len(found) > 1:
        ways = "、".join(divisions.label(code) for code in found[:4])
        raise _wrong(field, f"有{len(found)}个“{value}”：{ways}。请连市名一起写，或填6位代码。")
    if not found:
        raise _wrong(field, "请填区县名；名单里没有的，填6位行政区划代码（身份证号前6位）。")
    return found[0]


def _list(field: Field, value: Any) -> list[Any]:
    if isinstance(value, str):
        return [part for part in re.split(r"[,，、;；\s]+", value) if part]
    if not isinstance(value, list | tuple):
        raise _wrong(field, "要填一项或几项。")
    return list(value)


def _codes(field: Field, value: Any) -> list[str]:
    # A label may hold the mark that separates several.
    if isinstance(value, str) and code_list(field.codes or "").code_of(value) is not None:
        value = [value]
    return list(dict.fromkeys(_code(field, item) for item in _list(field, value)))


def _ref(field: Field, value: Any) -> str:
    """A record id, or a word that stands in its place (全体)."""
    return next((word for word, label in field.words if value == label), str(value))


def _refs(field: Field, value: Any) -> list[str]:
    return list(dict.fromkeys(_ref(field, item) for item in _list(field, value)))


def _signature(field: Field, value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping) or not {"by", "at", "sha256"} <= set(value):
        raise _wrong(field, "须由本人输入签名码签字。")
    return dict(value)


def _table(field: Field, value: Any) -> list[dict[str, Any]]:
    columns = {column.name: column for column in field.columns}
    rows = []
    for number, raw in enumerate(_list(field, value), 1):
        if not isinstance(raw, Mapping):
            raise _wrong(field, f"第{number}行读不懂。")
        row = {}
        for name, cell in raw.items():
            if name not in columns:
                raise _wrong(field, f"第{number}行没有“{name}”这一列。")
            row[name] = _cell(field, columns[name], cell, number)
        first = columns[field.key or field.columns[0].name]
        if empty(row.get(first.name)) and not field.calc:
            raise _wrong(field, f"第{number}行要填“{first.label}”。")
        rows.append({k: v for k, v in row.items() if not empty(v)})
    return rows


def _cell(field: Field, column: Field, cell: Any, number: int) -> Any:
    if column.kind == "dt" and isinstance(cell, str) and re.fullmatch(r".+T\d\d:\d\d:\d\d", cell):
        return cell
    try:
        return normalise(column, cell)
    except Refused as refused:
        raise Refused(
            f"“{field.label}”第{number}行：{refused.sentence}", field=field.name
        ) from None


def _checklist(field: Field, value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise _wrong(field, "要逐项填写。")
    labels = dict(field.points)
    out: dict[str, Any] = {}
    for name, answer in value.items():
        if name not in labels:
            raise _wrong(field, f"没有“{name}”这一项。")
        if answer is False or (isinstance(answer, str) and not answer.strip()):
            raise _wrong(field, f"：{labels[name]}不正常，要写明情况。")
        out[name] = answer if answer is True else clean_text(field, answer)
    return out


def _files(field: Field, value: Any) -> list[dict[str, str]]:
    return [
        dict(item) if isinstance(item, Mapping) else {"name": str(item)}
        for item in (value if isinstance(value, list | tuple) else [value])
    ]


_READERS: dict[str, Callable[[Field, Any], Any]] = {
    "text": clean_text, "long": clean_text, "date": _date, "dt": _moment, "month": _month,
    "int": _number, "dec": _number, "money": _number, "bool": _bool, "code": _code,
    "codes": _codes, "div": _div, "staff": _ref, "ref": _ref,
    "staffs": _refs, "refs": _refs, "file": _files, "sig": _signature,
    "sigs": lambda f, v: [_signature(f, item) for item in _list(f, v)], "table": _table,
    "checklist": _checklist,
}  # fmt: skip


def normalise(field: Field, value: Any) -> Any:
    """The stored form of a value; `Refused` with one sentence, naming the field."""
    if empty(value) and field.kind != "table":
        return None
    return _READERS[field.kind](field, value)


def _asked(situation: Situation, field: Field) -> bool:
    asked = situation.form.asked
    return asked is None or asked(situation, field)


def _applies(situation: Situation, field: Field) -> bool:
    return field.when is None or field.when(situation)


def missing(situation: Situation, step: str) -> list[Field]:
    """Fields that a step demands and that are empty (lifecycle.md §2.1, *Versions*).

    A ``Y`` field once filled stays filled: 更正 changes it, it does not take it away. One that names
    a later step is demanded there (F19: the decision is continued into what was submitted).
    """
    out = []
    for field in situation.form.fields:
        if field.calc or not empty(situation.get(field.name)) or not _asked(situation, field):
            continue
        before = situation.before
        stood = before is not None and not empty(before.get(field.name))
        demanded = field.req == "Y" and field.name not in situation.form.one_of
        demanded = demanded and (stood or (step == "submit" and not field.needed_for))
        wanted_by = {step, *_closing(situation)}
        if demanded or (wanted_by & set(field.needed_for) and _applies(situation, field)):
            out.append(field)
    return out


def _closing(situation: Situation) -> set[str]:
    """What this step fills or closes: fields of the form that others may be needed for."""
    names = {n for f in situation.form.fields for n in f.needed_for if n in situation.form}
    return {n for n in names if situation.filled_now(n)} | _close(situation)


def _close(situation: Situation) -> set[str]:
    close = situation.form.close
    if close is None and situation.step == "approve":
        return {"close"}
    if close and situation.filled_now(close):
        return {"close", close}
    return set()


def due_fields(situation: Situation) -> list[Field]:
    """待补: fields of an existing record that are empty while their condition holds."""
    one_of = situation.form.one_of
    enough = one_of if any(situation.get(name) for name in one_of) else ()
    return [
        field
        for field in situation.form.fields
        if not field.calc
        and field.name not in enough
        and field.req in ("Y", "C")
        and empty(situation.get(field.name))
        and _asked(situation, field)
        and _applies(situation, field)
    ]


def beside_the_point(situation: Situation) -> frozenset[str]:
    """Fields that hold nothing and whose condition does not hold as the record stands."""
    return frozenset(
        field.name
        for field in situation.form.fields
        if empty(situation.get(field.name))
        and not (_asked(situation, field) and (field.when is None or field.when(situation)))
    )


def needed(form: Form, step: str) -> tuple[Field, ...]:
    """Fields of a form that a step (``T04``, ``F08``) names."""
    return tuple(f for f in form.fields if step in f.needed_for)


def show(field: Field, value: Any, house: House | None = None) -> str:
    """A value as people read it."""
    if empty(value):
        return ""
    if field.kind == "code":
        return code_list(field.codes or "").label(str(value))
    if field.kind == "codes":
        return "、".join(code_list(field.codes or "").label(str(v)) for v in value)
    if field.kind == "div":
        return divisions.label(str(value))
    if field.kind == "bool":
        return "是" if value else "否"
    if field.kind == "dt":
        return str(value)[:16].replace("T", " ")
    if field.kind == "money":
        return f"{int(value) / 100:.2f}元"
    if field.kind in ("staff", "ref"):
        return _named(field, str(value), house)
    if field.kind in ("staffs", "refs"):
        return "、".join(_named(field, str(v), house) for v in value)
    return _show_rest(field, value, house)


def _show_rest(field: Field, value: Any, house: House | None) -> str:
    if field.kind in ("sig", "sigs"):
        marks = value if isinstance(value, list) else [value]
        return "；".join(
            f"{m.get('name', '')} {str(m['at'])[:16].replace('T', ' ')}" for m in marks
        )
    if field.kind == "file":
        return f"{len(value)}件"
    if field.kind == "checklist":
        labels = dict(field.points)
        return "；".join(f"{labels[k]}{'✓' if v is True else '：' + v}" for k, v in value.items())
    if field.kind == "table":
        lines = (
            "，".join(show(c, row.get(c.name), house) for c in field.columns if row.get(c.name))
            for row in value
        )
        return "；".join(lines)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _named(field: Field, record_id: str, house: House | None) -> str:
    if record_id in dict(field.words):
        return dict(field.words)[record_id]
    if house is None:
        return record_id
    forms = ("F64",) if field.kind in ("staff", "staffs") else field.forms
    for form in forms:
        if form in FORMS:
            record = house.record(form, record_id)
            if record is not None:
                return record.text("name") or record.form_no
    # Out of this person's sight: what it is, never the key it is kept under.
    return next((FORMS[form].title for form in forms if form in FORMS), record_id)
