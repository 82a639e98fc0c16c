"""X11 照护记录 · Care log: what a ward's carers noted in a shift, child by child; the institution's own."""

from __future__ import annotations

from welfare_desktop.domain.forms.declare import Form, row, section

#: The first digit says what is noted, the second how it went; one is as usual.
_CODES = (
    "11 进食全部 12 进食大半 13 进食小半 14 拒食 15 进食后呕吐 "
    "21 睡眠安稳 22 入睡困难 23 睡中易醒 24 没有睡 "
    "31 大便正常 32 大便干硬 33 大便稀 34 大便如水 35 大便带血 "
    "41 情绪平稳 42 情绪哭闹 43 情绪低落 44 情绪烦躁 "
    "51 已洗澡 52 擦身 53 没有洗澡"
)

X11 = Form(
    id="X11",
    name="care_log",
    title="照护记录",
    english="Care log",
    about="ward",
    secrecy="S3",
    happened="to_at",
    sections=(
        section(
            "照护记录",
            row("X11", "ward,shift", "区域/班次", "ref:X02,code", "Y", "D", codes="CL-SHIFT"),
            row("X11", "from_at,to_at", "第一笔时间/最后一笔时间", "dt,dt", "Y", "D"),
            row("X11", "notes", "逐人照护",
                "table(child:ref:F01 儿童, at:dt 时间, what:code 事项, note:text 说明, by:staff 记录人)",
                "Y", "D", codes={"what": _CODES}),
        ),
    ),
)  # fmt: skip
