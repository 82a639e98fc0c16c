"""F52 业务档案材料登记表 · Archive item (lifecycle.md §2.12)."""

from __future__ import annotations

from welfare_desktop.domain.forms import carried
from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section

_CATALOGUE = "R:DA/T22-2015"

F52 = Form(
    id="F52",
    name="archive_item",
    title="业务档案材料登记表",
    english="Archive item",
    about="child",
    phase="档案",
    happened="filed_on",
    after_leaving=True,
    sections=(
        section(
            "材料",
            row("F52", "file_no,seq", "档案编号/件号", "text,int", "Y", "S12", low={"seq": 1},
                default={"file_no": lambda child: child.file_no if child else None,
                         "seq": carried.next_item}),
            row("F52", "phase,doc_type", "阶段/材料类型", "code,code", "Y", "S12",
                codes={"phase": "CL-PHASE", "doc_type": "CL-DOC"}),
            row("F52", "title,doc_no,responsible", "题名/文号/责任者",
                "text(100),text(40),text(60)", "Y", _CATALOGUE, hint={"doc_no": "没有写“无”"}),
            row("F52", "doc_date,pages", "成文日期/页数", "date,int", "Y", _CATALOGUE,
                low={"pages": 1}, high={"pages": 9999}, before_birth={"doc_date": True}),
            row("F52", "carrier", "载体", "code", "Y", "S12", codes="CL-CARR"),
            row("F52", "original", "原件或复印件", "code", "Y", "S12", codes="1 原件 2 复印件"),
            row("F52", "digital", "数字化件", "file", "C", "R:DA/T31-2017",
                when=c.is_in("carrier", "1"), when_label="纸质材料30日内"),
            row("F52", "media_caption", "影像说明", "text", "C", "S12",
                when=c.is_in("carrier", "3", "4", "5"), when_label="照片、录音、录像",
                hint="何时、何地、何人、何事"),
        ),
        section(
            "归档",
            row("F52", "retention,conf", "保管期限/密级", "code,code", "Y", "R:档案法条例art.19",
                codes={"retention": "CL-RET", "conf": "CL-CONF"}, default={"retention": "Y"}),
            row("F52", "filed_on,filed_by,location", "归档日期/人/存放位置", "date,staff,text", "Y",
                "S12", own={"filed_by": "author"}, hint={"filed_by": "收进档案的人"}),
            row("F52", "loan", "借阅记录",
                "table(borrower:text 借阅人, purpose:text 用途, approved_by:staff 批准人, "
                "out_on:date 借出日期, due_on:date 应还日期, back_on:date 归还日期)", "N",
                "R:网保条例art.36", future=("due_on",)),
        ),
    ),
)  # fmt: skip
