"""The summary of a child's file as PDF: who, what is due, the forms, the whole life."""

from __future__ import annotations

from typing import TYPE_CHECKING

from welfare_desktop.actions import child_file, printing, today, views
from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.forms.declare import Field
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.rules.verdict import WORDS
from welfare_desktop.domain.values import show

if TYPE_CHECKING:
    from welfare_desktop.reports.form_paper import PaperSection, PaperTable

_PRINTED = ("text", "long", "date", "dt", "bool", "code", "codes", "div", "staff", "ref", "refs")
_WIDE = 22


def child_paper(desk: Desk, child: Child) -> bytes:
    """The summary as PDF; printing is journalled."""
    from welfare_desktop.reports.form_paper import PaperForm, PaperSection, form_paper

    now = desk.now()
    tables = PaperSection("办理情况", tables=(_duties(desk, child), _forms(desk, child)))
    made = form_paper(
        PaperForm(
            title="儿童档案摘要", number=child.file_no, institution=desk.institution,
            sections=(*_master(desk, child), tables, PaperSection("经过", tables=(_life(child),))),
            version_note=f"截至{now:%Y-%m-%d %H:%M}", practice=desk.practice,
        )
    )  # fmt: skip
    printing.printed(desk, "F01", child.id)
    return made


def _master(desk: Desk, child: Child) -> list[PaperSection]:
    from welfare_desktop.reports.form_paper import PaperField, PaperSection

    out = []
    for section in FORMS["F01"].sections:
        texts = [(f, _text(desk, child, f)) for f in section.fields if f.kind in _PRINTED]
        fields = tuple(
            PaperField(f.label, text, wide=len(text) > _WIDE, missing=f.req == "Y" and not f.calc)
            for f, text in texts
            if text or f.req == "Y"
        )
        out.append(PaperSection(section.title, fields))
    return out


def _text(desk: Desk, child: Child, field: Field) -> str:
    body = desk.viewer().seen(views.whole(desk, child.record)).record.body
    body = body | child_file.placed(child)
    return show(field, body.get(field.name), child.house)


def _duties(desk: Desk, child: Child) -> PaperTable:
    from welfare_desktop.reports.form_paper import PaperTable

    rows = tuple(
        (
            WORDS[d.verdict],
            d.title,
            str(d.due or ""),
            f"{d.sentence}（{d.clause}）" if d.has_clause else d.sentence,
        )
        for d in today.of_child(desk, child)
    )
    return PaperTable("该办的事", ("状态", "事项", "最后日期", "说明"), rows, (9, 30, 15, 46))


def _forms(desk: Desk, child: Child) -> PaperTable:
    from welfare_desktop.reports.form_paper import PaperTable

    rows = tuple(
        (one.form.title, record.form_no, f"第{record.version}版",
         child_file.state_words(record), record.happened_at[:10])
        for phase in child_file.paperwork(desk, child).values()
        for one in phase
        for record in one.records
    )  # fmt: skip
    return PaperTable(
        "已有的表单", ("表单", "编号", "版本", "状态", "日期"), rows, (40, 22, 10, 12, 16)
    )


def _life(child: Child) -> PaperTable:
    from welfare_desktop.reports.form_paper import PaperTable

    rows = tuple(
        (event.at[:16].replace("T", " "), event.title, event.detail)
        for event in child_file.timeline(child)
    )
    return PaperTable("从新到旧", ("时间", "事项", "说明"), rows, (21, 32, 47))
