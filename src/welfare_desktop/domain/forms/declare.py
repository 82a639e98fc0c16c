"""How a form is declared: immutable data, one line per row of the handbook's table.

Screens, lists, imports, papers, packages and tests read these declarations; nothing else
knows a form by name (lifecycle.md §2.1).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

import msgspec

from welfare_desktop.domain.code_list import CodeList

if TYPE_CHECKING:
    from welfare_desktop.domain.situation import Situation

Kind = Literal[
    "text", "long", "date", "dt", "month", "int", "dec", "money", "bool", "code", "codes",
    "div", "staff", "staffs", "ref", "refs", "file", "sig", "sigs", "table", "checklist",
]  # fmt: skip
Req = Literal["Y", "C", "N"]
#: Where in a child's life a form has its place, in this order; empty: anywhere.
Phase = Literal[
    "进入", "养育", "医疗", "康复", "教育", "社工", "寄养", "送养", "成年", "离院", "资金", "档案", "",
]  # fmt: skip
#: Field class (lifecycle.md §6.2): 一般, 个人, 敏感, 封存; empty: that of the form.
Secrecy = Literal["", "S1", "S2", "S3", "S4"]


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One field of a form or column of a table.

    Args:
        req: ``Y`` at submission, ``C`` under ``when``, ``N`` optional.
        calc: computed by the program, read-only.
        max_len: characters (code points), for ``text``.
        codes: id of the code list.
        forms: forms a reference may point to; of a text, those whose names are offered to be typed.
        offers: of a text, what is offered to be typed, text and label; anything else may be typed.
        follows: a text that is filled from another field when that is left, while it is empty.
        columns: of a table. points: ``(id, label)`` of a checklist.
        papers: archive types whose attachment fills a ``file`` field; of a table, the types of
            its ``file`` column.
        key: of a table, the column that a row needs, where that is not its first.
        when: condition of a ``C`` field; ``when_label`` says it in words.
        needed_for: steps that demand it: form ids, ``T04``, ``approve``, ``close``, ``submit``
            or a field name of the same form.
        future: the date may lie in the future.
        before_birth: it may lie before the child was born (a parent's, a judgment's).
        after_leaving: it may lie after the child left or died (an office's answer, a follow-up).
        secrecy: field class, where it is not that of the form.
        sealed_rows: of a table, first columns of rows that are of class S4 (HIV).
        masked: an identity number, shown as ``341000********991X`` by default.
        part_of: roles (letters) that see this field where they see but part of the form.
        default: what a new record shows at first, a function of the child that gives it, or a
            value of the institution's profile.
        own: filled by itself with the person who enters it, or the child it is opened for.
        signers: of a signature, the fields of the same form that name who signs: all of them and
            nobody else.
        words: ``(word, label)`` that a link may hold instead of records (全体, 无); of a table,
            its first column.
    """

    name: str
    label: str
    kind: Kind
    req: Req = "N"
    source: tuple[str, ...] = ()
    calc: bool = False
    max_len: int | None = None
    codes: str | None = None
    forms: tuple[str, ...] = ()
    offers: Callable[[], Sequence[tuple[str, str]]] | None = None
    follows: tuple[str, Callable[[str], str]] | None = None
    columns: tuple[Field, ...] = ()
    key: str = ""
    points: tuple[tuple[str, str], ...] = ()
    papers: tuple[str, ...] = ()
    when: Callable[[Situation], bool] | None = None
    when_label: str = ""
    needed_for: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    future: bool = False
    before_birth: bool = False
    after_leaving: bool = False
    secrecy: Secrecy = ""
    sealed_rows: tuple[str, ...] = ()
    masked: bool = False
    part_of: str = ""
    default: Any = None
    own: Literal["", "author", "child"] = ""
    signers: tuple[str, ...] = ()
    words: tuple[tuple[str, str], ...] = ()
    hint: str = ""

    @property
    def unit(self) -> str:
        """Unit of a measured value; the handbook gives it with the identifier (``temp_c``)."""
        return self.hint if self.kind == "dec" else ""

    @property
    def ask(self) -> str:
        """What to do where the field is empty, one sentence."""
        if self.kind == "table":
            return f"请在“{self.label}”里添加一行。"
        if self.kind == "checklist":
            return f"请逐项回答“{self.label}”。"
        if self.kind in ("sig", "sigs"):
            return f"“{self.label}”还没有签字，请本人签字。"
        if self.kind == "file":
            return f"请添加“{self.label}”。"
        chosen = self.kind in ("code", "codes", "bool", "staff", "staffs", "ref", "refs")
        return f"请{'选择' if chosen else '填写'}“{self.label}”。"


