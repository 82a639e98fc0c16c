"""The clause pop-over: what a row asks, of whom, by which source, since when."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.rules.citation import cited, row_of
from welfare_desktop.ui.shell.popups import ListPopup, Row
from welfare_desktop.ui.shell.theme import theme
from welfare_desktop.ui.shell.tokens import Tone
from welfare_desktop.ui.shell.widgets import Chip

_OFFERS = {
    "gate-H": "不满足时不能办理这一步，任何人都不能越过",
    "gate-S": "不满足时须写明原因并由院长确认",
}


def clause_rows(clause: str, said: str = "") -> list[Row]:
    """Lines of the pop-over; ``said``: the verdict in words with its dates, if there is one."""
    row = row_of(clause)
    if row is None:
        return [Row(said or "没有这一条款。")]
    forms = "、".join(f"{FORMS[f].title}（{f}）" for f in row.forms if f in FORMS)
    lines = [Row(row.obligation), Row(f"依据　{cited(row.source, clause)}")]
    lines.append(Row(f"义务主体　{row.obliged}", f"自{row.valid_from}起适用"))
    lines += [Row(_OFFERS[kind]) for kind in row.offers.split() if kind in _OFFERS]
    if forms:
        lines.append(Row(f"看这些表　{forms}"))
    if said:
        lines.append(Row(f"现在　{said}"))
    return lines


def open_clause(clause: str, anchor: QWidget, said: str = "") -> ListPopup:
    """Open the pop-over of a clause under a widget."""
    popup = ListPopup(f"条款 {clause}", clause_rows(clause, said), anchor)
    popup.open_under(anchor)
    return popup


class ClauseChip(Chip):
    """``ⓘ C1.09``: opens the clause. ``said`` may be a text or a function asked when opened."""

    def __init__(
        self, clause: str, said: str | Callable[[], str] = "", tone: Tone = "mute"
    ) -> None:
        super().__init__(f"ⓘ {clause}", tone, self._open)
        self._clause, self._said = clause, said
        self.setMinimumWidth(theme().px(88))
        self.setAccessibleName(f"条款 {clause}，按回车看依据")

    def _open(self) -> ListPopup:
        said = self._said if isinstance(self._said, str) else self._said()
        return open_clause(self._clause, self, said)
