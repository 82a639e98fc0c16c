"""Which editor a field gets."""

from __future__ import annotations

from msgspec.structs import replace

from welfare_desktop.domain.codes import code_list
from welfare_desktop.domain.forms.declare import Field, Form
from welfare_desktop.domain.parameters import PARAMETERS
from welfare_desktop.ui.form.attached import FileEditor, SignatureEditor
from welfare_desktop.ui.form.choice import (
    ChipsEditor,
    Choices,
    ComboEditor,
    ManyEditor,
    SegmentEditor,
)  # fmt: skip
from welfare_desktop.ui.form.computed import ComputedTable
from welfare_desktop.ui.form.dates import DateEditor
from welfare_desktop.ui.form.editor import Editor, Surroundings
from welfare_desktop.ui.form.tables import ChecklistEditor, TableEditor
from welfare_desktop.ui.form.text import ComputedEditor, LineEditor, LongEditor

_YES_NO = ((True, "是"), (False, "否"))
_SEGMENTS_AT_MOST, _SEGMENT_LETTERS = 4, 16
#: More choices than these are found by typing.
_CHIPS_AT_MOST = 12
#: Kinds that take a whole line of the form.
WIDE = frozenset(("long", "table", "checklist", "codes", "refs", "staffs", "file", "sigs"))


#: Text fields whose values are known: chosen by what they mean, not typed.
KNOWN: dict[str, tuple[tuple[str, str], ...]] = {
    "X05.key": tuple((p.key, p.label) for p in PARAMETERS.values()),
}


def make_editor(form: Form, field: Field, around: Surroundings) -> Editor:
    """The editor of a field of a form."""
    if (choices := KNOWN.get(f"{form.id}.{field.name}")) is not None:
        return ComboEditor(field, choices)
    if field.calc and field.kind == "table":
        return ComputedTable(field, around)
    if field.calc:
        return ComputedEditor(field)
    return _typed(field, around) or _chosen(form, field, around) or LineEditor(field)


def code_editor(field: Field, chosen_from: Choices | None = None) -> Editor:
    """The editor of a field or column with a code list, of the whole list if no part is given."""
    items = chosen_from or code_list(field.codes or "").items
    letters = sum(len(label) for _, label in items)
    short = len(items) <= _SEGMENTS_AT_MOST and letters <= _SEGMENT_LETTERS
    return SegmentEditor(field, items) if short else ComboEditor(field, items)


def _typed(field: Field, around: Surroundings) -> Editor | None:
    if field.kind == "long":
        return LongEditor(field)
    if field.kind in ("date", "dt", "month"):
        return DateEditor(field, around.now)
    if field.kind == "bool":
        return SegmentEditor(field, _YES_NO)
    if field.kind == "checklist":
        return ChecklistEditor(field)
    return None


def _choices(field: Field, around: Surroundings) -> Choices:
    return code_list(field.codes or "").choices(around.now().date())


def _chosen(form: Form, field: Field, around: Surroundings) -> Editor | None:
    if field.kind == "code":
        return code_editor(field, _choices(field, around))
    if field.kind == "codes":
        return ChipsEditor(field, _choices(field, around))
    if field.offers is not None:
        return ComboEditor(field, around.choices(field), free=True)
    if field.kind in ("ref", "staff") or (field.kind == "text" and field.forms):
        return ComboEditor(field, around.choices(field))
    if field.kind == "div":
        return ComboEditor(field, around.choices(field), "区县名，或6位代码")
    if field.kind in ("refs", "staffs"):
        choices = around.choices(field)
        return (ManyEditor if len(choices) > _CHIPS_AT_MOST else ChipsEditor)(field, choices)
    if field.kind == "file":
        return FileEditor(field, around)
    if field.kind in ("sig", "sigs"):
        return SignatureEditor(field, around, lambda: f"《{form.title}》")
    if field.kind == "table":
        first = field.columns[0]
        return TableEditor(
            field,
            lambda column: make_editor(
                form,
                replace(column, papers=field.papers, words=field.words if column == first else ()),
                around,
            ),
        )
    return None