#: 备注: every form has it beside its own fields (lifecycle.md §2.1).
REMARK = Field(name="remark", label="备注", kind="long")


class Section(msgspec.Struct, frozen=True):
    """A titled part of a form, in paper order."""

    title: str
    fields: tuple[Field, ...]


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """One form.

    Args:
        id: ``F02``; of the second record type of a form ``F29b``. name: ``intake``. title: 中文.
        about: what a record of it belongs to.
        secrecy: field class of what it holds (§6.2).
        internal: written by the program alone.
        approval: waits for its approver's decision (§2.1); who fills and approves, the matrix of
            ``domain.permissions`` says.
        acts_when_approved: its records bring nothing about before they are approved (§2.1).
        happened: field that gives the business time.
        close: the form's own closing field (``closed_at`` …), if any.
        upgrades: ``old body → new body``, one step per version.
        always_open: no gate ever stands before it (F24, F31, F61).
        after_leaving: goes on about a child who left or died, with all its dates.
        final: signed for good by two; afterwards there are addenda only (F32).
        one_of: at submission one of these ``Y`` fields is enough (the four times of F24).
        asked: decides whether a field is asked at all (F02 with decision 2).
    """

    id: str
    name: str
    title: str
    english: str
    sections: tuple[Section, ...]
    about: Literal["child", "staff", "ward", "house", "family"] = "child"
    secrecy: Secrecy = "S2"
    internal: bool = False
    approval: bool = False
    acts_when_approved: bool = False
    happened: str | None = None
    close: str | None = None
    phase: Phase = ""
    always_open: bool = False
    after_leaving: bool = False
    final: bool = False
    one_of: tuple[str, ...] = ()
    version: int = 1
    upgrades: tuple[Callable[[dict[str, Any]], dict[str, Any]], ...] = ()
    asked: Callable[[Situation, Field], bool] | None = None

    @property
    def number(self) -> str:
        """Number of the handbook, the same for both record types of a form that has two."""
        return self.id[:3]

    @property
    def fields(self) -> tuple[Field, ...]:
        """All fields in paper order."""
        return tuple(f for s in self.sections for f in s.fields)

    @property
    def of_one_child(self) -> bool:
        """Whether a record of it belongs to one child's file, who must be known before."""
        named = "child" in self or "file_no" in self or self.group
        return self.about == "child" and not named

    @property
    def group(self) -> str:
        """The field that names the children, where a record is about several; else empty."""
        named = (f.name for f in self.fields if f.kind == "refs" and not f.calc)
        return next((name for name in named if name in ("children", "attendees")), "")

    def upgraded(self, body: dict[str, Any], version: int) -> dict[str, Any]:
        """Values written with an earlier version of this form, in the shape of today's."""
        for step in self.upgrades[version - 1 :]:
            body = step(dict(body))
        return body

    def secrecy_of(self, field: Field) -> Secrecy:
        """Class of one of its fields."""
        return field.secrecy or self.secrecy

    def field(self, name: str) -> Field:
        """The field of that identifier; ``KeyError`` if there is none."""
        for candidate in self.fields:
            if candidate.name == name:
                return candidate
        raise KeyError(f"{self.id}.{name}")

    def ask(self, field: Field, step: str = "") -> str:
        """What to do where one of its fields is empty; who approves has it there to read only."""
        then = "按“续填”补上，再审批。" if step == "approve" else ""
        return f"{self._which(field)}{field.ask}{then}"

    def _which(self, field: Field) -> str:
        """Of two fields with one label, which of them."""
        twins = [f for f in self.fields if f.label == field.label]
        if len(twins) < 2:
            return ""
        own = next(s for s in self.sections if field in s.fields)
        if not all(twin in own.fields for twin in twins):
            return f"“{own.title}”一节："
        return f"“{own.fields[own.fields.index(field) - 1].label}”后面："

    def __contains__(self, name: str) -> bool:
        return any(f.name == name for f in self.fields)


#: Code lists printed at their field, collected while forms are declared.
INLINE_CODES: dict[str, CodeList] = {}


def inline_codes(text: str) -> tuple[tuple[str, str], ...]:
    """``1 接收 2 不予接收`` → ``(("1", "接收"), ("2", "不予接收"))``."""
    parts = re.findall(r"(Z?\d+|[A-Z_]{2,}) (.+?)(?=\s+(?:Z?\d+|[A-Z_]{2,}) |$)", text)
    if not parts:
        raise ValueError(f"no codes in {text!r}")
    return tuple((code, label) for code, label in parts)


