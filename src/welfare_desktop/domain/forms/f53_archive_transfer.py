"""F53 业务档案移交登记表 · Archive hand-over (lifecycle.md §2.12)."""

from __future__ import annotations

from welfare_desktop.domain.forms import carried
from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section
from welfare_desktop.domain.situation import Situation

_RULES = "R:档案法条例"


def _other_day(s: Situation) -> bool:
    """Handed over to the archive later or earlier than due."""
    due, done = s.date("due_on"), s.date("done_on")
    return s.get("kind") == "2" and done is not None and done != due


F53 = Form(
    id="F53",
    name="archive_transfer",
    title="业务档案移交登记表",
    english="Archive hand-over",
    about="child",
    phase="档案",
    happened="done_on",
    close="done_on",
    after_leaving=True,
    sections=(
        section(
            "移交",
            row("F53", "kind", "移交类型", "code", "Y", "S12",
                codes="1 随儿童转机构 2 移交国家综合档案馆 3 科室移交档案室"),
            row("F53", "receiver_org", "接收单位", "text", "Y", "S12"),
            row("F53", "due_on,done_on", "应移交/实际日期", "calc:date,date", "Y", "S12",
                future={"due_on": True}),
            row("F53", "extension_file,extended_to", "延期/提前同意文件", "file,date", "C",
                f"{_RULES}art.20", when=_other_day, when_label="延期或提前移交",
                future={"extended_to": True}),
        ),
        section(
            "清单",
            row("F53", "list", "移交清单",
                "table(item:ref:F52 材料, title:text 题名, pages:int 页数, sha256:text 校验值, "
                "original:code 原件或复印件)", "Y", "S12", codes={"original": "1 原件 2 复印件"},
                default=carried.papers_on_file),
            row("F53", "export_pack", "电子档案包", "file", "C", f"{_RULES}art.39–40",
                when=c.is_in("kind", "2"), when_label="移交档案馆", needed_for=("T31",)),
            row("F53", "copy_kept", "是否留存副本", "bool", "Y", "S12"),
            row("F53", "sigs", "双方签章", "file", "Y", "S12", papers=("C40",)),
        ),
    ),
)  # fmt: skip
