"""表单: by phase, each form with its records; what a role may not fill says so."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from welfare_desktop.actions import child_file
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.forms.declare import Form
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.permissions import may_fill
from welfare_desktop.ui.shell.popups import ListPopup, Row
from welfare_desktop.ui.shell.tokens import Tone
from welfare_desktop.ui.shell.widgets import Button, Card, FlatButton, Label, StatusLabel

_PHASES = (("A", "进入机构"), ("B", "在机构"), ("C", "离开机构"))
_TONES: dict[str, Tone] = {
    "已提交": "ok", "已审批": "ok", "待审批": "warn", "已作废": "mute", "建账": "info",
}  # fmt: skip


def phase_cards(
    child: Child, roles: str, open_record: Callable[[str], object], new: Callable[[str], object]
) -> list[Card]:
    """One card a phase that has forms."""
    out = []
    for phase, title in _PHASES:
        forms = [f for f in FORMS.values() if f.phase == phase and f.about == "child"]
        if not forms:
            continue
        card = Card(title, spacing=2)
        for form in forms:
            card.body.addWidget(_row(child, form, roles, open_record, new))
        out.append(card)
    return out


def _row(
    child: Child, form: Form, roles: str, open_record: Callable[[str], object],
    new: Callable[[str], object],
) -> QWidget:  # fmt: skip
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 2, 0, 2)
    line.addWidget(Label(form.title).wrap(), 1)
    found = child_file.of_form(child, form)
    if found:
        newest = found[0]
        state = child_file.state_words(form, newest)
        line.addWidget(StatusLabel(state, _TONES[state]))
        day = newest.happened_at[:10]
        words = f"{day} 第{newest.version}版"
        line.addWidget(FlatButton(words, "file-text", partial(open_record, newest.id),
                                  f"打开《{form.title}》{day}"))  # fmt: skip
    if len(found) > 1:
        more = FlatButton(f"共{len(found)}份", "list", name=f"《{form.title}》全部{len(found)}份")
        rows = [Row(f"{r.happened_at[:10]}　{r.form_no}", f"第{r.version}版 {child_file.state_words(form, r)}",
                    open=partial(open_record, r.id)) for r in found]  # fmt: skip
        more.clicked.connect(lambda: ListPopup(form.title, rows, more).open_under(more))
        line.addWidget(more)
    button = Button("新填", "plus", partial(new, form.id), f"新填《{form.title}》")
    button.setProperty("small", True)
    if not may_fill(form, roles):
        button.why_not("这张表由别的岗位填写。")
    if form.id == "F01":
        button.hide()
    line.addWidget(button)
    return holder