def _split(text: str, mark: str) -> list[str]:
    """Split at ``mark`` outside brackets."""
    out, depth, start = [], 0, 0
    for i, ch in enumerate(text):
        depth += (ch in "(（") - (ch in ")）")
        if ch == mark and depth == 0:
            out.append(text[start:i].strip())
            start = i + 1
    return [*out, text[start:].strip()]


def _codes_id(owner: str, name: str, codes: str | Mapping[str, str] | None) -> str | None:
    chosen = codes.get(name) if isinstance(codes, Mapping) else codes
    base, _, own = (chosen or "").rpartition(" + ")
    if chosen is None or (chosen.startswith("CL-") and not base):
        return chosen
    key = f"{owner}.{name}"
    INLINE_CODES[key] = CodeList(key, inline_codes(own), base=base)
    return key


def _typed(
    owner: str, name: str, label: str, type_text: str, codes: str | Mapping[str, str] | None
) -> Field:
    """A field from the handbook's type notation."""
    calc = type_text.startswith("calc:")
    body = type_text.removeprefix("calc:")
    match = re.match(r"(\w+)(?:\((.*)\))?(?::(.+))?$", body, re.S)
    if match is None:
        raise ValueError(f"type {type_text!r} of {owner}.{name}")
    kind, inside, targets = match.groups()
    extra: dict[str, Any] = {}
    if kind == "text":
        extra["max_len"] = int(inside) if inside else 100
    elif kind == "table":
        extra["columns"] = tuple(_column(owner, name, c, codes) for c in _split(inside, ","))
    elif kind == "checklist":
        extra["points"] = tuple(
            (p.split(" ", 1)[0], p.split(" ", 1)[1]) for p in _split(inside, ",")
        )
    elif kind in ("ref", "refs"):
        extra["forms"] = tuple((targets or "").split("/"))
    if kind in ("code", "codes"):
        extra["codes"] = _codes_id(owner, name, codes)
    if kind not in get_args(Kind):
        raise ValueError(f"kind {kind!r} of {owner}.{name}")
    field = Field(name=name, label=label, kind=cast(Kind, kind), calc=calc)
    return msgspec.structs.replace(field, **extra)


def _column(owner: str, table: str, text: str, codes: str | Mapping[str, str] | None) -> Field:
    head, label = text.strip().split(" ", 1)
    name, type_text = head.split(":", 1)
    return _typed(f"{owner}.{table}", name, label, type_text, codes)


def row(
    owner: str,
    names: str,
    labels: str,
    types: str,
    req: str,
    source: str,
    *,
    codes: str | Mapping[str, str] | None = None,
    **options: Any,
) -> tuple[Field, ...]:
    """The fields of one row of a form table of the handbook.

    Args:
        owner: form id. names, types: comma separated. labels: separated by ``/``.
        req: one letter for all names or one per name. source: tags, ``S1 R:令63``.
        codes: ``CL-…``, or ``1 接收 2 不予接收``, or ``CL-… + Z1 …``; a mapping by field or column.
        options: further arguments of `Field`; a mapping ``{field name: value}`` where they differ.
            Of a table, ``future`` and its like name the columns that they are about.
    """
    name_list = _split(names, ",")
    label_list = labels.split("/") if len(name_list) > 1 else [labels]
    type_list, req_list = _split(types, ","), _split(req, ",")
    if len(req_list) == 1:
        req_list *= len(name_list)
    if not len(name_list) == len(label_list) == len(type_list) == len(req_list):
        raise ValueError(f"row {owner} {names}: names, labels, types and req differ in number")
    out = []
    for name, label, type_text, letter in zip(
        name_list, label_list, type_list, req_list, strict=True
    ):
        field = _typed(owner, name, label, type_text, codes)
        own = {
            key: value[name] if isinstance(value, Mapping) else value
            for key, value in options.items()
            if not isinstance(value, Mapping) or name in value
        }
        out.append(_with(field, own, req=letter, source=tuple(source.split())))
    return tuple(out)


#: What is said of a date: of a table, of those of its columns that are named.
_OF_DATES = ("future", "before_birth", "after_leaving")


def _with(field: Field, own: dict[str, Any], **more: Any) -> Field:
    """The field with its options, those of columns at the columns."""
    columns = field.columns
    for key in _OF_DATES:
        if columns and key in own:
            named = own.pop(key)
            columns = tuple(
                msgspec.structs.replace(c, **{key: True}) if c.name in named else c for c in columns
            )
    return msgspec.structs.replace(field, columns=columns, **more, **own)


def section(title: str, *rows: tuple[Field, ...]) -> Section:
    """A section from rows, in paper order."""
    return Section(title, tuple(field for fields in rows for field in fields))
