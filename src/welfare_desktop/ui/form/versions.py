"""历次版本: who changed what, when and why; the old value stays readable."""

from __future__ import annotations

from collections.abc import Sequence

from welfare_desktop.actions.views import Version
from welfare_desktop.domain import values
from welfare_desktop.domain.forms.declare import Form
from welfare_desktop.domain.house import House
from welfare_desktop.ui.form.foot import Foot
from welfare_desktop.ui.form.presenter import Presenter
from welfare_desktop.ui.shell.popups import ListPopup, Row

_ACTS = {"submit": "提交", "continue": "续填", "correct": "更正", "approve": "审批", "void": "作废"}
_SHOWN = 6


def version_rows(form: Form, versions: Sequence[Version], house: House) -> list[Row]:
    """One row a version, newest first: what it changed, at most a handful of fields."""
    return [_row(form, one, house) for one in versions]


def show_versions(presenter: Presenter, foot: Foot) -> None:
    """Open the list at the button in the foot."""
    rows = version_rows(presenter.form, presenter.versions(), presenter.desk.seen())
    ListPopup("历次版本", rows, foot).open_under(foot.versions)


def _row(form: Form, one: Version, house: House) -> Row:
    told = []
    for name, (old, new) in one.changed.items():
        if name not in form:
            continue
        field = form.field(name)
        before, after = values.show(field, old, house), values.show(field, new, house)
        if one.act == "submit":
            continue
        told.append(f"{field.label}：{before or '空'} → {after or '空'}")
    more = f"；另{len(told) - _SHOWN}项" if len(told) > _SHOWN else ""
    reason = f"原因：{one.reason}。" if one.reason else ""
    hidden = f"；另有{one.withheld}项不在您的查看范围" if one.withheld else ""
    return Row(
        f"第{one.version}版　{_ACTS.get(one.act, one.act)}　{one.at.replace('T', ' ')}　{one.by}",
        f"{reason}{'；'.join(told[:_SHOWN])}{more}{hidden}",
    )
